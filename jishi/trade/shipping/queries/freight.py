"""Freight: a shop's templates, and what sending its goods to a place costs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    DeliveryMethod,
    DeliveryQuote,
    FreightItem,
    FreightMethod,
    FreightQuote,
    FreightRule,
    FreightTemplate,
)

# The templates that products go by: their own, or their shop's default.
_TARIFF = """
SELECT p.id, coalesce(k.method, 'parcel'), coalesce(k.weight_grams, 0), t.id, t.shop_id, t.name,
       t.method, t.free_over_minor, t.is_default, t.rules::text
FROM unnest(%(products)s::uuid[], %(shops)s::uuid[]) AS p(id, shop_id)
LEFT JOIN shipping_terms k ON k.product_id = p.id
LEFT JOIN shipping_template t ON t.shop_id = p.shop_id
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
    if not region:
        return ""
    # In English an address book may hold "Zhejiang Hangzhou" as well as "Hangzhou, Zhejiang".
    return parse_address(region).division or parse_address(region.replace(" ", ", ")).division


def quote_freight(
    *, shop_id: UUID, items: Sequence[FreightItem], division: str, region: str = ""
) -> FreightQuote:
    """What sending a shop's goods to a place costs, in one statement; see `quote_deliveries`."""
    quotes = quote_deliveries(baskets={shop_id: items}, division=division, region=region)
    return quotes[shop_id].freight


def quote_deliveries(
    *, baskets: Mapping[UUID, Sequence[FreightItem]], division: str, region: str = ""
) -> dict[UUID, DeliveryQuote]:
    """How the goods of several shops come to a place and what that costs, in one statement.

    Goods that are fetched or delivered online cost nothing, nor does anything of a shop without
    a template. Raises RegionUnknown when a tariff asks for a place and `division` and `region`
    name none; goods that are not sent there are `refused` in the answer, not raised.
    """
    pairs = [(x.product_id, shop) for shop, items in baskets.items() for x in items]
    rows = _read_tariffs(pairs)
    code = resolve_division(region, division)
    if not code and needs_region(row.template for row in rows.values() if row.template):
        raise RegionUnknown()
    return {
        shop: DeliveryQuote(
            methods={x.product_id: rows[x.product_id].method for x in items},
            freight=quote(
                [
                    replace(x, weight_grams=x.weight_grams or rows[x.product_id].weight_grams)
                    for x in items
                ],
                {x.product_id: rows[x.product_id].template for x in items},
                code,
            ),
        )
        for shop, items in baskets.items()
    }


@dataclass(frozen=True, slots=True)
class _Row:
    """How one product goes."""

    method: DeliveryMethod
    weight_grams: int
    template: FreightTemplate | None


def _read_tariffs(pairs: Sequence[tuple[UUID, UUID]]) -> dict[UUID, _Row]:
    if not pairs:
        return {}
    products, shops = zip(*set(pairs), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_TARIFF, {"products": list(products), "shops": list(shops)})
        rows = cursor.fetchall()
    known: dict[UUID, FreightTemplate] = {}
    found = {}
    for product, way, weight, key, shop, name, method, free, is_default, rules in rows:
        if key is not None and key not in known:
            parsed = rules_of(json.loads(rules))
            known[key] = FreightTemplate(
                key, shop, name, FreightMethod(method), free, is_default, parsed
            )
        found[product] = _Row(DeliveryMethod(way), weight, known.get(key))
    return found
