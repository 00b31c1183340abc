"""Reads about scores."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.trade.shops.models import Shop, ShopScore
from jishi.trade.shops.types import ScoreView


def get_score(shop_id: UUID) -> ScoreView:
    """A shop's newest score with what it is made of; `points` is None while it is too new to say.

    Two statements at most. Raises NotFound for a shop that is not there.
    """
    row = ShopScore.objects.filter(shop_id=shop_id).order_by("-on").first()
    if row is None:
        if not Shop.objects.filter(id=shop_id).exists():
            raise NotFound()
        return ScoreView(shop_id, None, {}, (), "", 0, None, None)
    return ScoreView(
        shop_id, row.points, {}, (), row.category, row.delivered_count, row.percentile, row.on
    )
