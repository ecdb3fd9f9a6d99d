from django.apps import AppConfig
from django.utils.module_loading import import_string


class InboxConfig(AppConfig):
    name = "percaya.web.inbox"
    label = "web_inbox"

    def ready(self) -> None:
        import_string("percaya.web.inbox.reference.watch")()  # by name: the models are not there yet when this file is read
