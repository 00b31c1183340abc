from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class ControlConfig(AppConfig):
    name = "jishi.surfaces.control"
    label = "control"

    def ready(self) -> None:
        """Make the Control room Django's admin site, and let our rooms alone register with it.

        Apps from outside would bring pages that save rows past every action.
        """
        from django.contrib import admin
        from django.contrib.admin import sites

        from jishi.surfaces.control.site import ControlSite

        site = ControlSite()
        admin.site = site
        sites.site = site
        for config in apps.get_app_configs():
            if config.name.startswith("jishi.") and find_spec(f"{config.name}.admin"):
                import_module(f"{config.name}.admin")
