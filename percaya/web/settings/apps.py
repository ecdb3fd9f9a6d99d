from django.apps import AppConfig


class SettingsConfig(AppConfig):
    name = "percaya.web.settings"
    label = "web_settings"
