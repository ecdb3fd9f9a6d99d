from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "percaya.stages.intake"
    label = "intake"
