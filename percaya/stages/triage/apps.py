from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "percaya.stages.triage"
    label = "triage"
