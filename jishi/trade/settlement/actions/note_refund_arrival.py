"""Note that the provider has given a refund of an order to the buyer."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.note_refund import note_refund
from jishi.trade.settlement.events import RefundArrived
from jishi.trade.settlement.models import OrderRefund


def note_refund_arrival(*, actor: Actor, payment_refund_id: UUID) -> bool:
    """Note it the first time; False for a refund that is not of an order's settlement.

    When all of the order is back with the buyer, the order itself learns it.
    """
    require_transaction()
    refunds = OrderRefund.objects.select_related("settlement")
    refund = refunds.filter(payment_refund_id=payment_refund_id, arrived_at=None).first()
    if refund is None:
        return False
    refund.arrived_at = clock.now()
    refund.save(update_fields=["arrived_at"])
    row = refund.settlement
    record(
        RefundArrived(
            order_id=row.order_id,
            shop_id=row.shop_id,
            buyer_id=row.buyer_id,
            refund_id=refund.id,
            business_ref=refund.business_ref,
            currency=row.currency,
            buyer_minor=refund.buyer_minor,
        )
    )
    arrived = row.refunds.exclude(arrived_at=None).aggregate(total=Sum("buyer_minor"))["total"]
    if arrived == row.gross_minor - row.platform_minor:
        note_refund(actor=actor, order_id=row.order_id)
    return True
