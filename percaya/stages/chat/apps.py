from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "percaya.stages.chat"
    label = "chat"
