"""Reads about shops themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from jishi.foundation.accounts.queries import list_memberships
from jishi.foundation.accounts.types import Obligation
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import decode_time_cursor, make_page
from jishi.foundation.kernel.rows import find_row
from jishi.foundation.kernel.types import Lifecycle, Page
from jishi.trade.shops.models import Shop
from jishi.trade.shops.rules import DOCUMENT, SHOP
from jishi.trade.shops.types import SHOP_SCOPE, ShopCard, ShopStatus


def card_of(shop: Shop) -> ShopCard:
    """The card of a row of this room."""
    return ShopCard(
        id=shop.id,
        name=shop.name,
        status=ShopStatus(shop.status),
        logo_key=shop.logo_key,
        region=shop.region,
        about=shop.about,
        owner_id=shop.owner_id,
        applied_at=shop.applied_at,
        opened_at=shop.opened_at,
        score=shop.score,
        decision_note=shop.decision_note,
        brands=tuple(brand for brand, _is_owner in shop.brands),
    )


def get_shop_card(shop_id: UUID) -> ShopCard:
    """One shop in any state; raises NotFound."""
    shop = find_row(Shop, "id = %s", [shop_id])
    if shop is None:
        raise NotFound()
    return card_of(shop)


def list_shop_cards(ids: Iterable[UUID]) -> dict[UUID, ShopCard]:
    """The cards of those that exist, in one query (none for no ids)."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {shop.id: card_of(shop) for shop in Shop.objects.filter(id__in=wanted)}


def find_shop_of_owner(person_id: UUID) -> ShopCard | None:
    """The person's own shop that is not closed, if there is one."""
    shop = Shop.objects.filter(owner_id=person_id).exclude(status=ShopStatus.CLOSED).first()
    return card_of(shop) if shop else None


def list_shops_of(person_id: UUID) -> tuple[ShopCard, ...]:
    """Shops the person works for in any role, oldest first; closed ones too."""
    ids = [m.scope_id for m in list_memberships(person_id, SHOP_SCOPE)]
    if not ids:
        return ()
    return tuple(card_of(s) for s in Shop.objects.filter(id__in=ids).order_by("applied_at", "id"))


def list_shops(
    *,
    status: ShopStatus | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ShopCard]:
    """Shops by the time of their application, newest first."""
    rows = Shop.objects.order_by("-applied_at", "-id")
    if status:
        rows = rows.filter(status=status)
    if q:
        rows = rows.filter(name__icontains=q.replace("\x00", ""))
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.filter(Q(applied_at__lt=at) | Q(applied_at=at, id__lt=key))
    cards = [card_of(shop) for shop in rows[: limit + 1]]
    return make_page(cards, limit, lambda c: (c.applied_at, c.id))


def count_shops(status: ShopStatus | None = None) -> int:
    """How many shops there are, or how many in one state."""
    rows = Shop.objects.all()
    return (rows.filter(status=status) if status else rows).count()


def get_closed_at(shop_id: UUID) -> datetime | None:
    """When a shop closed for good; None while it has not."""
    return Shop.objects.filter(id=shop_id).values_list("closed_at", flat=True).first()


def list_living_shops() -> list[UUID]:
    """All shops that are not closed, by id; for this room's jobs."""
    rows = Shop.objects.exclude(status=ShopStatus.CLOSED).order_by("id")
    return list(rows.values_list("id", flat=True))


def lock_shop(shop_id: UUID) -> Shop:
    """The row, locked to the end of the transaction; for this room's actions. Raises NotFound."""
    shop = Shop.objects.select_for_update(no_key=True).filter(id=shop_id).first()
    if shop is None:
        raise NotFound()
    return shop


def list_owner_obligations(person_id: UUID) -> tuple[Obligation, ...]:
    """What keeps an owner's account open: a shop that is not closed."""
    shop = find_shop_of_owner(person_id)
    if shop is None or shop.status is ShopStatus.REJECTED:
        return ()
    return (Obligation("shop_open", gettext("close your shop %(name)s") % {"name": shop.name}),)


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The machines of this room."""
    return (SHOP, DOCUMENT)
