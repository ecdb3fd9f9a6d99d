from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "percaya.core.promises"
    label = "promises"
