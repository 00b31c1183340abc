"""What buyers said, as facts for the score of shops."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from jishi.trade.reviews.models import Review
from jishi.trade.reviews.rules import GOOD_STARS
from jishi.trade.shops.types import FactTally, Metric, ShopFacts


class ReviewFacts:
    """Good reviews of all reviews (shops' ScoreFacts)."""

    name = "reviews"

    def collect(self, since: datetime) -> Mapping[UUID, ShopFacts]:
        """Shown reviews written from `since` on, by shop; one statement."""
        rows = (
            Review.objects.filter(written_at__gte=since, hidden_at=None)
            .values_list("shop_id")
            .annotate(good=Count("id", filter=Q(product_stars__gte=GOOD_STARS)), total=Count("id"))
            .order_by()
        )
        return {
            shop_id: ShopFacts({Metric.GOOD_REVIEWS: FactTally(good, total)})
            for shop_id, good, total in rows
        }
