"""Reads of payments and refunds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import decode_time_cursor, make_page
from jishi.foundation.kernel.rows import find_row
from jishi.foundation.kernel.types import Lifecycle, Page
from jishi.trade.payments.models import Payment, Refund
from jishi.trade.payments.rules import GRACE, LIFECYCLES
from jishi.trade.payments.types import (
    PaymentStatus,
    PaymentView,
    RefundOrder,
    RefundStatus,
    RefundView,
)


def view_payment(row: Payment) -> PaymentView:
    """The row as it may leave this room."""
    return PaymentView(
        row.id,
        row.reference,
        row.amount_minor,
        row.currency,
        row.provider,
        PaymentStatus(row.status),
        row.description,
        row.payer_id,
        row.expires_at,
        row.paid_at,
        row.closed_at,
        row.refunded_minor,
        row.attempt,
        row.provider_ref,
        row.provider_payment_id,
    )


def view_charge_of(refund: Refund) -> PaymentView:
    """The attempt that a refund gives back from; its payment must be loaded."""
    attempts = view_attempts(refund.payment)
    return next((a for a in attempts if a.attempt == refund.attempt), attempts[0])


def view_attempts(row: Payment) -> tuple[PaymentView, ...]:
    """The payment as each of its attempts, the newest first: what a provider is asked about."""
    now = view_payment(row)
    before = [
        replace(
            now,
            attempt=known["attempt"],
            provider=known["provider"],
            provider_ref=known["provider_ref"],
            provider_payment_id="",
        )
        for known in reversed(row.earlier)
    ]
    return (now, *before)


def list_attempts(payment_id: UUID) -> tuple[PaymentView, ...]:
    """The attempts of a payment, the newest (or the paid one) first; raises NotFound."""
    return view_attempts(load_payment(payment_id))


def view_refund(row: Refund, currency: str) -> RefundView:
    """The row as it may leave this room."""
    return RefundView(
        row.id,
        row.payment_id,
        row.amount_minor,
        currency,
        RefundStatus(row.status),
        row.reason,
        row.business_ref,
        row.requested_at,
        row.ended_at,
    )


def get_payment(payment_id: UUID) -> PaymentView:
    """A payment by id; raises NotFound. Whether somebody may see it, the caller knows."""
    return view_payment(load_payment(payment_id))


def load_payment(payment_id: UUID, *, lock: bool = False) -> Payment:
    """The row, for this room's actions; locked to the end of the transaction when asked.

    Raises NotFound.
    """
    row = find_row(Payment, "id = %s FOR UPDATE" if lock else "id = %s", [payment_id])
    if row is None:
        raise NotFound()
    return row


def get_payment_of(payer_id: UUID, payment_id: UUID) -> PaymentView:
    """A payment of this payer; raises NotFound for anybody else's."""
    payment = get_payment(payment_id)
    if payment.payer_id != payer_id:
        raise NotFound()
    return payment


def find_payment(reference: str) -> PaymentView | None:
    """The newest payment of a reference."""
    row = Payment.objects.filter(reference=reference).order_by("-opened_at", "-id").first()
    return None if row is None else view_payment(row)


def list_payments_of(references: Sequence[str]) -> dict[str, PaymentView]:
    """The newest payment of each reference that has one, in one statement."""
    rows = Payment.objects.filter(reference__in=list(references)).order_by("opened_at", "id")
    return {row.reference: view_payment(row) for row in rows}


def list_payments(
    *, status: PaymentStatus | None = None, cursor: str | None = None, limit: int = 50
) -> Page[PaymentView]:
    """All payments newest first, for operators; one statement."""
    rows = Payment.objects.order_by("-opened_at", "-id")
    if status:
        rows = rows.filter(status=status.value)
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.extra(where=["(opened_at, id) < (%s, %s)"], params=[at, key])
    found = list(rows[: limit + 1])
    page = make_page(found, limit, lambda r: (r.opened_at, r.id))
    return Page(tuple(view_payment(r) for r in page.items), page.next_cursor)


def get_refund_order(refund_id: UUID) -> tuple[RefundOrder, RefundStatus]:
    """What the provider is asked about a refund, and where it stands here; raises NotFound."""
    row = Refund.objects.select_related("payment").filter(id=refund_id).first()
    if row is None:
        raise NotFound()
    charge = view_charge_of(row)
    taken = row.payment.received_minor
    for known in row.payment.earlier:
        extra = known.get("received_minor", 0)
        if known["attempt"] == charge.attempt:
            taken = extra
            break
        taken -= extra
    order = RefundOrder(row.id, charge, row.amount_minor, taken, row.reason)
    return order, RefundStatus(row.status)


def get_refund(refund_id: UUID) -> RefundView:
    """A refund by id; raises NotFound."""
    row = Refund.objects.select_related("payment").filter(id=refund_id).first()
    if row is None:
        raise NotFound()
    return view_refund(row, row.payment.currency)


def lock_refund(refund_id: UUID) -> Refund:
    """The locked row with its payment, for this room's actions; raises NotFound."""
    row = (
        Refund.objects.select_for_update(of=("self",))
        .select_related("payment")
        .filter(id=refund_id)
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def list_refunds(payment_id: UUID) -> tuple[RefundView, ...]:
    """Refunds of a payment, oldest first; one statement."""
    rows = Refund.objects.select_related("payment").filter(payment_id=payment_id)
    return tuple(view_refund(r, r.payment.currency) for r in rows.order_by("requested_at", "id"))


def count_refused_refunds() -> int:
    """Refunds that a provider refused and an operator must see to, counted to 101."""
    return Refund.objects.filter(status=RefundStatus.FAILED.value)[:101].count()


def list_overdue_payments(limit: int) -> list[UUID]:
    """Pending payments that nobody closed in time, oldest first."""
    rows = Payment.objects.filter(
        status=PaymentStatus.PENDING.value, expires_at__lte=clock.now() - GRACE
    )
    return list(rows.order_by("expires_at").values_list("id", flat=True)[:limit])


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The state machines of this room, as data."""
    return LIFECYCLES
