"""Freight: a shop's templates, and what sending its goods to a place costs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from jishi.foundation.kernel.errors import NotFound
from jishi.trade.shipping.errors import RegionUnknown
from jishi.trade.shipping.models import Template
from jishi.trade.shipping.rules.divisions import all_divisions
from jishi.trade.shipping.rules.freight import needs_region, quote
from jishi.trade.shipping.rules.parsing import parse_address
from jishi.trade.shipping.types import (
    FreightItem,
    FreightMethod,
    FreightQuote,
    FreightRule,
    FreightTemplate,
)

# The templates that products go by: their own, or their shop's default.
_TARIFF = """
SELECT p.id, t.id, t.shop_id, t.name, t.method, t.free_over_minor, t.is_default, t.rules::text,
       coalesce(k.weight_grams, 0)
FROM unnest(%(products)s::uuid[]) AS p(id)
LEFT JOIN shipping_terms k ON k.product_id = p.id
LEFT JOIN shipping_template t ON t.shop_id = %(shop)s
  AND (t.id = k.template_id OR (k.template_id IS NULL AND t.is_default))
  AND coalesce(k.method, 'parcel') = 'parcel'
"""


def template_of(row: Template, product_count: int = 0) -> FreightTemplate:
    """The view of a row of this room."""
    return FreightTemplate(
        id=row.id,
        shop_id=row.shop_id,
        name=row.name,
        method=FreightMethod(row.method),
        free_over_minor=row.free_over_minor,
        is_default=row.is_default,
        rules=rules_of(row.rules),
        product_count=product_count,
    )


def rules_of(values: Sequence[Mapping[str, Any]]) -> tuple[FreightRule, ...]:
    """Rules as they are stored."""
    return tuple(FreightRule(**{**value, "regions": tuple(value["regions"])}) for value in values)


def list_templates(shop_id: UUID) -> tuple[FreightTemplate, ...]:
    """A shop's templates, the default first; one statement."""
    rows = Template.objects.filter(shop_id=shop_id).annotate(count=Count("terms"))
    return tuple(template_of(r, r.count) for r in rows.order_by("-is_default", "created_at", "id"))


def get_template(shop_id: UUID, template_id: UUID) -> FreightTemplate:
    """One of a shop's templates; raises NotFound."""
    row = Template.objects.filter(shop_id=shop_id, id=template_id).first()
    if row is None:
        raise NotFound()
    return template_of(row)


def resolve_division(region: str, code: str = "") -> str:
    """The code of a region: the one given, if there is such, else what its name says."""
    if code in all_divisions():
        return code
    return parse_address(region).division if region else ""


def quote_freight(
    *, shop_id: UUID, items: Sequence[FreightItem], division: str, region: str = ""
) -> FreightQuote:
    """What sending a shop's goods to a place costs, in one statement.

    Goods that are fetched or delivered online cost nothing, nor does anything of a shop without
    a template. Raises RegionUnknown when the tariff asks for a place and `division` and `region`
    name none; goods that are not sent there are `refused` in the answer, not raised.
    """
    if not items:
        return FreightQuote(0, ())
    tariff, weights = _read_tariff(shop_id, [item.product_id for item in items])
    code = resolve_division(region, division)
    if not code and needs_region(t for t in tariff.values() if t is not None):
        raise RegionUnknown()
    weighed = [
        replace(item, weight_grams=item.weight_grams or weights[item.product_id]) for item in items
    ]
    return quote(weighed, tariff, code)


def _read_tariff(
    shop_id: UUID, products: Sequence[UUID]
) -> tuple[dict[UUID, FreightTemplate | None], dict[UUID, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_TARIFF, {"shop": shop_id, "products": list(set(products))})
        rows = cursor.fetchall()
    known: dict[UUID, FreightTemplate] = {}
    for _product, key, shop, name, method, free, is_default, rules, _weight in rows:
        if key is not None and key not in known:
            known[key] = FreightTemplate(
                key,
                shop,
                name,
                FreightMethod(method),
                free,
                is_default,
                rules_of(json.loads(rules)),
            )
    return {row[0]: known.get(row[1]) for row in rows}, {row[0]: row[8] for row in rows}
