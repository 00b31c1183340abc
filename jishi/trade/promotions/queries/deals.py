"""Flash sales, bundles, member prices and groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.models import (
    Bundle,
    FlashItem,
    FlashSale,
    Group,
    GroupDeal,
    GroupMember,
    MemberPrice,
    ShopMember,
)
from jishi.trade.promotions.types import (
    BundleKind,
    BundleView,
    DealStatus,
    FlashItemView,
    FlashSaleView,
    GroupDealView,
    GroupStatus,
    GroupView,
)
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def item_view(row: FlashItem) -> FlashItemView:
    """The view of a row of this room, its sale joined."""
    return FlashItemView(
        id=row.id,
        sale_id=row.sale_id,
        sku_id=row.sku_id,
        product_id=row.product_id,
        price_minor=row.price_minor,
        quantity=row.quantity,
        taken=row.taken,
        per_person=row.per_person,
        starts_at=row.sale.starts_at,
        ends_at=row.sale.ends_at,
        sale_title=row.sale.title,
    )


def _live_items() -> QuerySet[FlashItem]:
    rows = FlashItem.objects.select_related("sale").filter(
        sale__status=DealStatus.LIVE, sale__ends_at__gt=clock.now()
    )
    return rows.order_by("sale__starts_at", "price_minor", "id")


def list_flash_items(*, limit: int = 60) -> tuple[FlashItemView, ...]:
    """What flash sales sell now and next, the running ones first; one statement."""
    return tuple(item_view(row) for row in _live_items()[:limit])


def find_flash_item(product_id: UUID) -> FlashItemView | None:
    """The flash sale of a product that runs now, else the next one; one statement."""
    row = _live_items().filter(product_id=product_id).first()
    return item_view(row) if row else None


def get_flash_item(item_id: UUID) -> FlashItemView:
    """One item, whenever its sale is; raises NotFound for none and for one of a stopped sale."""
    row = (
        FlashItem.objects.select_related("sale")
        .filter(id=item_id, sale__status=DealStatus.LIVE)
        .first()
    )
    if row is None:
        raise NotFound()
    return item_view(row)


def list_flash_sales(actor: Actor, shop_id: UUID, *, limit: int = 30) -> tuple[FlashSaleView, ...]:
    """A shop's flash sales, the latest first, for its people; raises NotAllowed."""
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.RUN_PROMOTIONS)
    rows = FlashSale.objects.filter(shop_id=shop_id).order_by("-starts_at", "-id")
    found = []
    for row in rows.prefetch_related("items")[:limit]:
        items = []
        for item in row.items.all():
            item.sale = row
            items.append(item_view(item))
        found.append(
            FlashSaleView(
                row.id,
                row.shop_id,
                row.title,
                row.starts_at,
                row.ends_at,
                DealStatus(row.status),
                tuple(items),
            )
        )
    return tuple(found)


def bundle_view(row: Bundle) -> BundleView:
    """The view of a row of this room."""
    return BundleView(
        id=row.id,
        shop_id=row.shop_id,
        title=row.title,
        kind=BundleKind(row.kind),
        product_ids=tuple(UUID(p) for p in row.product_ids),
        count=row.count,
        price_minor=row.price_minor,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=DealStatus(row.status),
    )


def list_bundles(actor: Actor, shop_id: UUID) -> tuple[BundleView, ...]:
    """A shop's bundles, the newest first, for its people; raises NotAllowed."""
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.RUN_PROMOTIONS)
    rows = Bundle.objects.filter(shop_id=shop_id).order_by("-created_at", "-id")
    return tuple(bundle_view(row) for row in rows[:100])


def list_bundles_with(product_id: UUID) -> tuple[BundleView, ...]:
    """Running bundles that a product is part of; one statement."""
    now = clock.now()
    rows = Bundle.objects.filter(
        product_ids__contains=[str(product_id)],
        status=DealStatus.LIVE,
        starts_at__lte=now,
        ends_at__gt=now,
    )
    return tuple(bundle_view(row) for row in rows.order_by("created_at", "id")[:10])


def is_member(person_id: UUID | None, shop_id: UUID) -> bool:
    """Whether somebody has joined a shop."""
    return bool(
        person_id and ShopMember.objects.filter(person_id=person_id, shop_id=shop_id).exists()
    )


def list_member_prices(product_id: UUID) -> dict[UUID, int]:
    """What members pay for the SKUs of a product, by SKU."""
    rows = MemberPrice.objects.filter(product_id=product_id)
    return dict(rows.values_list("sku_id", "price_minor"))


def deal_view(row: GroupDeal) -> GroupDealView:
    """The view of a row of this room."""
    return GroupDealView(
        id=row.id,
        shop_id=row.shop_id,
        sku_id=row.sku_id,
        product_id=row.product_id,
        price_minor=row.price_minor,
        size=row.size,
        hours=row.hours,
        per_person=row.per_person,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=DealStatus(row.status),
    )


def list_group_deals(actor: Actor, shop_id: UUID) -> tuple[GroupDealView, ...]:
    """A shop's group deals, the newest first, for its people; raises NotAllowed."""
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.RUN_PROMOTIONS)
    rows = GroupDeal.objects.filter(shop_id=shop_id).order_by("-created_at", "-id")
    return tuple(deal_view(row) for row in rows[:100])


def find_group_deal(product_id: UUID) -> GroupDealView | None:
    """The group deal of a product that runs now; one statement."""
    now = clock.now()
    row = (
        GroupDeal.objects.filter(
            product_id=product_id, status=DealStatus.LIVE, starts_at__lte=now, ends_at__gt=now
        )
        .order_by("price_minor", "id")
        .first()
    )
    return deal_view(row) if row else None


def _group_view(row: Group, members: Iterable[GroupMember]) -> GroupView:
    paid = sorted((m for m in members if m.state == "paid"), key=lambda m: (m.paid_at, m.id))
    return GroupView(
        id=row.id,
        deal=deal_view(row.deal),
        opener_id=row.opener_id,
        status=GroupStatus(row.status),
        deadline=row.deadline,
        paid_ids=tuple(m.person_id for m in paid),
        waiting_count=sum(m.state == "held" for m in members),
    )


def find_group(group_id: UUID) -> GroupView | None:
    """A group with the people who have paid; two statements."""
    row = Group.objects.select_related("deal").filter(id=group_id).first()
    if row is None:
        return None
    return _group_view(row, list(row.members.exclude(state="freed")))


def get_group(group_id: UUID) -> GroupView:
    """As `find_group`; raises NotFound."""
    group = find_group(group_id)
    if group is None:
        raise NotFound()
    return group


def list_open_groups(deal_id: UUID, *, limit: int = 5) -> tuple[GroupView, ...]:
    """Groups of a deal that somebody can join, the nearest to their deadline first."""
    return _groups(Q(deal_id=deal_id, status=GroupStatus.OPEN, deadline__gt=clock.now()), limit)


def _groups(where: Any, limit: int) -> tuple[GroupView, ...]:
    rows = Group.objects.select_related("deal").filter(where, members__state="paid").distinct()
    rows = rows.order_by("deadline", "id").prefetch_related("members")[:limit]
    views = (_group_view(r, [m for m in r.members.all() if m.state != "freed"]) for r in rows)
    return tuple(view for view in views if view.has_room)
