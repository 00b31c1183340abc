"""The form of the shop page: what it starts with, and what its fields mean."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jishi.content.media.actions.store_picture import store_picture
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import list_products
from jishi.trade.shops.types import FrontSection, FrontView, Holiday, OpeningHours

BANNER_WIDTH = 1440
SECTIONS = 3
MAX_GOODS = 60
WEEKDAYS = (
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)


def front_initial(front: FrontView) -> dict[str, Any]:
    """What the form starts with."""
    hours, holiday = front.hours, front.holiday
    return {
        "notice": front.notice,
        "auto_reply": front.auto_reply,
        "days": [str(d) for d in hours.days] if hours else [],
        "opens": hours.opens.isoformat("minutes") if hours else "",
        "closes": hours.closes.isoformat("minutes") if hours else "",
        "holiday_first": holiday.first.isoformat() if holiday else "",
        "holiday_last": holiday.last.isoformat() if holiday else "",
        "holiday_words": holiday.words if holiday else "",
    }


def section_rows(front: FrontView) -> list[dict[str, Any]]:
    """Rows of the form: the sections there are, and empty ones up to the number offered."""
    known = [{"title": s.title, "ids": [str(i) for i in s.product_ids]} for s in front.sections]
    return known + [{"title": "", "ids": []} for _n in range(SECTIONS - len(known))]


def list_section_goods(shop_id: UUID) -> list[tuple[str, str]]:
    """Goods of the shop that a section may show, most bought first."""
    page = list_products(shop_id=shop_id, limit=MAX_GOODS)
    return [(str(card.id), card.title) for card in page.items]


def read_front(data: dict[str, Any], sent: QueryDict) -> dict[str, Any]:
    """What `update_front` takes, from the cleaned form and the rows of sections."""
    hours = holiday = None
    if data["opens"]:
        days = tuple(int(d) for d in data["days"])
        hours = OpeningHours(days, data["opens"], data["closes"])
    if data["holiday_first"]:
        holiday = Holiday(data["holiday_first"], data["holiday_last"], data["holiday_words"])
    sections = []
    for n in range(SECTIONS):
        title = sent.get(f"section-{n}-title", "").strip()
        ids = tuple(_id(text) for text in sent.getlist(f"section-{n}-product"))
        if title and ids:
            sections.append(FrontSection(title, ids))
    return {
        "notice": data["notice"],
        "auto_reply": data["auto_reply"],
        "hours": hours,
        "holiday": holiday,
        "sections": sections,
    }


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput(field="product_ids") from None


def store_banner(actor: Actor, file: UploadedFile[Any] | None) -> str | None:
    """The key of a new banner, None when none was sent."""
    if not file:
        return None
    with durable():
        asset = store_picture(actor=actor, data=file.read(), filename=file.name or "")
    return asset.picture_for(BANNER_WIDTH)
