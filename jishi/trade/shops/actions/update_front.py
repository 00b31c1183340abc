"""Change how a shop presents itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line, clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.events import ShopChanged
from jishi.trade.shops.models import ShopFront
from jishi.trade.shops.queries import lock_shop, require_shop_right
from jishi.trade.shops.queries.fronts import front_of
from jishi.trade.shops.rules import (
    MAX_SECTION_PRODUCTS,
    MAX_SECTIONS,
    NOTICE_LIMIT,
    REPLY_LIMIT,
    SECTION_TITLE_LIMIT,
)
from jishi.trade.shops.types import FrontSection, FrontView, Holiday, OpeningHours, Right


def update_front(
    *,
    actor: Actor,
    shop_id: UUID,
    banner_key: str | None = None,
    notice: str = "",
    sections: Sequence[FrontSection] = (),
    hours: OpeningHours | None = None,
    holiday: Holiday | None = None,
    auto_reply: str = "",
) -> FrontView:
    """Put these in place of what was there; a banner of None stays.

    Whether the products are the shop's own is seen when they are shown. Raises NotAllowed,
    NotFound, InvalidInput, TextTooLong.
    """
    require_transaction()
    lock_shop(shop_id)
    require_shop_right(actor, shop_id, Right.EDIT_SHOP)
    row = ShopFront.objects.filter(shop_id=shop_id).first() or ShopFront(shop_id=shop_id)
    if banner_key is not None:
        row.banner_key = clean_line(banner_key, field="banner", limit=200, required=False)
    row.notice = clean_text(notice, field="notice", limit=NOTICE_LIMIT, required=False)
    row.auto_reply = clean_text(auto_reply, field="auto_reply", limit=REPLY_LIMIT, required=False)
    row.sections = _sections(sections)
    row.hours, row.holiday = _hours(hours), _holiday(holiday)
    row.updated_at = clock.now()
    row.save()
    audit(actor=actor, action="update_front", subject_kind="shop", subject_id=shop_id)
    record(ShopChanged(shop_id=shop_id))
    return front_of(row)


def _sections(sections: Sequence[FrontSection]) -> list[dict[str, Any]]:
    if len(sections) > MAX_SECTIONS:
        raise InvalidInput(field="sections")
    kept = []
    for section in sections:
        ids = list(dict.fromkeys(section.product_ids))
        if not ids or len(ids) > MAX_SECTION_PRODUCTS:
            raise InvalidInput(field="product_ids")
        title = clean_line(section.title, field="title", limit=SECTION_TITLE_LIMIT)
        kept.append({"title": title, "product_ids": [str(i) for i in ids]})
    return kept


def _hours(hours: OpeningHours | None) -> dict[str, Any] | None:
    if hours is None:
        return None
    if not hours.days or not set(hours.days) <= set(range(7)) or hours.opens >= hours.closes:
        raise InvalidInput(field="hours")
    return {
        "days": sorted(set(hours.days)),
        "opens": hours.opens.isoformat("minutes"),
        "closes": hours.closes.isoformat("minutes"),
    }


def _holiday(holiday: Holiday | None) -> dict[str, Any] | None:
    if holiday is None:
        return None
    if holiday.first > holiday.last or (holiday.last - holiday.first).days > 366:
        raise InvalidInput(field="holiday")
    words = clean_text(holiday.words, field="holiday", limit=REPLY_LIMIT, required=False)
    return {
        "first": holiday.first.isoformat(),
        "last": holiday.last.isoformat(),
        "words": words,
    }
