from django.apps import AppConfig


class DepositsConfig(AppConfig):
    name = "jishi.trade.deposits"
    label = "deposits"

    def ready(self) -> None:
        """Take the money of payments named `deposit:…`."""
        from jishi.trade.deposits.actions.accept_deposit import DepositConsumer
        from jishi.trade.payments.types import register_consumer

        register_consumer(DepositConsumer())
