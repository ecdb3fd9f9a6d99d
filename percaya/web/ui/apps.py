from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "percaya.web.ui"
    label = "ui"
