"""The sandbox provider's bill: what it took and gave back on a day, off its own books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jishi.trade.payments.models import SandboxCharge, SandboxDispute, SandboxRefund
from jishi.trade.payments.types import BillKind, BillLine


def list_moved(day: date, zone: str) -> Sequence[BillLine]:
    """Payments, refunds and chargebacks of a day that begins in this zone."""
    begin = datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
    window = (begin, begin + timedelta(days=1))
    paid = SandboxCharge.objects.filter(state="paid", paid_at__gte=window[0], paid_at__lt=window[1])
    returned = SandboxRefund.objects.select_related("charge").filter(
        done_at__gte=window[0], done_at__lt=window[1]
    )
    disputed = SandboxDispute.objects.select_related("charge").filter(
        opened_at__gte=window[0], opened_at__lt=window[1]
    )
    return (
        *(
            BillLine(BillKind.PAYMENT, c.ref, c.merchant_ref, c.amount_minor, c.currency)
            for c in paid.iterator()
        ),
        *(
            BillLine(
                BillKind.REFUND,
                str(r.merchant_ref),
                r.merchant_ref,
                -r.amount_minor,
                r.charge.currency,
            )
            for r in returned.iterator()
        ),
        *(
            BillLine(
                BillKind.DISPUTE,
                d.ref,
                None,
                -d.amount_minor,
                d.charge.currency,
                fee_minor=d.fee_minor,
            )
            for d in disputed.iterator()
        ),
    )
