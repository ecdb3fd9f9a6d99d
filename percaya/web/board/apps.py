from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "percaya.web.board"
    label = "board"
