from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import RoomAdmin, choice_column, choice_filter, money_column
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus


@admin.register(AfterSale)
class AfterSaleAdmin(RoomAdmin):
    heading = _("After-sales")
    subject_kind = "after_sale"
    list_display = ("number", "shop", "buyer", "what", "state", "amount", "requested_at")
    list_filter = (choice_filter("status", AfterSaleStatus), choice_filter("kind", AfterSaleKind))
    list_select_related = ("shop", "buyer")
    search_fields = ("number", "title", "shop__name", "buyer__display_name")
    ordering = ("-requested_at",)
    what = choice_column("kind", AfterSaleKind)
    state = choice_column("status", AfterSaleStatus)
    amount = money_column("amount_minor")
    refunded = money_column("refunded_minor")
    readonly_fields = ("what", "state", "amount", "refunded")
    fields = (
        ("number", "state"),
        ("shop", "buyer"),
        ("what", "amount"),
        ("title", "quantity"),
        ("refunded", "refunded_at"),
        ("requested_at", "due_at"),
        "reject_reason",
    )
