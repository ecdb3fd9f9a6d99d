from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "percaya.web.help"
    label = "web_help"
