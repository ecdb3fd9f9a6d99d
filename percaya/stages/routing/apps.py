from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "percaya.stages.routing"
    label = "routing"
