from django.apps import AppConfig


class FollowsConfig(AppConfig):
    name = "jishi.relations.follows"
    label = "follows"

    def ready(self) -> None:
        """Answer the rooms below: whose follows to export, and who may see posts for followers."""
        from jishi.content.posts.types import register_audience
        from jishi.foundation.accounts.types import register_data_source
        from jishi.relations.follows.providers.personal_data import FollowsData
        from jishi.relations.follows.queries import list_following_among

        register_data_source(FollowsData())
        register_audience(list_following_among)
