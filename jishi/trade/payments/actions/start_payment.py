"""Open the charge of a payment at its provider.

An entry point of its own: the network comes first and outside of any transaction, then the
booking in one. Called inside a transaction it fails: Django refuses to nest a durable one.
"""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.models import Payment
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import get_payment_of
from jishi.trade.payments.rules import next_query_delay
from jishi.trade.payments.types import PaymentStatus


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
        payment, return_url=back, notify_url=_notify_url(payment.provider)
    )
    now = clock.now()
    with durable():
        wait = next_query_delay(0, is_pending=True)
        Payment.objects.filter(id=payment.id, started_at=None).update(
            started_at=now, next_query_at=now + wait if wait else None
        )
    return page


def _notify_url(provider_code: str) -> str:
    """Where a provider sends its notices: real ones to the public address, ours to this machine."""
    if provider_code == "sandbox":
        host = settings.host if settings.host not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104
        return f"http://{host}:{settings.port}/payments/notify/sandbox/"
    return f"{settings.market_url}/payments/notify/{provider_code}/"
