from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "jishi.trade.settlement"
    label = "settlement"

    def ready(self) -> None:
        """Give back what shops will not send."""
        from jishi.trade.orders.types import register_part_refunder
        from jishi.trade.settlement.actions.refund_unsent import refund_unsent

        register_part_refunder(refund_unsent)
