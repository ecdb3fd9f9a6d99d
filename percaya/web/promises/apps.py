from django.apps import AppConfig


class PromisesPagesConfig(AppConfig):
    name = "percaya.web.promises"
    label = "promises_pages"
