from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "percaya.stages.analytics"
    label = "analytics"
