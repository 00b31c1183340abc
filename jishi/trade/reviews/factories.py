"""Reviews and questions for tests, made by the real actions."""

from __future__ import annotations

from django.db import transaction

from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.types import ProductView
from jishi.trade.orders.factories import make_buyer, make_received_order
from jishi.trade.orders.types import OrderView
from jishi.trade.reviews.actions.ask_question import ask_question
from jishi.trade.reviews.actions.write_review import write_review
from jishi.trade.reviews.types import QuestionView, ReviewView, Stars


def make_review(
    order: OrderView | None = None, stars: int = 5, body: str = "Sweet and fresh.", **more: object
) -> ReviewView:
    """A review of an order's first line; of a new received order by default."""
    order = order or make_received_order()
    with transaction.atomic():
        return write_review(
            actor=person_actor(order.buyer_id),
            order_id=order.id,
            line_id=order.lines[0].id,
            stars=Stars(stars, stars, stars),
            body=body,
            **more,  # type: ignore[arg-type]
        )


def make_question(product: ProductView, body: str = "How long does it keep?") -> QuestionView:
    """A question of somebody who has not bought the product."""
    with transaction.atomic():
        return ask_question(actor=make_buyer(), product_id=product.id, body=body)
