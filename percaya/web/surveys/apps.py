from django.apps import AppConfig


class SurveyPagesConfig(AppConfig):
    name = "percaya.web.surveys"
    label = "web_surveys"
