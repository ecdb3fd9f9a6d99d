from importlib import import_module

from django.apps import AppConfig


class ForecastConfig(AppConfig):
    name = "percaya.stages.forecast"
    label = "forecast"

    def ready(self) -> None:
        import_module("percaya.stages.forecast.telling")  # core asks it how long a ticket may take
