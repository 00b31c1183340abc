from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "jishi.traffic.signals"
    label = "signals"

    def ready(self) -> None:
        """Answer for what a person watched when their data is exported or erased."""
        from jishi.foundation.accounts.types import register_data_source
        from jishi.traffic.signals.providers.personal_data import SignalsData

        register_data_source(SignalsData())
