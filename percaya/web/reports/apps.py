from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "percaya.web.reports"
    label = "reports"
