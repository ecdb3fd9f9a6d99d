from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "percaya.web.live"
    label = "web_live"
