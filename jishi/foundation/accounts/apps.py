from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jishi.foundation.accounts"
    label = "accounts"
