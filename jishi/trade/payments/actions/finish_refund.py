"""Book what a provider says has become of a refund."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions.move_payment import move_refund
from jishi.trade.payments.actions.request_refund import refund_escrow
from jishi.trade.payments.events import RefundFailed, RefundSucceeded
from jishi.trade.payments.models import Refund
from jishi.trade.payments.queries import lock_refund, view_charge_of, view_refund
from jishi.trade.payments.rules import REASON_LIMIT
from jishi.trade.payments.types import RefundState, RefundStatus, RefundView

PROVIDER = Actor(ActorKind.PROVIDER)


def finish_refund(*, refund_id: UUID, state: RefundState) -> RefundView:
    """Act on a provider's answer about a refund; the same answer again changes nothing."""
    require_transaction()
    row = lock_refund(refund_id)
    if row.status != RefundStatus.REQUESTED:
        return view_refund(row, row.payment.currency)
    if state.status is RefundStatus.REQUESTED:
        row.message = state.message[:REASON_LIMIT]
        row.save(update_fields=["message"])
        return view_refund(row, row.payment.currency)
    if state.status is RefundStatus.SUCCEEDED:
        row.provider_refund_id = state.provider_refund_id
        move_refund(row, RefundStatus.SUCCEEDED, by="provider")
        _book(row)
        record(
            RefundSucceeded(
                refund_id=row.id,
                payment_id=row.payment_id,
                reference=row.payment.reference,
                business_ref=row.business_ref,
                amount_minor=row.amount_minor,
                currency=row.payment.currency,
            )
        )
    else:
        move_refund(row, RefundStatus.FAILED, by="provider", reason=state.message)
        record(
            RefundFailed(
                refund_id=row.id,
                payment_id=row.payment_id,
                reference=row.payment.reference,
                business_ref=row.business_ref,
                message=state.message,
            )
        )
    return view_refund(row, row.payment.currency)


def _book(row: Refund) -> None:
    reference = f"refund:{row.id}"
    post_entry(
        actor=PROVIDER,
        business_ref=reference,
        kind="refund_sent",
        postings=[
            PostingInput(refund_escrow(row.id), -row.amount_minor, row.payment.currency),
            PostingInput(
                f"provider:{view_charge_of(row).provider}:clearing",
                row.amount_minor,
                row.payment.currency,
            ),
        ],
        idempotency_key=reference,
        memo=row.business_ref,
    )
