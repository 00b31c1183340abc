from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "jishi.trade.orders"
    label = "orders"

    def ready(self) -> None:
        """Take part in payments of checkouts, and in the closing and export of accounts."""
        from jishi.foundation.accounts.types import (
            register_closing_objection,
            register_data_source,
        )
        from jishi.trade.orders.actions.accept_payment import CheckoutConsumer
        from jishi.trade.orders.actions.erase_buyer import BuyerData
        from jishi.trade.orders.queries import list_buyer_obligations
        from jishi.trade.orders.queries.facts import OrderFacts
        from jishi.trade.payments.types import register_consumer
        from jishi.trade.shops.types import register_score_facts

        register_score_facts(OrderFacts())
        register_consumer(CheckoutConsumer())
        register_closing_objection("orders", list_buyer_obligations)
        register_data_source(BuyerData())
