"""Edits that wait: the product as it would be, and what is different about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.models import Product
from jishi.trade.catalog.queries.products import get_product, load_product
from jishi.trade.catalog.queries.rows import DETAIL_FIELDS, details_of, options_of
from jishi.trade.catalog.types import EditChange, ProductView, Promise, SkuView


def get_edited_product(product_id: UUID, viewer: Actor) -> ProductView:
    """The product with the edit that waits or was sent back, as its shop goes on editing it.

    Raises NotFound as `get_product`.
    """
    return _edited(get_product(product_id, viewer))


def list_edit_changes(product_id: UUID) -> tuple[EditChange, ...]:
    """What an edit changes, field by field and SKU by SKU; all that is there for a first draft.

    For the operator who judges it. Raises NotFound.
    """
    now = load_product(product_id)
    wanted = _edited(now)
    before = _words_of(now) if now.has_pending_edit else {}
    after = _words_of(wanted)
    fields = [
        EditChange(name, before.get(name, ""), text)
        for name, text in after.items()
        if text != before.get(name, "")
    ]
    return (*fields, *_sku_changes(now if now.has_pending_edit else None, wanted))


def _edited(view: ProductView) -> ProductView:
    if not view.has_pending_edit:
        return view
    edit: Any = Product.objects.values_list("pending_edit", flat=True).get(id=view.id)
    known = {sku.id: sku for sku in view.skus} | {sku.code: sku for sku in view.skus}
    skus = view.skus
    if edit.get("skus"):
        skus = tuple(_sku_of(view, entry, known) for entry in edit["skus"])
    details = view.details
    if all(name in edit for name in DETAIL_FIELDS):
        details = details_of([edit[name] for name in DETAIL_FIELDS])
    return replace(
        view,
        title=edit["title"],
        description=edit["description"],
        category=edit["category"],
        pictures=tuple(edit["pictures"]),
        promises=tuple(Promise(p) for p in edit["promises"]),
        option_names=tuple(edit["option_names"]),
        skus=skus,
        details=details,
    )


def _sku_of(view: ProductView, entry: dict[str, Any], known: dict[Any, SkuView]) -> SkuView:
    same = known.get(UUID(entry["id"])) if entry.get("id") else known.get(entry["code"])
    return SkuView(
        id=same.id if same else UUID(int=0),
        product_id=view.id,
        code=entry["code"],
        options=options_of(entry["options"]),
        price_minor=entry["price_minor"],
        currency=view.currency,
        list_price_minor=entry["list_price_minor"],
        available=same.available if same else entry["stock"],
        picture_key=entry["picture_key"] or None,
        weight_grams=entry.get("weight_grams"),
    )


def _words_of(view: ProductView) -> dict[str, str]:
    said = view.details
    chart = [said.size_chart.columns, *said.size_chart.rows] if said.size_chart else []
    return {
        "title": view.title,
        "description": view.description,
        "category": view.category + (f" / {said.subcategory}" if said.subcategory else ""),
        "attributes": "\n".join(f"{k}: {v}" for k, v in sorted(said.attributes.items())),
        "pictures": "\n".join(view.pictures),
        "video": said.video.key if said.video else "",
        "promises": "\n".join(gettext(p.label) for p in view.promises),
        "options": "\n".join(view.option_names),
        "blocks": "\n".join(
            " · ".join(filter(None, (b.heading, b.text, b.key, *(" | ".join(r) for r in b.rows))))
            for b in said.blocks
        ),
        "size_chart": "\n".join(" | ".join(row) for row in chart),
        "presale": said.ships_on.isoformat() if said.ships_on else "",
        "limit": f"{said.limit.quantity} {gettext(said.limit.period.label)}" if said.limit else "",
        "virtual": gettext("yes") if said.is_virtual else "",
        "pickup": gettext("yes") if said.has_pickup else "",
    }


def _sku_changes(now: ProductView | None, wanted: ProductView) -> tuple[EditChange, ...]:
    before = {sku.id: _sku_text(sku) for sku in now.skus} if now else {}
    changes = []
    for sku in wanted.skus:
        old = before.pop(sku.id, "")
        if old != _sku_text(sku):
            changes.append(EditChange("sku", old, _sku_text(sku)))
    return (*changes, *(EditChange("sku", text, "") for text in before.values()))


def _sku_text(sku: SkuView) -> str:
    weight = f"{sku.weight_grams} g" if sku.weight_grams else ""
    price = format_minor(sku.price_minor, sku.currency)
    return " · ".join(filter(None, (sku.options_text, sku.code, price, weight)))
