from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "percaya.stages.delivery"
    label = "delivery"
