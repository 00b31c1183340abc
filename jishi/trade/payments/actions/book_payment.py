"""Book what a provider says has become of a payment: once, to the right escrow, or back."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from django.db import transaction

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.errors import UnbalancedEntry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions._attempts import describe_attempt, give_back_extra
from jishi.trade.payments.actions.move_payment import move_payment
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.payments.events import PaymentClosed, PaymentPaid
from jishi.trade.payments.models import Payment
from jishi.trade.payments.queries import load_payment, view_payment
from jishi.trade.payments.types import (
    ChargeStatus,
    PaymentStatus,
    PaymentView,
    ProviderState,
    find_consumer,
)

log = structlog.get_logger(__name__)
PROVIDER = Actor(ActorKind.PROVIDER)


def book_payment(*, payment: PaymentView, state: ProviderState) -> PaymentView:
    """Act on a provider's answer about a payment; the same answer again changes nothing.

    Paid in time and in full: delivered by the consumer and booked into escrow. Paid otherwise
    (after closing, another amount, refused by the consumer): booked and refunded at once.
    Closed: closed here. Raises NotFound.
    """
    require_transaction()
    is_paid = state.status is ChargeStatus.PAID
    fits = (state.amount_minor, state.currency) == (payment.amount_minor, payment.currency)
    if is_paid and fits and payment.status is PaymentStatus.PENDING:
        booked = _deliver(payment, state)
        if booked is not None:
            return view_payment(booked)
    row = load_payment(payment.id, lock=True)
    if is_paid and row.received_minor == 0:
        reason = "too late" if fits else "another amount"
        if row.status == PaymentStatus.CLOSED:
            reason = "paid after closing"
        _receive(row, payment, state)
        _give_back(row, state.currency, reason)
    elif is_paid and payment.attempt != row.attempt:
        give_back_extra(row, payment, state)
    elif (
        state.status is ChargeStatus.CLOSED
        and row.status == PaymentStatus.PENDING
        and payment.attempt == row.attempt
    ):
        _close(row, "closed at the provider")
    return view_payment(row)


def _deliver(payment: PaymentView, state: ProviderState) -> Payment | None:
    """The booked payment, or None when the consumer refused or the payment is over.

    The consumer comes first: it locks its own rows before ours, in the order in which it does
    when it closes a payment. Two at once are told apart by the lock on the payment.
    """
    consumer = find_consumer(payment.reference)
    if consumer is None:
        log.error("payment_without_consumer", reference=payment.reference)
        return None
    try:
        with transaction.atomic():  # a savepoint: what a refusal wrote is not kept
            credits_ = consumer.on_paid(payment)
            row = load_payment(payment.id, lock=True)
            if credits_ is not None and row.status == PaymentStatus.PENDING:
                _receive(row, payment, state)
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
                return row
            transaction.set_rollback(True)
    except UnbalancedEntry:
        raise  # a consumer that does not take it all is a fault of ours, to be seen and mended
    except DomainError as error:
        log.warning("payment_refused", reference=payment.reference, code=error.code)
    return None


def _receive(row: Payment, payment: PaymentView, state: ProviderState) -> None:
    """Note the money; the attempt that brought it becomes the payment's own."""
    if payment.attempt != row.attempt:
        others = [k for k in row.earlier if k["attempt"] != payment.attempt]
        row.earlier = [*others, describe_attempt(row)]
        row.attempt, row.provider = payment.attempt, payment.provider
        row.provider_ref = payment.provider_ref
    row.received_minor = state.amount_minor
    row.provider_payment_id = state.provider_payment_id


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
