from importlib import import_module

from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "percaya.stages.automation"
    label = "automation"

    def ready(self) -> None:
        import_module("percaya.stages.automation.naming")  # stories ask it what a rule is called
