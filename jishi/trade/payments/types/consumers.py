"""The port to whoever opens payments and takes the money when it comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.types.payments import PaymentView


class PaymentConsumer(Protocol):
    """Whoever opens payments under a prefix of references, and takes the money when it comes."""

    prefix: str

    def on_paid(self, payment: PaymentView) -> Sequence[PostingInput] | None:
        """Deliver what was paid for, inside the booking transaction.

        Gives the credits: postings that sum to the payment's amount. None, or a DomainError,
        says that it is too late; the money then goes back at once, and nothing written here is
        kept. Lock your own rows first: of two calls at once only one is booked.
        """
        ...


_consumers: dict[str, PaymentConsumer] = {}


def register_consumer(consumer: PaymentConsumer) -> None:
    """Called in the consumer's `AppConfig.ready`; the last one of a prefix counts."""
    _consumers[consumer.prefix] = consumer


def find_consumer(reference: str) -> PaymentConsumer | None:
    """Who takes the money of this reference."""
    return _consumers.get(reference.partition(":")[0])
