"""Flash sales: what runs, what comes, and a calendar entry for what comes."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.settings import settings
from jishi.surfaces.market.presenters.flash import load_board
from jishi.trade.catalog.queries import get_product
from jishi.trade.promotions.queries import get_flash_item


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All flash sales, by when they end or begin."""
    data = {"section": "mall", "board": load_board(), "back": "/mall/"}
    return render(request, "market/flash.html", data)


@require_safe
def remind(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """A calendar entry (RFC 5545) that rings five minutes before the sale begins."""
    item = get_flash_item(item_id)
    product = get_product(item.product_id)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jishi//Flash sale//EN",
        "BEGIN:VEVENT",
        f"UID:{item.id}@{settings.market_url.partition('://')[2]}",
        f"DTSTAMP:{_stamp(clock.now())}",
        f"DTSTART:{_stamp(item.starts_at)}",
        f"DTEND:{_stamp(item.ends_at)}",
        f"SUMMARY:{_text(product.title)}",
        f"URL:{settings.market_url}/g/{product.id}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(product.title)}",
        "TRIGGER:-PT5M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    answer = HttpResponse("\r\n".join(lines), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="flash.ics"'
    return answer


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, "\\" + mark)
    return words
