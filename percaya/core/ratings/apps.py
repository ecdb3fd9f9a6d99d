from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "percaya.core.ratings"
    label = "ratings"
