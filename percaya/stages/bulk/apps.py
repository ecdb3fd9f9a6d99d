from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "percaya.stages.bulk"
    label = "bulk"
