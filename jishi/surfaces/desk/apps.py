from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jishi.surfaces.desk"
    label = "desk"
