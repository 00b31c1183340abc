"""What becomes of the rows of an import: products put together from rows and checked whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from jishi.foundation.kernel.errors import DomainError
from jishi.trade.catalog.actions._details import check_details, require_attributes
from jishi.trade.catalog.actions._import_rows import PlannedProduct, PlannedRow, show
from jishi.trade.catalog.actions._words import check_skus, check_words
from jishi.trade.catalog.queries.imports import KnownProduct
from jishi.trade.catalog.rules import MAX_SKUS
from jishi.trade.catalog.types import ListingStatus, ProductDetails, RowFate, SkuInput

# Which cell an error of the whole product is about.
_BLAME = {
    "category_unknown": "category",
    "subcategory_unknown": "category",
    "attribute_invalid": "category",
    "attributes_missing": "category",
    "options_invalid": "options",
    "sku_code_taken": "sku_code",
    "price_invalid": "price",
    "quantity_invalid": "stock",
    "too_many_skus": "sku_code",
}
_SKU_FIELDS = ("price", "list_price", "weight_grams")


def plan_products(
    rows: Sequence[PlannedRow], known: Mapping[UUID | str, KnownProduct]
) -> list[PlannedProduct]:
    """Rows put together by product number, else by title, each with its fate."""
    groups: dict[UUID | str, PlannedProduct] = {}
    for row in rows:
        key = row.values.get("product_id") or row.values.get("title", "")
        product = known.get(key)
        own: UUID | str = product.id if product else key
        planned = groups.setdefault(own, PlannedProduct(product, []))
        row.group = planned.rows[0].number if planned.rows else row.number
        planned.rows.append(row)
        if key == "":
            row.problems.append(("title", gettext("Name the product, or give its number.")))
        elif product is None and isinstance(key, UUID):
            row.problems.append(("product_id", gettext("This shop has no product of that number.")))
    for planned in groups.values():
        _plan(planned)
    return list(groups.values())


def _plan(planned: PlannedProduct) -> None:
    codes: set[str] = set()
    for row in planned.rows:
        row.problems += [(key, gettext("This cannot be read.")) for key in row.wrong]
        code = row.values.get("sku_code", "")
        if not code:
            row.problems.append(("sku_code", gettext("Give the SKU a code of its own.")))
        elif code in codes:
            row.problems.append(("sku_code", gettext("This code stands in another row too.")))
        codes.add(code)
    if not planned.is_broken:
        _build(planned)
    for row in planned.rows:
        if row.problems:
            row.fate = RowFate.ERROR
    if planned.is_broken:  # a product is taken whole or not at all
        for row in planned.rows:
            if not row.problems:
                row.fate = RowFate.ERROR
                row.problems.append(("", gettext("Another row of this product is wrong.")))


def _build(planned: PlannedProduct) -> None:
    known, said = planned.known, _said(planned.rows)
    words: dict[str, Any] = (
        dict(known.words) if known else {"description": "", "promises": (), "option_names": ()}
    )
    before = dict(words)
    details: ProductDetails = known.details if known else ProductDetails()
    for key in ("title", "description", "promises", "option_names"):
        if key in said:
            words[key] = said[key]
    if "category" in said:
        words["category"], kind = said["category"]
        details = replace(details, subcategory=kind or details.subcategory)
    attributes = {k[5:]: v for k, v in said.items() if k.startswith("attr:")}
    details = replace(details, attributes={**details.attributes, **attributes})
    try:
        planned.skus = _build_skus(planned, len(words["option_names"]))
        if "category" not in words:
            planned.rows[0].problems.append(("category", gettext("A new product needs one.")))
            return
        clean = check_words(pictures=known.pictures if known else (), **words)
        clean |= check_details(details, str(words["category"]))
        if known and known.status is not ListingStatus.DRAFT:
            require_attributes(clean)
        check_skus(planned.skus, clean["option_names"])
    except DomainError as error:
        planned.rows[0].problems.append((_BLAME.get(error.code, "title"), error.message()))
        return
    planned.words = words | {"details": details}
    first = planned.rows[0]
    for key, value in words.items():
        if known and before.get(key) != value:
            first.changes[key] = (show(before.get(key)), show(value))
    if known and dict(known.details.attributes) != dict(details.attributes):
        first.changes["attributes"] = (
            show(known.details.attributes),
            show(details.attributes),
        )
    if known and known.details.subcategory != details.subcategory:
        first.changes["category"] = (known.details.subcategory, details.subcategory)
    for row in planned.rows:
        is_new = known is None or row.values["sku_code"] not in known.skus
        row.fate = (
            RowFate.CREATE if is_new else RowFate.UPDATE if row.changes else RowFate.UNCHANGED
        )


def _said(rows: Sequence[PlannedRow]) -> dict[str, Any]:
    """What the rows say of the product: the first row that says it counts."""
    found: dict[str, Any] = {}
    for row in reversed(rows):
        found |= row.values
    return found


def _build_skus(planned: PlannedProduct, width: int) -> tuple[SkuInput, ...]:
    """All SKUs of the product: those of the rows, and those that no row names as they are."""
    known = dict(planned.known.skus) if planned.known else {}
    made: dict[str, SkuInput] = {}
    for row in planned.rows:
        values, code = row.values, row.values["sku_code"]
        old = known.get(code)
        sku = old.sku if old else SkuInput(code, (), 0)
        now = {
            "price_minor": values.get("price", sku.price_minor),
            "list_price_minor": values.get("list_price", sku.list_price_minor),
            "weight_grams": values.get("weight_grams", sku.weight_grams),
            "options": values.get("options", sku.options),
        }
        for key, value in now.items():
            if old and getattr(sku, key) != value:
                row.changes[key.removesuffix("_minor")] = (
                    show(getattr(sku, key), key),
                    show(value, key),
                )
        stock = values.get("stock")
        if old and stock is not None and stock != old.on_hand:
            row.changes["stock"] = (str(old.on_hand), str(stock))
            planned.stocks[code] = stock
        made[code] = replace(sku, stock=stock or 0, **now)
    for code, old in known.items():
        made.setdefault(code, old.sku)
    # In the order in which the product shows them; new ones behind.
    order = [*known, *(code for code in made if code not in known)]
    return tuple(made[code] for code in order)[: MAX_SKUS + 1]
