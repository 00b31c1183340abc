from django.apps import AppConfig


class RecallConfig(AppConfig):
    name = "jishi.traffic.recall"
    label = "recall"

    def ready(self) -> None:
        """Put the sources of this room in their order: the first that names a post keeps it."""
        from jishi.traffic.recall.providers.followed import FollowedSource
        from jishi.traffic.recall.providers.fresh import FreshSource
        from jishi.traffic.recall.providers.popular import PopularSource
        from jishi.traffic.recall.providers.topic import TopicSource
        from jishi.traffic.recall.types import register_source

        for source in (FollowedSource(), TopicSource(), PopularSource(), FreshSource()):
            register_source(source)
