from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jishi.surfaces.api"
    label = "api"

    def ready(self) -> None:
        """Have a person's tokens in their data export, and gone with their account."""
        from jishi.foundation.accounts.types import register_data_source
        from jishi.surfaces.api.tokens import TokensData

        register_data_source(TokensData())
