from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "jishi.trade.shipping"
    label = "shipping"

    def ready(self) -> None:
        """Know the carriers that can be asked."""
        from jishi.trade.shipping.providers.sandbox import SandboxCarrier
        from jishi.trade.shipping.types import register_carrier

        register_carrier(SandboxCarrier())
