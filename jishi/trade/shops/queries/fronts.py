"""Reads of how shops present themselves."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from jishi.foundation.kernel.settings import settings
from jishi.trade.shops.models import ShopFront
from jishi.trade.shops.types import FrontSection, FrontView, Holiday, OpeningHours


def get_front(shop_id: UUID) -> FrontView:
    """How a shop presents itself; an empty front for one that has chosen nothing. One statement."""
    row = ShopFront.objects.filter(shop_id=shop_id).first()
    return front_of(row) if row else FrontView(shop_id, settings.time_zone)


def front_of(row: ShopFront) -> FrontView:
    """The view of a row of this room."""
    hours, holiday = row.hours, row.holiday
    return FrontView(
        shop_id=row.shop_id,
        zone=settings.time_zone,
        banner_key=row.banner_key,
        notice=row.notice,
        sections=tuple(
            FrontSection(s["title"], tuple(UUID(p) for p in s["product_ids"])) for s in row.sections
        ),
        hours=OpeningHours(
            tuple(hours["days"]),
            time.fromisoformat(hours["opens"]),
            time.fromisoformat(hours["closes"]),
        )
        if hours
        else None,
        holiday=Holiday(
            date.fromisoformat(holiday["first"]),
            date.fromisoformat(holiday["last"]),
            holiday["words"],
        )
        if holiday
        else None,
        auto_reply=row.auto_reply,
    )
