from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "jishi.content.media"
    label = "media"

    def ready(self) -> None:
        """Answer for a person's files when their data is exported or erased."""
        from jishi.content.media.handlers import MediaData
        from jishi.foundation.accounts.types import register_data_source

        register_data_source(MediaData())
