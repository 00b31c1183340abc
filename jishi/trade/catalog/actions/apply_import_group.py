"""Apply the rows of one product of an import."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.actions._columns import COLUMNS, Column, attribute_column
from jishi.trade.catalog.actions._import_plan import plan_products
from jishi.trade.catalog.actions._import_rows import PlannedProduct, PlannedRow, read_rows
from jishi.trade.catalog.actions.create_product import create_product
from jishi.trade.catalog.actions.set_stock import set_stock
from jishi.trade.catalog.actions.update_product import update_product
from jishi.trade.catalog.models import ImportRow, ImportRun
from jishi.trade.catalog.queries.imports import find_known
from jishi.trade.catalog.types import RowFate

FAILURE_LIMIT = 300
_PLAIN = {column.key: column for column in COLUMNS}


def apply_import_group(*, import_id: UUID, group: int) -> int:
    """Create or update one product as its rows say, and note what became of each row.

    It is planned anew against what the shop has now: what changed since the dry run is found
    out here and noted as a failure, with nothing of the product changed. Rows that were applied
    are left alone, so a job that was killed goes on where it stopped. Returns the rows done.
    """
    require_transaction()
    run = ImportRun.objects.get(id=import_id)
    stored = list(
        ImportRow.objects.select_for_update().filter(
            run_id=run.id,
            group=group,
            fate__in=(RowFate.CREATE, RowFate.UPDATE, RowFate.UNCHANGED),
            is_applied=False,
            failure="",
        )
    )
    if not stored:
        return 0
    columns = dict(enumerate(_column(key) for key in run.columns))
    rows: list[PlannedRow] = []
    for row in sorted(stored, key=lambda r: r.number):
        rows += read_rows([row.cells], columns, first=row.number)
    ids = {row.values["product_id"] for row in rows if "product_id" in row.values}
    titles = {row.values["title"] for row in rows if "title" in row.values}
    failure = ""
    for planned in plan_products(rows, find_known(run.shop_id, ids, titles)):
        failure = failure or _apply(run, planned)
    noted = ImportRow.objects.filter(run_id=run.id, number__in=[row.number for row in stored])
    noted.update(is_applied=not failure, failure=failure[:FAILURE_LIMIT])
    return len(stored)


def _column(key: str) -> Column:
    return attribute_column(key[5:]) if key.startswith("attr:") else _PLAIN[key]


def _apply(run: ImportRun, planned: PlannedProduct) -> str:
    """Why it failed, in words; empty when it is done."""
    if planned.is_broken:
        return next(message for row in planned.rows for _key, message in row.problems)
    if all(row.fate is RowFate.UNCHANGED for row in planned.rows):
        return ""
    actor = person_actor(run.actor_id)
    try:
        with transaction.atomic():
            if planned.known is None:
                create_product(actor=actor, shop_id=run.shop_id, skus=planned.skus, **planned.words)
                return ""
            if any(set(row.changes) - {"stock"} for row in planned.rows) or len(planned.skus) > len(
                planned.known.skus
            ):
                update_product(
                    actor=actor,
                    product_id=planned.known.id,
                    skus=planned.skus,
                    **planned.words,
                )
            for code, count in planned.stocks.items():
                sku_id = planned.known.skus[code].sku.id
                assert sku_id is not None, "a known SKU has an id"
                set_stock(actor=actor, sku_id=sku_id, on_hand=count, reason="import")
    except DomainError as error:
        return error.message()
    return ""
