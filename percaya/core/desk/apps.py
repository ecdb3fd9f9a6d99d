from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "percaya.core.desk"
    label = "desk"
