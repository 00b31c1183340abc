"""Give a buyer the codes of a virtual product."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shipping.errors import CodesShort
from jishi.trade.shipping.queries.terms import list_given_codes

# Of two givers at once each takes other rows.
_TAKE = """
UPDATE shipping_virtualcode SET reference = %(reference)s, given_at = %(now)s
WHERE id IN (SELECT id FROM shipping_virtualcode
  WHERE product_id = %(product)s AND given_at IS NULL
  ORDER BY id LIMIT %(count)s FOR UPDATE SKIP LOCKED)
"""


def give_codes(*, actor: Actor, product_id: UUID, quantity: int, reference: str) -> tuple[str, ...]:
    """Take so many codes off the shelf for `reference`; the same again gives the same ones.

    Raises CodesShort, and takes none, when there are not enough.
    """
    require_transaction()
    given = list_given_codes([reference]).get(reference, ())
    if given:
        return given
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "reference": reference,
            "product": product_id,
            "count": quantity,
            "now": clock.now(),
        }
        cursor.execute(_TAKE, values)
        if cursor.rowcount < quantity:
            raise CodesShort()
    return list_given_codes([reference])[reference]
