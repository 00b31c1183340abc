"""The component sheet, for whoever builds the next page."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.foundation.kernel import clock

COLOURS = [
    "canvas",
    "surface",
    "sunken",
    "line",
    "line-strong",
    "ink-1",
    "ink-2",
    "ink-3",
    "brand",
    "action",
    "accent-text",
    "accent-soft",
    "money",
    "money-soft",
    "warn",
    "warn-soft",
    "danger",
    "danger-soft",
    "info",
    "info-soft",
    "chart-0",
    "chart-1",
    "chart-2",
    "chart-3",
    "chart-4",
    "chart-5",
]
ICONS = [
    "house",
    "store",
    "shopping-bag",
    "radio",
    "heart",
    "message-circle",
    "forward",
    "gift",
    "ticket",
    "truck",
    "undo-2",
    "shield-check",
    "lock",
    "wallet",
    "trending-up",
    "scale",
    "package",
    "clapperboard",
]


def _product(**changes: object) -> SimpleNamespace:
    return SimpleNamespace(
        **{
            "title": "高原贵妃芒，树上自然熟，5 斤彩箱装",
            "picture_key": "",
            "price_minor": 4590,
            "list_price_minor": 5800,
            "currency": "CNY",
            "sold_count": 8940,
            "available_total": 74,
            **changes,
        }
    )


@require_safe
def show_look(request: HttpRequest) -> HttpResponse:
    """Every component once, in light and in dark, with made-up texts."""
    return render(
        request,
        "market/look.html",
        {
            "colours": COLOURS,
            "icons": ICONS,
            "heads": ["", "订单", "下一步", ">实付", ">"],
            "options": [("tea", "茶叶"), ("fruit", "时令水果")],
            "product": _product(),
            "sold_out": _product(title="羊绒混纺围巾", available_total=0),
            "points": [(f"11-{16 + n}", n * 7, 20 + n * 12) for n in range(7)],
            "until": clock.now() + timedelta(hours=30),
        },
    )
