from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import Button, RoomAdmin, choice_column, choice_filter
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions.admit_shop import admit_shop
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.actions.reject_shop import reject_shop
from jishi.trade.shops.actions.reopen_shop import reopen_shop
from jishi.trade.shops.actions.suspend_shop import suspend_shop
from jishi.trade.shops.models import Shop
from jishi.trade.shops.rules import SHOP
from jishi.trade.shops.types import ShopStatus


def _to(action: Callable[..., Any]) -> Callable[[Actor, UUID, str], object]:
    return lambda operator, shop_id, note: action(actor=operator, shop_id=shop_id, note=note)


def _may(target: ShopStatus, source: ShopStatus | None = None) -> Callable[[Shop], bool]:
    def allowed(shop: Shop) -> bool:
        step = SHOP.find(shop.status, target)
        return step is not None and "operator" in step.by and source in {None, shop.status}

    return allowed


@admin.register(Shop)
class ShopAdmin(RoomAdmin):
    heading = _("Shops")
    subject_kind = "shop"
    list_display = ("name", "state", "region", "owner", "applied_at", "opened_at")
    list_filter = (choice_filter("status", ShopStatus),)
    list_select_related = ("owner",)
    search_fields = ("name", "owner__display_name")
    ordering = ("-applied_at",)
    state = choice_column("status", ShopStatus)
    readonly_fields = ("state",)
    fields = (
        ("name", "state"),
        ("owner", "contact_phone"),
        "region",
        "about",
        "decision_note",
        ("applied_at", "opened_at"),
        "closed_at",
    )
    buttons = (
        Button(
            "admit",
            _("Admit the shop"),
            _to(admit_shop),
            kind="primary",
            shown=_may(ShopStatus.OPEN, ShopStatus.APPLIED),
        ),
        Button(
            "reject",
            _("Refuse"),
            _to(reject_shop),
            note=_("What the owner should mend"),
            needs_note=True,
            shown=_may(ShopStatus.REJECTED),
        ),
        Button(
            "reopen",
            _("Let it sell again"),
            _to(reopen_shop),
            kind="primary",
            shown=_may(ShopStatus.OPEN, ShopStatus.SUSPENDED),
        ),
        Button(
            "suspend",
            _("Suspend"),
            _to(suspend_shop),
            kind="danger",
            note=_("Why; the owner reads it"),
            needs_note=True,
            shown=_may(ShopStatus.SUSPENDED),
        ),
        Button(
            "close",
            _("Close for good"),
            _to(close_shop),
            kind="danger",
            note=_("Why; the owner reads it"),
            needs_note=True,
            shown=_may(ShopStatus.CLOSED),
        ),
    )
