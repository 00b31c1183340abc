"""Roll sold units up into what `popular` sorts by."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor


def refresh_popularity(*, actor: Actor) -> int:
    """Bring every product's popularity up to its units sold; returns how many changed.

    A roll-up instead of a counter on the product: sales of a sought-after product never wait
    for each other, or for a merchant who edits it (a locked product waits for the next turn).
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH sums AS (SELECT product_id, sum(sold) AS sold FROM catalog_stock"
            " GROUP BY product_id), due AS (SELECT p.id, sums.sold FROM catalog_product p"
            " JOIN sums ON sums.product_id = p.id WHERE p.popularity <> sums.sold"
            " FOR NO KEY UPDATE OF p SKIP LOCKED)"
            " UPDATE catalog_product p SET popularity = due.sold FROM due WHERE due.id = p.id"
        )
        changed: int = cursor.rowcount
    return changed
