from django.apps import AppConfig


class KnowledgePagesConfig(AppConfig):
    name = "percaya.web.knowledge"
    label = "web_knowledge"
