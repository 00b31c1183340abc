"""What a person has bought before."""

from __future__ import annotations

from uuid import UUID

from jishi.trade.orders.models import OrderLine
from jishi.trade.orders.types import FulfilmentStatus


def has_received(buyer_id: UUID, product_id: UUID) -> bool:
    """Whether the person has ever received this product; one statement."""
    return OrderLine.objects.filter(
        order__buyer_id=buyer_id,
        order__fulfilment_status=FulfilmentStatus.RECEIVED,
        product_id=product_id,
    ).exists()
