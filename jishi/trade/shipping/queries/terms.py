"""How products are delivered, where goods are fetched, which codes were given."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from jishi.trade.shipping.models import Point, Terms, VirtualCode
from jishi.trade.shipping.types import DeliveryMethod, PickupPoint, ProductTerms


def list_terms(product_ids: Iterable[UUID]) -> dict[UUID, ProductTerms]:
    """The terms of those that have any, in one statement; the others go by parcel."""
    return {
        row.product_id: ProductTerms(
            product_id=row.product_id,
            method=DeliveryMethod(row.method),
            template_id=row.template_id,
            weight_grams=row.weight_grams,
            content=row.content,
        )
        for row in Terms.objects.filter(product_id__in=set(product_ids))
    }


def get_terms(product_id: UUID) -> ProductTerms:
    """The terms of one product, with how many codes are left; two statements."""
    found = list_terms([product_id]).get(product_id)
    free = VirtualCode.objects.filter(product_id=product_id, given_at=None)
    count: int = free.aggregate(count=Count("id"))["count"]
    if found is None:
        return ProductTerms(product_id, DeliveryMethod.PARCEL, None, 0, "", count)
    return ProductTerms(
        product_id, found.method, found.template_id, found.weight_grams, found.content, count
    )


def list_points(shop_id: UUID, *, open_only: bool = True) -> tuple[PickupPoint, ...]:
    """A shop's pick-up points, the oldest first."""
    rows = Point.objects.filter(shop_id=shop_id)
    if open_only:
        rows = rows.filter(is_open=True)
    return tuple(point_of(row) for row in rows.order_by("created_at", "id"))


def point_of(row: Point) -> PickupPoint:
    """The view of a row of this room."""
    return PickupPoint(
        row.id, row.shop_id, row.name, row.address, row.hours, row.phone, row.is_open
    )


def list_given_codes(references: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The codes that were given for each reference, in one statement."""
    found: dict[str, list[str]] = {}
    rows = VirtualCode.objects.filter(reference__in=list(references)).order_by("id")
    for reference, code in rows.values_list("reference", "code"):
        found.setdefault(reference, []).append(code)
    return {key: tuple(codes) for key, codes in found.items()}
