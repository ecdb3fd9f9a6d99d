from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "percaya.web.accounts"
    label = "web_accounts"

    def ready(self) -> None:
        import_module("percaya.web.accounts.sessions")  # it listens to allauth, which may be asked only from now on
