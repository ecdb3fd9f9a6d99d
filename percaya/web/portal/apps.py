from django.apps import AppConfig
from django.utils.module_loading import import_string


class PortalConfig(AppConfig):
    name = "percaya.web.portal"
    label = "web_portal"

    def ready(self) -> None:
        found_by = import_string("percaya.core.workspace.addresses.hosts_are_found_by")  # tables may be named only from now on
        found_by(import_string("percaya.web.portal.looks.own_origin"))
