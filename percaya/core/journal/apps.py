from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string

from percaya.core.journal import reactions


class JournalConfig(AppConfig):
    name = "percaya.core.journal"
    label = "journal"

    def ready(self) -> None:
        # Handed over lazily: the table names stages, which are loaded after this app.
        reactions.use(lambda: import_string(settings.PERCAYA_FLOW))
