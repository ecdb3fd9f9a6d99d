from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "percaya.stages.automation"
    label = "automation"
