"""Questions about reviews that must always answer "none"."""

from __future__ import annotations

from jishi.foundation.kernel.invariants import Breach
from jishi.trade.orders.queries import list_orders
from jishi.trade.reviews.models import Review


def reviews_without_a_purchase() -> list[Breach]:
    """Is there a review of something its writer has not bought?"""
    rows = list(Review.objects.values_list("id", "order_id", "line_id", "buyer_id"))
    orders = list_orders({row[1] for row in rows})
    found = []
    for review_id, order_id, line_id, buyer_id in rows:
        order = orders.get(order_id)
        if (
            order is None
            or order.buyer_id != buyer_id
            or line_id not in {line.id for line in order.lines}
        ):
            found.append(Breach("reviews", "reviews_without_a_purchase", str(review_id)))
    return found
