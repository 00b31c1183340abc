"""Reads of payments and refunds."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import decode_time_cursor, make_page
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Lifecycle, Page
from jishi.trade.payments.models import Payment, Refund, SandboxCharge
from jishi.trade.payments.rules import GRACE, LIFECYCLES
from jishi.trade.payments.types import (
    PaymentStatus,
    PaymentView,
    RefundStatus,
    RefundView,
    SandboxView,
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
    )


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
    row = Payment.objects.filter(id=payment_id).first()
    if row is None:
        raise NotFound()
    return view_payment(row)


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


def list_overdue_payments(limit: int) -> list[UUID]:
    """Pending payments that nobody closed in time, oldest first."""
    rows = Payment.objects.filter(
        status=PaymentStatus.PENDING.value, expires_at__lte=clock.now() - GRACE
    )
    return list(rows.order_by("expires_at").values_list("id", flat=True)[:limit])


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The state machines of this room, as data."""
    return LIFECYCLES


def view_charge(row: SandboxCharge) -> SandboxView:
    """A charge as the sandbox provider's page shows it."""
    return SandboxView(
        row.ref, row.amount_minor, row.currency, row.description, row.state, row.return_url
    )


def get_sandbox_charge(ref: str) -> SandboxView:
    """A charge of the sandbox provider; raises NotFound, outside of a sandbox always."""
    row = SandboxCharge.objects.filter(ref=ref).first() if settings.sandbox else None
    if row is None:
        raise NotFound()
    return view_charge(row)
