"""Ask the provider what has become of a payment, and book it.

An entry point of its own: the network comes first and outside of any transaction, then the
booking in one. Called inside a transaction it fails: Django refuses to nest a durable one.
"""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.book_payment import book_payment
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import list_attempts
from jishi.trade.payments.types import ChargeStatus, PaymentStatus, PaymentView


def sync_payment(payment_id: UUID, attempt: int | None = None) -> PaymentView:
    """Query the provider and book its answer; raises NotFound, ProviderUnavailable.

    Without an `attempt` it is asked about the newest and then, while none is paid, about those
    before. With one about that: the same payment may have been paid twice.
    """
    attempts = list_attempts(payment_id)
    newest = attempts[0]
    wanted = [a for a in attempts if attempt in (None, a.attempt)]
    payment = newest
    for charge in wanted:
        if payment.status is PaymentStatus.PAID and charge.attempt == payment.attempt:
            break
        state = get_provider(charge.provider).query(charge)
        if charge is not newest and state.status is not ChargeStatus.PAID:
            continue
        with durable():
            payment = book_payment(payment=charge, state=state)
        if attempt is None and state.status is ChargeStatus.PAID:
            break
    return payment
