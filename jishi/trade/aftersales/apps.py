from django.apps import AppConfig


class AftersalesConfig(AppConfig):
    name = "jishi.trade.aftersales"
    label = "aftersales"

    def ready(self) -> None:
        """Take part in the closing and the export of accounts, and in the score of shops."""
        from jishi.foundation.accounts.types import (
            register_closing_objection,
            register_data_source,
        )
        from jishi.trade.aftersales.actions.erase_claimant import ClaimantData
        from jishi.trade.aftersales.queries import list_obligations
        from jishi.trade.aftersales.queries.facts import AfterSaleFacts
        from jishi.trade.shops.types import register_score_facts

        register_closing_objection("aftersales", list_obligations)
        register_data_source(ClaimantData())
        register_score_facts(AfterSaleFacts())
