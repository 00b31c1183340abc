"""Attempts of a payment: what is kept of one, and money that came by two."""

from __future__ import annotations

from typing import Any

from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.payments.models import Payment
from jishi.trade.payments.types import PaymentView, ProviderState

PROVIDER = Actor(ActorKind.PROVIDER)


def describe_attempt(row: Payment) -> dict[str, Any]:
    """What is kept of an attempt once another takes its place."""
    return {
        "attempt": row.attempt,
        "provider": row.provider,
        "terminal": row.terminal,
        "provider_ref": row.provider_ref,
    }


def give_back_extra(row: Payment, payment: PaymentView, state: ProviderState) -> None:
    """Paid once more by another attempt: booked, and back at once."""
    known = next(k for k in row.earlier if k["attempt"] == payment.attempt)
    if known.get("received_minor"):
        return
    known["received_minor"] = state.amount_minor
    row.received_minor += state.amount_minor
    row.save(update_fields=["earlier", "received_minor"])
    _return(row, payment, state, "paid twice", f"payment:{row.id}:extra:{payment.attempt}")


def _return(
    row: Payment, payment: PaymentView, state: ProviderState, reason: str, business_ref: str
) -> None:
    escrow, amount = f"escrow:payment:{row.id}", state.amount_minor
    post_entry(
        actor=PROVIDER,
        business_ref=business_ref,
        kind="payment",
        postings=[
            PostingInput(f"provider:{payment.provider}:clearing", -amount, state.currency),
            PostingInput(escrow, amount, state.currency),
        ],
        idempotency_key=business_ref,
        memo=row.reference,
    )
    request_refund(
        actor=PROVIDER,
        payment_id=row.id,
        amount_minor=amount,
        reason=reason,
        business_ref=f"{business_ref}:back",
        postings_from=[PostingInput(escrow, -amount, state.currency)],
        idempotency_key=f"{business_ref}:back",
        attempt=payment.attempt,
    )
