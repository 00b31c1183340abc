from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "jishi.traffic.allocation"
    label = "allocation"

    def ready(self) -> None:
        """Propose promised posts, and hear of every impression."""
        from jishi.traffic.allocation.consumer import DeliveryListener
        from jishi.traffic.allocation.providers.promised import PromisedSource
        from jishi.traffic.recall.types import register_source
        from jishi.traffic.signals.types import register_listener

        register_source(PromisedSource(), before="fresh")  # which has enough for what is left
        register_listener(DeliveryListener())
