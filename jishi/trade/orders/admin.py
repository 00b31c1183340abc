from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import RoomAdmin, choice_column, choice_filter, money_column
from jishi.foundation.kernel.money import format_minor
from jishi.trade.orders.models import Order
from jishi.trade.orders.queries import load_order
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus


@admin.register(Order)
class OrderAdmin(RoomAdmin):
    heading = _("Orders")
    subject_kind = "order"
    list_display = ("number", "shop", "buyer", "total", "paid", "sent", "placed_at")
    list_filter = (
        choice_filter("payment_status", CheckoutStatus),
        choice_filter("fulfilment_status", FulfilmentStatus),
    )
    list_select_related = ("shop", "buyer")
    search_fields = ("number", "shop__name", "buyer__display_name")
    ordering = ("-placed_at",)
    total = money_column("total_minor")
    paid = choice_column("payment_status", CheckoutStatus)
    sent = choice_column("fulfilment_status", FulfilmentStatus)
    readonly_fields = ("total", "paid", "sent", "lines", "next_steps")
    fields = (
        ("number", "total"),
        ("shop", "buyer"),
        ("paid", "sent"),
        "next_steps",
        "lines",
        ("placed_at", "paid_at"),
        ("ship_by", "shipped_at"),
        ("delivered_at", "receive_by"),
        ("received_at", "cancelled_at"),
        "cancel_reason",
    )

    @admin.display(description=_("Goods"))
    def lines(self, row: Order) -> SafeString:
        order = load_order(row.id)
        return format_html_join(
            "",
            "<div>{} × {} · {}</div>",
            (
                (line.title, line.quantity, format_minor(line.total_minor, order.currency))
                for line in order.lines
            ),
        )

    @admin.display(description=_("What may happen next"))
    def next_steps(self, row: Order) -> SafeString | str:
        steps = load_order(row.id).next_steps
        if not steps:
            return gettext("Nothing: the order is done.")
        return format_html_join("", "<div>{} · {} {} {}</div>", (_words(step) for step in steps))


def _words(step: Any) -> tuple[str, str, str, str]:
    until = f"{step.until:%Y-%m-%d %H:%M} UTC" if step.until else ""
    otherwise = gettext(step.otherwise.label) if step.otherwise else ""
    return gettext(step.action.label), ", ".join(step.by), until, otherwise
