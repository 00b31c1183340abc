"""Try a refund again that the provider refused."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.types import Actor
from jishi.trade.payments.actions.move_payment import move_refund
from jishi.trade.payments.queries import lock_refund, view_refund
from jishi.trade.payments.types import RefundStatus, RefundView


def retry_refund(*, actor: Actor, refund_id: UUID) -> RefundView:
    """Send a failed refund once more; raises NotAllowed, TransitionRefused, NotFound."""
    if not actor.is_operator:
        raise NotAllowed()
    row = lock_refund(refund_id)
    move_refund(row, RefundStatus.REQUESTED, by="operator", reason="tried again")
    audit(actor=actor, action="retry_refund", subject_kind="refund", subject_id=row.id)
    app.configure_task("payments.send_refund").defer(refund_id=str(row.id))
    return view_refund(row, row.payment.currency)
