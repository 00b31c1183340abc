"""Ask a payer for money."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.money import MAX_MINOR
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.payments.models import Payment
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import view_payment
from jishi.trade.payments.rules import DESCRIPTION_LIMIT
from jishi.trade.payments.types import PaymentStatus, PaymentView

# Payment and its first history row in one statement; nothing when the key or reference is taken.
_OPEN = """
WITH fresh AS (
  INSERT INTO payments_payment (id, reference, amount_minor, currency, provider, payer_id,
    description, status, idempotency_key, opened_at, expires_at, received_minor, refunded_minor,
    provider_payment_id, query_count)
  VALUES (%s, %s, %s, %s, %s, %s, %s, 'pending', %s, %s, %s, 0, 0, '', 0)
  ON CONFLICT DO NOTHING RETURNING id
)
INSERT INTO payments_paymentstep (payment_id, status, by, reason, at)
SELECT id, 'pending', %s, '', %s FROM fresh
"""


def open_payment(
    *,
    actor: Actor,
    reference: str,
    amount_minor: int,
    currency: str,
    provider: str,
    payer_id: UUID,
    expires_at: datetime,
    idempotency_key: str,
    description: str,
) -> PaymentView:
    """A pending payment; the payer goes to its `redirect_url`. One statement, no network.

    The same key with the same input gives the payment of the first time. Raises UnknownProvider,
    InvalidInput, TextTooLong; IdempotencyConflict for other input under this key, or while
    another payment of this reference is pending or paid.
    """
    require_transaction()
    get_provider(provider)
    if type(amount_minor) is not int or not 0 < amount_minor <= MAX_MINOR:
        raise InvalidInput(field="amount_minor")
    if not 0 < len(reference) <= 120 or ":" not in reference:
        raise InvalidInput(field="reference")
    if not 0 < len(idempotency_key) <= 120 or "\x00" in idempotency_key:
        raise InvalidInput(field="idempotency_key")
    description = clean_line(description, field="description", limit=DESCRIPTION_LIMIT)
    payment_id, now = new_id(), clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN,
            [
                payment_id, reference, amount_minor, currency, provider, payer_id, description,
                idempotency_key, now, expires_at, actor.kind.value, now,
            ],
        )  # fmt: skip
        is_fresh = cursor.rowcount == 1
    if not is_fresh:
        known = Payment.objects.filter(payer_id=payer_id, idempotency_key=idempotency_key).first()
        given = (reference, amount_minor, currency, provider)
        if known is None or given != (
            known.reference,
            known.amount_minor,
            known.currency,
            known.provider,
        ):
            raise IdempotencyConflict(key=idempotency_key)
        return view_payment(known)
    return PaymentView(
        payment_id,
        reference,
        amount_minor,
        currency,
        provider,
        PaymentStatus.PENDING,
        description,
        payer_id,
        expires_at,
        paid_at=None,
        closed_at=None,
        refunded_minor=0,
    )
