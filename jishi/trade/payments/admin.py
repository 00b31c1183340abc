from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import RoomAdmin, choice_column, choice_filter, money_column
from jishi.foundation.kernel.field_names import FIELD_NAMES
from jishi.foundation.kernel.money import format_minor
from jishi.trade.payments.models import Payment, Refund
from jishi.trade.payments.types import PaymentStatus, RefundStatus


@admin.register(Payment)
class PaymentAdmin(RoomAdmin):
    heading = _("Payments")
    subject_kind = "payment"
    list_display = ("reference", "amount", "provider", "state", "opened_at", "paid_at")
    list_filter = (choice_filter("status", PaymentStatus),)
    search_fields = ("reference", "provider_payment_id", "payer_id")
    ordering = ("-opened_at",)
    amount = money_column("amount_minor")
    state = choice_column("status", PaymentStatus)
    readonly_fields = ("amount", "state")
    fields = (
        "reference",
        ("amount", "state"),
        ("provider", "provider_payment_id"),
        "payer_id",
        "description",
        ("opened_at", "expires_at"),
        ("paid_at", "closed_at"),
    )


@admin.register(Refund)
class RefundAdmin(RoomAdmin):
    heading = _("Refunds")
    subject_kind = "refund"
    list_display = ("business_ref", "amount", "state", "reason", "requested_at", "ended_at")
    list_filter = (choice_filter("status", RefundStatus),)
    list_select_related = ("payment",)
    search_fields = ("business_ref", "provider_refund_id")
    ordering = ("-requested_at",)
    state = choice_column("status", RefundStatus)
    readonly_fields = ("amount", "state")
    fields = (
        "payment",
        ("amount", "state"),
        "reason",
        "message",
        ("requested_at", "ended_at"),
    )

    @admin.display(description=FIELD_NAMES["amount_minor"], ordering="amount_minor")
    def amount(self, row: Refund) -> str:
        return format_minor(row.amount_minor, row.payment.currency)
