from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "percaya.stages.surveys"
    label = "surveys"
