"""Stop waiting for a payment."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM, Actor, ActorKind
from jishi.trade.payments.actions.move_payment import move_payment
from jishi.trade.payments.events import PaymentClosed
from jishi.trade.payments.models import Payment
from jishi.trade.payments.queries import view_payment
from jishi.trade.payments.rules import GRACE
from jishi.trade.payments.types import PaymentStatus, PaymentView

_BY = {ActorKind.PERSON: "buyer", ActorKind.OPERATOR: "operator", ActorKind.PROVIDER: "provider"}


def close_payment(*, actor: Actor, payment_id: UUID, reason: str = "") -> PaymentView:
    """Close a pending payment; one that is paid or closed is left as it is (look at `status`).

    A job closes it at the provider; money that comes all the same is refunded. Raises NotFound.
    """
    require_transaction()
    row = Payment.objects.select_for_update().filter(id=payment_id).first()
    if row is None:
        raise NotFound()
    if row.status != PaymentStatus.PENDING:
        return view_payment(row)
    move_payment(row, PaymentStatus.CLOSED, by=_BY.get(actor.kind, "system"), reason=reason)
    record(PaymentClosed(payment_id=row.id, reference=row.reference, reason=reason))
    if row.started_at is not None:
        app.configure_task("payments.close_at_provider").defer(payment_id=str(row.id))
    return view_payment(row)


def close_overdue(*, payment_id: UUID) -> None:
    """The timer of a payment that nobody closed; does nothing before its time."""
    row = Payment.objects.filter(id=payment_id).first()
    if row is not None and row.expires_at + GRACE <= clock.now():
        close_payment(actor=SYSTEM, payment_id=payment_id, reason="nobody paid in time")
