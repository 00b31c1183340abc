from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import (
    Button,
    RoomAdmin,
    choice_column,
    choice_filter,
    money_column,
)
from jishi.foundation.kernel.field_names import FIELD_NAMES
from jishi.foundation.kernel.money import format_minor
from jishi.trade.payments.actions.answer_dispute import answer_dispute
from jishi.trade.payments.actions.resolve_difference import resolve_difference
from jishi.trade.payments.actions.retry_refund import retry_refund
from jishi.trade.payments.models import (
    Bill,
    Difference,
    Dispute,
    Payment,
    PaymentNotice,
    Refund,
)
from jishi.trade.payments.types import (
    BillKind,
    DifferenceKind,
    DifferenceStatus,
    DisputeStatus,
    NoticeOutcome,
    PaymentStatus,
    ProviderCode,
    RefundStatus,
)


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
    buttons = (
        Button(
            "retry",
            _("Send it again"),
            lambda who, refund_id, _note: retry_refund(actor=who, refund_id=refund_id),
            kind="primary",
            shown=lambda row: row.status == RefundStatus.FAILED,
        ),
    )
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


@admin.register(Dispute)
class DisputeAdmin(RoomAdmin):
    heading = _("Chargebacks")
    subject_kind = "dispute"
    list_display = ("dispute_ref", "amount", "fee", "state", "evidence_due_at", "opened_at")
    list_filter = (choice_filter("status", DisputeStatus), choice_filter("provider", ProviderCode))
    list_select_related = ("payment",)
    search_fields = ("dispute_ref", "payment__reference", "reason")
    ordering = ("-opened_at",)
    amount = money_column("amount_minor")
    fee = money_column("fee_minor")
    state = choice_column("status", DisputeStatus)
    readonly_fields = ("amount", "fee", "state")
    fields = (
        ("payment", "provider"),
        ("amount", "fee"),
        ("state", "reason"),
        "evidence",
        ("opened_at", "evidence_due_at", "ended_at"),
    )
    buttons = (
        Button(
            "answer",
            _("Send evidence to the bank"),
            lambda who, dispute_id, note: answer_dispute(
                actor=who, dispute_id=dispute_id, evidence=note
            ),
            kind="primary",
            note=_("What was ordered, when it was delivered, tracking number. It is sent once."),
            needs_note=True,
            shown=lambda row: row.status == DisputeStatus.OPEN and not row.evidence,
        ),
    )


@admin.register(PaymentNotice)
class PaymentNoticeAdmin(RoomAdmin):
    heading = _("Notices of payment providers")
    list_display = ("received_at", "provider", "result", "subject", "payment_id", "repeats", "ip")
    list_filter = (choice_filter("outcome", NoticeOutcome), choice_filter("provider", ProviderCode))
    search_fields = ("payment_id", "notice_id", "ip")
    ordering = ("-received_at",)
    result = choice_column("outcome", NoticeOutcome)


@admin.register(Difference)
class DifferenceAdmin(RoomAdmin):
    heading = _("Differences with providers")
    subject_kind = "difference"
    list_display = ("day", "provider", "what", "about", "subject", "ours", "theirs", "state")
    list_filter = (
        choice_filter("status", DifferenceStatus),
        choice_filter("kind", DifferenceKind),
        choice_filter("provider", ProviderCode),
    )
    search_fields = ("subject", "note")
    ordering = ("-found_at",)
    what = choice_column("kind", DifferenceKind)
    about = choice_column("subject_kind", BillKind)
    ours = money_column("ours_minor")
    theirs = money_column("theirs_minor")
    state = choice_column("status", DifferenceStatus)
    readonly_fields = ("what", "about", "ours", "theirs", "state")
    fields = (
        ("day", "provider"),
        ("what", "about"),
        "subject",
        ("ours", "theirs"),
        ("state", "note"),
        ("found_at", "resolved_at"),
    )
    buttons = (
        Button(
            "resolve",
            _("It is dealt with"),
            lambda who, difference_id, note: resolve_difference(
                actor=who, difference_id=difference_id, note=note
            ),
            kind="primary",
            note=_("What it was, and what was done about it"),
            needs_note=True,
            shown=lambda row: row.status == DifferenceStatus.OPEN,
        ),
    )


@admin.register(Bill)
class BillAdmin(RoomAdmin):
    heading = _("Bills of payment providers")
    list_display = ("day", "provider", "line_count", "received", "returned", "fee", "fetched_at")
    list_filter = (choice_filter("provider", ProviderCode),)
    ordering = ("-day",)
    received = money_column("received_minor")
    returned = money_column("returned_minor")
    fee = money_column("fee_minor")
