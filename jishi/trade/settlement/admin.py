from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import RoomAdmin, choice_column, choice_filter, money_column
from jishi.trade.settlement.models import Settlement
from jishi.trade.settlement.types import SettlementStatus


@admin.register(Settlement)
class SettlementAdmin(RoomAdmin):
    heading = _("Settlements")
    subject_kind = "settlement"
    list_display = ("order_id", "state", "gross", "fee", "shops", "release_at", "settled_at")
    list_filter = (choice_filter("status", SettlementStatus),)
    search_fields = ("order_id", "shop_id")
    ordering = ("-opened_at",)
    state = choice_column("status", SettlementStatus)
    gross = money_column("gross_minor")
    fee = money_column("fee_minor")
    shops = money_column("shop_minor")
    readonly_fields = ("state", "gross", "fee", "shops")
    fields = (
        ("order_id", "state"),
        ("gross", "fee"),
        "shops",
        ("opened_at", "received_at"),
        ("release_at", "settled_at"),
        "cancelled_at",
    )
