from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import (
    Button,
    RoomAdmin,
    choice_column,
    choice_filter,
    money_column,
)
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.actions.cancel_payout import cancel_payout
from jishi.trade.settlement.actions.retry_payout import retry_payout
from jishi.trade.settlement.actions.review_payout import review_payout
from jishi.trade.settlement.actions.write_off_receivable import write_off_receivable
from jishi.trade.settlement.models import (
    FeeRule,
    FundBudget,
    FundGrant,
    Payout,
    Receivable,
    Reserve,
    Settlement,
)
from jishi.trade.settlement.rules import PAYOUT, PLATFORM_RECEIVABLE
from jishi.trade.settlement.types import Fund, PayoutStatus, SettlementStatus


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


def _review(operator: Actor, payout_id: UUID, note: str) -> object:
    return review_payout(actor=operator, payout_id=payout_id, note=note)


def _cancel(operator: Actor, payout_id: UUID, note: str) -> object:
    return cancel_payout(actor=operator, payout_id=payout_id, reason=note)


def _retry(operator: Actor, payout_id: UUID, note: str) -> object:
    return retry_payout(actor=operator, payout_id=payout_id)


def _write_off(operator: Actor, receivable_id: UUID, note: str) -> None:
    write_off_receivable(actor=operator, receivable_id=receivable_id, reason=note)


def _may(row: Payout, target: PayoutStatus) -> bool:
    step = PAYOUT.find(row.status, target)
    return step is not None and "operator" in step.by


@admin.register(Payout)
class PayoutAdmin(RoomAdmin):
    heading = _("Payouts")
    subject_kind = "payout"
    list_display = ("id", "state", "amount", "owner_kind", "account", "requested_at", "ended_at")
    list_filter = (choice_filter("status", PayoutStatus),)
    list_select_related = ("account",)
    search_fields = ("id", "owner_id")
    ordering = ("-requested_at",)
    state = choice_column("status", PayoutStatus)
    amount = money_column("amount_minor")
    readonly_fields = ("state", "amount")
    fields = (
        ("id", "state"),
        ("amount", "account"),
        ("owner_kind", "owner_id"),
        "review_reasons",
        ("requested_at", "reviewed_at"),
        ("sent_at", "ended_at"),
        "message",
    )
    buttons = (
        Button(
            "review",
            _("Let it go"),
            _review,
            kind="primary",
            note=_("A word for the file, if there is one"),
            shown=lambda row: row.status == PayoutStatus.REQUESTED,
        ),
        Button(
            "retry",
            _("Try again"),
            _retry,
            shown=lambda row: row.status == PayoutStatus.FAILED,
        ),
        Button(
            "cancel",
            _("Give the money back"),
            _cancel,
            kind="danger",
            note=_("Why; the owner reads it"),
            needs_note=True,
            shown=lambda row: _may(row, PayoutStatus.CANCELLED),
        ),
    )


@admin.register(Receivable)
class ReceivableAdmin(RoomAdmin):
    heading = _("Receivables")
    subject_kind = "receivable"
    list_display = ("debtor", "creditor", "owed", "recovered", "opened_at", "closed_at")
    search_fields = ("debtor", "business_ref")
    ordering = ("-opened_at",)
    owed = money_column("amount_minor")
    recovered = money_column("recovered_minor")
    readonly_fields = ("owed", "recovered")
    fields = (
        ("debtor", "creditor"),
        ("owed", "recovered"),
        ("business_ref", "reason"),
        ("opened_at", "closed_at"),
    )
    buttons = (
        Button(
            "write_off",
            _("Give the claim up"),
            _write_off,
            kind="danger",
            note=_("Why the market bears it"),
            needs_note=True,
            shown=lambda row: row.closed_at is None and row.creditor == PLATFORM_RECEIVABLE,
        ),
    )


@admin.register(Reserve)
class ReserveAdmin(RoomAdmin):
    heading = _("Reserves")
    list_display = ("settlement_id", "shop_id", "aside", "taken", "release_at", "released_at")
    search_fields = ("settlement__order_id", "shop_id")
    ordering = ("-release_at",)
    aside = money_column("amount_minor")
    taken = money_column("taken_minor")
    readonly_fields = ("aside", "taken")
    fields = ("shop_id", ("aside", "taken"), "rate_ppm", ("release_at", "released_at"))


@admin.register(FeeRule)
class FeeRuleAdmin(RoomAdmin):
    heading = _("Fee schedule")
    subject_kind = "fee_rule"
    list_display = ("category", "rate_ppm", "valid_from", "reason", "set_at")
    search_fields = ("category", "reason")
    ordering = ("category", "-valid_from")
    fields = ("category", "rate_ppm", "valid_from", "reason", ("set_by", "set_at"))


@admin.register(FundBudget)
class FundBudgetAdmin(RoomAdmin):
    heading = _("Budgets")
    subject_kind = "fund_budget"
    list_display = ("kind", "amount", "starts_at", "ends_at", "reason")
    list_filter = (choice_filter("fund", Fund),)
    ordering = ("-starts_at",)
    kind = choice_column("fund", Fund)
    amount = money_column("amount_minor")
    readonly_fields = ("kind", "amount")
    fields = (("kind", "amount"), ("starts_at", "ends_at"), "reason", ("set_by", "set_at"))


@admin.register(FundGrant)
class FundGrantAdmin(RoomAdmin):
    heading = _("Grants")
    list_display = ("payee", "amount_minor", "reason", "granted_at", "granted_by")
    list_select_related = ("budget",)
    search_fields = ("payee", "business_ref")
    ordering = ("-granted_at",)
    fields: Any = ("payee", "amount_minor", "reason", ("granted_at", "granted_by"), "business_ref")
