from django.apps import AppConfig


class PeoplePagesConfig(AppConfig):
    name = "percaya.web.people"
    label = "web_people"
