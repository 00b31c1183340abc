from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "jishi.trade.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Bring what buyers say into the score of shops, and into exports of a person's data."""
        from jishi.foundation.accounts.types import register_data_source
        from jishi.trade.reviews.actions.erase_reviewer import ReviewerData
        from jishi.trade.reviews.queries import ReviewFacts
        from jishi.trade.shops.types import register_score_facts

        register_score_facts(ReviewFacts())
        register_data_source(ReviewerData())
