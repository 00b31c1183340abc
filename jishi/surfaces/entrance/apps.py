from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "jishi.surfaces.entrance"
    label = "entrance"
