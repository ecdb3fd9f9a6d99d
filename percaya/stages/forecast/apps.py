from django.apps import AppConfig


class ForecastConfig(AppConfig):
    name = "percaya.stages.forecast"
    label = "forecast"
