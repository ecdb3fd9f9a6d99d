from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "percaya.web.api"
    label = "web_api"
