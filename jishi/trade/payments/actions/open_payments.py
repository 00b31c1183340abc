"""Ask many payers for money at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import id_array
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.rules import DESCRIPTION_LIMIT

_OPEN = """
WITH fresh AS (
    INSERT INTO payments_payment (id, reference, amount_minor, currency, provider, payer_id,
        description, status, idempotency_key, opened_at, expires_at, received_minor,
        refunded_minor, provider_payment_id, query_count)
    SELECT p.id, p.reference, p.amount, %(currency)s, p.provider, p.payer, %(description)s,
        'pending', p.reference, %(now)s, %(expires)s, 0, 0, '', 0
    FROM ROWS FROM (unnest(%(ids)s::uuid[], %(payers)s::uuid[], %(amounts)s::bigint[]),
        json_array_elements_text(%(references)s::json),
        json_array_elements_text(%(providers)s::json))
        AS p(id, payer, amount, reference, provider)
    RETURNING id
)
INSERT INTO payments_paymentstep (payment_id, status, by, reason, at)
SELECT id, 'pending', 'person', '', %(now)s FROM fresh
"""


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """A payment to open under an id that its caller chose."""

    id: UUID
    reference: str
    amount_minor: int
    provider: str
    payer_id: UUID


def open_payments(
    *,
    requests: Sequence[PaymentRequest],
    currency: str,
    description: str,
    expires_at: datetime,
) -> None:
    """A pending payment for each request, all fresh; one statement, no network.

    As `open_payment`, with the reference as idempotency key. Raises UnknownProvider.
    """
    require_transaction()
    for name in {request.provider for request in requests}:
        get_provider(name)
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN,
            {
                "currency": currency,
                "description": clean_line(
                    description, field="description", limit=DESCRIPTION_LIMIT
                ),
                "now": clock.now(),
                "expires": expires_at,
                "ids": id_array(r.id for r in requests),
                "references": json.dumps([r.reference for r in requests]),
                "amounts": [r.amount_minor for r in requests],
                "providers": json.dumps([r.provider for r in requests]),
                "payers": id_array(r.payer_id for r in requests),
            },
        )
