"""Give money back to the payer: out of escrow now, through the provider by a job."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput, NotFound
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.errors import PaymentNotPaid, RefundTooLarge
from jishi.trade.payments.models import Payment, Refund, RefundStep
from jishi.trade.payments.queries import view_refund
from jishi.trade.payments.rules import REASON_LIMIT, next_refund_delay
from jishi.trade.payments.types import RefundStatus, RefundView


def refund_escrow(refund_id: UUID) -> str:
    """Where the money of a refund waits until the provider has given it back."""
    return f"escrow:refund:{refund_id}"


def request_refund(
    *,
    actor: Actor,
    payment_id: UUID,
    amount_minor: int,
    reason: str,
    business_ref: str,
    postings_from: Sequence[PostingInput],
    idempotency_key: str,
    attempt: int | None = None,
) -> RefundView:
    """Take `amount_minor` from the accounts of `postings_from` and send it to the payer.

    `postings_from` are the debits, negative, in the payment's currency. Once per `business_ref`:
    the same again gives the refund of the first time. `attempt` names the charge to give back
    from when it isn't the one that paid. Raises PaymentNotPaid, RefundTooLarge,
    InsufficientFunds, InvalidInput, UnbalancedEntry, IdempotencyConflict, NotFound.
    """
    require_transaction()
    payment = Payment.objects.select_for_update().filter(id=payment_id).first()
    if payment is None:
        raise NotFound()
    digest = hash_input([payment_id, amount_minor, sorted(map(str, postings_from))])
    known = Refund.objects.filter(business_ref=business_ref).first()
    if known is not None:
        if known.input_hash != digest:
            raise IdempotencyConflict(key=business_ref)
        return view_refund(known, payment.currency)
    _check(payment, amount_minor, business_ref)
    refund_id = new_id()
    row = Refund(
        id=refund_id,
        payment=payment,
        amount_minor=amount_minor,
        status=RefundStatus.REQUESTED.value,
        reason=reason[:REASON_LIMIT],
        business_ref=business_ref,
        input_hash=digest,
        requested_at=clock.now(),
        attempt=attempt,
        next_query_at=clock.now() + next_refund_delay(0),
    )
    post_entry(
        actor=actor,
        business_ref=business_ref,
        kind="refund",
        postings=[
            *postings_from,
            PostingInput(refund_escrow(refund_id), amount_minor, payment.currency),
        ],
        idempotency_key=f"refund:{idempotency_key}"[:160],
        memo=reason,
    )
    payment.refunded_minor += amount_minor
    payment.save(update_fields=["refunded_minor"])
    row.save(force_insert=True)
    RefundStep.objects.create(
        refund=row, status=row.status, by=actor.kind.value, reason=row.reason, at=row.requested_at
    )
    audit(
        actor=actor,
        action="request_refund",
        subject_kind="payment",
        subject_id=payment.id,
        detail={"refund": str(refund_id), "amount_minor": amount_minor, "reason": row.reason},
    )
    app.configure_task("payments.send_refund").defer(refund_id=str(refund_id))
    return view_refund(row, payment.currency)


def _check(payment: Payment, amount_minor: int, business_ref: str) -> None:
    if type(amount_minor) is not int or amount_minor <= 0:
        raise InvalidInput(field="amount_minor")
    if not 0 < len(business_ref) <= 140:
        raise InvalidInput(field="business_ref")
    if payment.received_minor == 0:
        raise PaymentNotPaid()
    if payment.refunded_minor + amount_minor > payment.received_minor:
        raise RefundTooLarge()
