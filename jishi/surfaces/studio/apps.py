from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "jishi.surfaces.studio"
    label = "studio"
