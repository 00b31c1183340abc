from django.apps import AppConfig


class FollowsConfig(AppConfig):
    name = "jishi.relations.follows"
    label = "follows"

    def ready(self) -> None:
        """Answer for a person's follows when their data is exported or erased."""
        from jishi.foundation.accounts.types import register_data_source
        from jishi.relations.follows.providers.personal_data import FollowsData

        register_data_source(FollowsData())
