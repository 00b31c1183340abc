from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "jishi.foundation.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Load every room's event handlers and jobs, so that they are registered."""
        autodiscover_modules("policies", "handlers", "jobs")
