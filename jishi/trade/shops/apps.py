from django.apps import AppConfig


class ShopsConfig(AppConfig):
    name = "jishi.trade.shops"
    label = "shops"

    def ready(self) -> None:
        """Keep the account of an open shop's owner open."""
        from jishi.foundation.accounts.types import register_closing_objection
        from jishi.trade.shops.queries import list_owner_obligations

        register_closing_objection("shops", list_owner_obligations)
