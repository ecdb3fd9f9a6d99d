from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "percaya.core.knowledge"
    label = "knowledge"
