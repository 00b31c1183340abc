"""Book what a provider says has become of a payment: once, to the right escrow, or back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import structlog
from django.db import transaction

from jishi.foundation.kernel.errors import DomainError, NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions.move_payment import move_payment
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.payments.events import PaymentClosed, PaymentPaid
from jishi.trade.payments.models import Payment
from jishi.trade.payments.queries import view_payment
from jishi.trade.payments.types import (
    ChargeStatus,
    PaymentStatus,
    PaymentView,
    ProviderState,
    find_consumer,
)

log = structlog.get_logger(__name__)
PROVIDER = Actor(ActorKind.PROVIDER)


def book_payment(*, payment_id: UUID, state: ProviderState) -> PaymentView:
    """Act on a provider's answer; the same answer again changes nothing.

    Paid in time and in full: delivered by the consumer and booked into escrow. Paid otherwise
    (after closing, another amount, refused by the consumer): booked and refunded at once.
    Closed: closed here. Raises NotFound.
    """
    require_transaction()
    row = Payment.objects.select_for_update().filter(id=payment_id).first()
    if row is None:
        raise NotFound()
    if state.status is ChargeStatus.PAID and row.received_minor == 0:
        _take(row, state)
    elif state.status is ChargeStatus.CLOSED and row.status == PaymentStatus.PENDING:
        _close(row, "closed at the provider")
    return view_payment(row)


def _take(row: Payment, state: ProviderState) -> None:
    row.received_minor = state.amount_minor
    row.provider_payment_id = state.provider_payment_id
    fits = (state.amount_minor, state.currency) == (row.amount_minor, row.currency)
    reason = "paid after closing" if row.status == PaymentStatus.CLOSED else "another amount"
    if fits and row.status == PaymentStatus.PENDING:
        credits_ = _deliver(view_payment(row))
        if credits_ is not None:
            _book(row, state.currency, credits_, f"payment:{row.id}")
            move_payment(row, PaymentStatus.PAID, by="provider")
            record(
                PaymentPaid(
                    payment_id=row.id,
                    reference=row.reference,
                    amount_minor=row.amount_minor,
                    currency=row.currency,
                )
            )
            return
        reason = "too late"
    _give_back(row, state.currency, reason)


def _deliver(payment: PaymentView) -> Sequence[PostingInput] | None:
    consumer = find_consumer(payment.reference)
    if consumer is None:
        log.error("payment_without_consumer", reference=payment.reference)
        return None
    credits_: Sequence[PostingInput] | None = None
    try:
        with transaction.atomic():  # a savepoint: what a refusal wrote is not kept
            credits_ = consumer.on_paid(payment)
            if credits_ is None:
                transaction.set_rollback(True)
    except DomainError as error:
        log.warning("payment_refused", reference=payment.reference, code=error.code)
        return None
    return credits_


def _book(row: Payment, currency: str, credits_: Sequence[PostingInput], business_ref: str) -> None:
    clearing = PostingInput(f"provider:{row.provider}:clearing", -row.received_minor, currency)
    post_entry(
        actor=PROVIDER,
        business_ref=business_ref,
        kind="payment",
        postings=[clearing, *credits_],
        idempotency_key=business_ref,
        memo=row.reference,
    )


def _give_back(row: Payment, currency: str, reason: str) -> None:
    """Money that may not be kept is booked like any other, then goes back at once."""
    escrow = f"escrow:payment:{row.id}"
    late = PostingInput(escrow, row.received_minor, currency)
    _book(row, currency, [late], f"payment:{row.id}:late")
    if row.status == PaymentStatus.PENDING:
        _close(row, reason)
    else:
        row.save()
    request_refund(
        actor=PROVIDER,
        payment_id=row.id,
        amount_minor=row.received_minor,
        reason=reason,
        business_ref=f"payment:{row.id}:back",
        postings_from=[PostingInput(escrow, -row.received_minor, currency)],
        idempotency_key=f"payment:{row.id}:back",
    )
    row.refresh_from_db()


def _close(row: Payment, reason: str) -> None:
    move_payment(row, PaymentStatus.CLOSED, by="provider", reason=reason)
    record(PaymentClosed(payment_id=row.id, reference=row.reference, reason=reason))
