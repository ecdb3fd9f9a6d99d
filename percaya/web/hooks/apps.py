from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "percaya.web.hooks"
    label = "web_hooks"
