from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "percaya.web.forms"
    label = "web_forms"
