from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "percaya.web.inbox"
    label = "web_inbox"
