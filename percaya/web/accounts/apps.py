from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "percaya.web.accounts"
    label = "web_accounts"
