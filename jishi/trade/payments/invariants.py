"""Questions about payments that must always answer "none"."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from jishi.foundation.kernel.invariants import Breach
from jishi.foundation.ledger.queries import list_filled_accounts, list_known_refs
from jishi.trade.payments.models import Payment, Refund
from jishi.trade.payments.types import PaymentStatus, RefundStatus

_ESCROW = "escrow:refund:"
_CHUNK = 1000


def paid_without_ledger_entry() -> list[Breach]:
    """Is there money received of which the ledger knows nothing?"""
    found = []
    for rows in _chunks(Payment.objects.filter(received_minor__gt=0)):
        refs = {p.id: f"payment:{p.id}" for p in rows}
        known = list_known_refs([*refs.values(), *(f"{ref}:late" for ref in refs.values())])
        found += [
            Breach("payments", "paid_without_ledger_entry", str(p.id), p.reference)
            for p in rows
            if not {refs[p.id], f"{refs[p.id]}:late"} & known
        ]
    return found


def refunds_unlike_payment() -> list[Breach]:
    """Do the refunds of a payment sum to something else than it says?"""
    rows = Payment.objects.annotate(total=Coalesce(Sum("refunds__amount_minor"), 0))
    return [
        Breach("payments", "refunds_unlike_payment", str(p.id), f"{p.refunded_minor} <> {p.total}")
        for p in rows.exclude(total=F("refunded_minor"))[:100]
    ]


def late_money_kept() -> list[Breach]:
    """Is there money that came after closing and is not on its way back?"""
    rows = Payment.objects.filter(status=PaymentStatus.CLOSED.value)
    return [
        Breach("payments", "late_money_kept", str(p.id), p.reference)
        for p in rows.exclude(received_minor=F("refunded_minor"))[:100]
    ]


def refund_escrow_unlike_refund() -> list[Breach]:
    """Does a refund's escrow hold something else than what is still to be sent?"""
    unsent = Refund.objects.exclude(status=RefundStatus.SUCCEEDED.value)
    due = {row.id: row.amount_minor for row in unsent}
    filled = {
        UUID(name.removeprefix(_ESCROW)): amount
        for name, amount in list_filled_accounts(_ESCROW).items()
    }
    return [
        Breach(
            "payments",
            "refund_escrow_unlike_refund",
            str(refund_id),
            f"holds {filled.get(refund_id, 0)}, owes {due.get(refund_id, 0)}",
        )
        for refund_id in sorted(due.keys() | filled.keys())
        if due.get(refund_id, 0) != filled.get(refund_id, 0)
    ]


def _chunks(rows: QuerySet[Payment]) -> Iterator[list[Payment]]:
    after: UUID | None = None
    while True:
        later = rows.filter(id__gt=after) if after else rows
        chunk = list(later.order_by("id")[:_CHUNK])
        if not chunk:
            return
        yield chunk
        after = chunk[-1].id
