"""Note that the provider has given a refund of an order to the buyer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.note_refund import note_refund
from jishi.trade.payments.queries import get_refund
from jishi.trade.payments.types import RefundStatus
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


def note_lost_arrivals(*, actor: Actor, limit: int = 50) -> int:
    """Note those refunds that payments knows to have arrived and settlement, after a while, does
    not; gives how many there were."""
    since = clock.now() - timedelta(minutes=5)
    waiting = OrderRefund.objects.filter(
        arrived_at=None, payment_refund_id__isnull=False, requested_at__lt=since
    )
    ids = waiting.order_by("requested_at").values_list("payment_refund_id", flat=True)[:limit]
    known = [key for key in ids if key is not None]
    done = [key for key in known if get_refund(key).status is RefundStatus.SUCCEEDED]
    return sum(note_refund_arrival(actor=actor, payment_refund_id=key) for key in done)
