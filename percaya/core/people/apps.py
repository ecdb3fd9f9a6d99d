from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "percaya.core.people"
    label = "people"
