"""Close the charge of a closed payment.

An entry point of its own: the network comes first and outside of any transaction, then the
booking in one. Called inside a transaction it fails: Django refuses to nest a durable one.
"""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.book_payment import book_payment
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import get_payment
from jishi.trade.payments.types import PaymentView


def close_at_provider(payment_id: UUID) -> PaymentView:
    """Close the charge of a closed payment; if it was paid meanwhile the money goes back."""
    payment = get_payment(payment_id)
    state = get_provider(payment.provider).close(payment)
    with durable():
        return book_payment(payment=payment, state=state)
