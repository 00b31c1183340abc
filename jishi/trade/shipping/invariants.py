"""Questions about parcels that must always answer "none"."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.invariants import Breach


def _ask(question: str, sql: str) -> list[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [Breach("shipping", question, str(r[0]), str(r[1:])) for r in cursor.fetchall()]


def parcels_off_their_words() -> list[Breach]:
    """Is there a parcel in a state that its carrier's words did not end in?"""
    return _ask(
        "parcels_off_their_words",
        "SELECT s.id, s.status, e.status FROM shipping_shipment s LEFT JOIN LATERAL (SELECT status"
        " FROM shipping_trackingevent WHERE shipment_id = s.id ORDER BY id DESC LIMIT 1) e ON true"
        " WHERE s.status <> coalesce(e.status, 'announced')",
    )


def codes_given_twice() -> list[Breach]:
    """Is there a code that was given and says not to whom, or the other way round?"""
    return _ask(
        "codes_given_twice",
        "SELECT id, product_id FROM shipping_virtualcode"
        " WHERE (given_at IS NULL) <> (reference = '')",
    )
