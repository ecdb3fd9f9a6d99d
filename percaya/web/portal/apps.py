from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "percaya.web.portal"
    label = "web_portal"
