from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "jishi.content.posts"
    label = "posts"

    def ready(self) -> None:
        """Answer for a person's posts when their data is exported or erased."""
        from jishi.content.posts.handlers import PostsData
        from jishi.foundation.accounts.types import register_data_source

        register_data_source(PostsData())
