"""Talk to the provider about a payment or refund, then book. Entry points of their own.

The network comes first and outside of any transaction, the booking after it in one. Calling
these inside a transaction is a mistake, and Django's `durable` says so.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.book_payment import book_payment
from jishi.trade.payments.actions.finish_refund import finish_refund
from jishi.trade.payments.models import Payment
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import get_payment, get_payment_of, get_refund
from jishi.trade.payments.rules import next_query_delay
from jishi.trade.payments.types import (
    PaymentStatus,
    PaymentView,
    RefundOrder,
    RefundStatus,
    RefundView,
)


def start_payment(*, payer_id: UUID, payment_id: UUID) -> str:
    """Open the charge at the provider; gives the address to send the payer to.

    For a payment that is over it is our return page. Raises NotFound for somebody else's,
    ProviderUnavailable.
    """
    payment = get_payment_of(payer_id, payment_id)
    back = f"/payments/return/{payment.id}/"
    if payment.status is not PaymentStatus.PENDING or payment.expires_at <= clock.now():
        return back
    page = get_provider(payment.provider).start(
        payment, return_url=back, notify_url=notify_url(payment.provider)
    )
    now = clock.now()
    with durable():
        wait = next_query_delay(0, is_pending=True)
        Payment.objects.filter(id=payment.id, started_at=None).update(
            started_at=now, next_query_at=now + wait if wait else None
        )
    return page


def notify_url(provider_code: str) -> str:
    """Where a provider sends its notices: real ones to the public address, ours to this machine."""
    if provider_code == "sandbox":
        host = settings.host if settings.host not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104
        return f"http://{host}:{settings.port}/payments/notify/sandbox/"
    return f"{settings.market_url}/payments/notify/{provider_code}/"


def sync_payment(payment_id: UUID) -> PaymentView:
    """Query the provider and book its answer; raises NotFound, ProviderUnavailable."""
    payment = get_payment(payment_id)
    if payment.status is PaymentStatus.PAID:
        return payment
    state = get_provider(payment.provider).query(payment.id)
    with durable():
        return book_payment(payment=payment, state=state)


def close_at_provider(payment_id: UUID) -> PaymentView:
    """Close the charge of a closed payment; if it was paid meanwhile the money goes back."""
    payment = get_payment(payment_id)
    state = get_provider(payment.provider).close(payment.id)
    with durable():
        return book_payment(payment=payment, state=state)


def send_refund(refund_id: UUID) -> RefundView:
    """Have the provider give money back and book its answer; once, however often it is called."""
    refund = get_refund(refund_id)
    if refund.status is not RefundStatus.REQUESTED:
        return refund
    provider = get_provider(get_payment(refund.payment_id).provider)
    state = provider.query_refund(refund.id) or provider.refund(
        RefundOrder(
            refund.id, refund.payment_id, refund.amount_minor, refund.currency, refund.reason
        )
    )
    with durable():
        return finish_refund(refund_id=refund.id, state=state)


def claim_due_queries(limit: int = 50) -> list[UUID]:
    """Payments whose provider should be asked now; each is given its next time to be asked."""
    now = clock.now()
    with durable():
        rows = list(
            Payment.objects.select_for_update(skip_locked=True)
            .filter(next_query_at__lte=now)
            .order_by("next_query_at")[:limit]
        )
        for row in rows:
            wait = next_query_delay(
                row.query_count + 1, is_pending=row.status == PaymentStatus.PENDING
            )
            Payment.objects.filter(id=row.id).update(
                query_count=F("query_count") + 1, next_query_at=now + wait if wait else None
            )
    return [row.id for row in rows]
