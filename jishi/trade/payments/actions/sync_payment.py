"""Ask the provider what has become of a payment, and book it.

An entry point of its own: the network comes first and outside of any transaction, then the
booking in one. Called inside a transaction it fails: Django refuses to nest a durable one.
"""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.book_payment import book_payment
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import get_payment
from jishi.trade.payments.types import PaymentStatus, PaymentView


def sync_payment(payment_id: UUID) -> PaymentView:
    """Query the provider and book its answer; raises NotFound, ProviderUnavailable."""
    payment = get_payment(payment_id)
    if payment.status is PaymentStatus.PAID:
        return payment
    state = get_provider(payment.provider).query(payment.id)
    with durable():
        return book_payment(payment=payment, state=state)
