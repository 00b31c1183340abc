"""Read a file of products and say what would become of every row."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._columns import find_columns
from jishi.trade.catalog.actions._import_plan import plan_products
from jishi.trade.catalog.actions._import_rows import PlannedRow, read_rows
from jishi.trade.catalog.models import ImportRow, ImportRun
from jishi.trade.catalog.providers.sheets import read_sheet
from jishi.trade.catalog.queries.imports import find_known, view_import
from jishi.trade.catalog.types import ImportView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def check_import(*, actor: Actor, shop_id: UUID, filename: str, data: bytes) -> ImportView:
    """A dry run: each row is kept with its fate and reasons; no product changes.

    At most 10,000 rows of CSV or XLSX, checked in about two seconds. Raises SheetTooLarge,
    SheetUnreadable, ColumnsMissing, NotAllowed but for owner and managers.
    """
    require_transaction()
    person_id = actor.require_person()
    require_shop_right(actor, shop_id, Right.EDIT_PRODUCTS)
    sheet = read_sheet(data, filename)
    columns = find_columns(sheet[0])
    rows = read_rows(sheet[1:], columns)
    ids = {row.values["product_id"] for row in rows if "product_id" in row.values}
    titles = {row.values["title"] for row in rows if "title" in row.values}
    plan_products(rows, find_known(shop_id, ids, titles))
    run = ImportRun.objects.create(
        shop_id=shop_id,
        actor_id=person_id,
        filename=filename.replace("\x00", "")[-120:],
        columns=[column.key for column in columns.values()],
        created_at=clock.now(),
    )
    at = list(columns)
    ImportRow.objects.bulk_create([_row(run, row, at) for row in rows], batch_size=2000)
    audit(
        actor=actor,
        action="check_import",
        subject_kind="import",
        subject_id=run.id,
        detail={"rows": len(rows), "filename": run.filename},
    )
    return view_import(run)


def _row(run: ImportRun, row: PlannedRow, at: list[int]) -> ImportRow:
    return ImportRow(
        run_id=run.id,
        number=row.number,
        group=row.group,
        fate=row.fate,
        title=str(row.values.get("title", ""))[:100],
        sku_code=str(row.values.get("sku_code", ""))[:40],
        cells=[row.cells[n] if n < len(row.cells) else "" for n in at],
        changes={key: list(change) for key, change in row.changes.items()},
        problems=row.problems,
    )
