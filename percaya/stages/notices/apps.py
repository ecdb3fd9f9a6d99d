from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "percaya.stages.notices"
    label = "notices"
