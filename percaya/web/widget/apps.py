from django.apps import AppConfig


class WidgetConfig(AppConfig):
    name = "percaya.web.widget"
    label = "web_widget"
