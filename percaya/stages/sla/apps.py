from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "percaya.stages.sla"
    label = "sla"
