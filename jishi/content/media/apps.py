from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "jishi.content.media"
    label = "media"
