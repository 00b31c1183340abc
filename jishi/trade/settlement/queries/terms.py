"""Fees by category, reserves, tax data, the platform's funds, and what is owed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.queries import get_balance, sum_account_by_kind
from jishi.trade.settlement.models import (
    FeeRule,
    FundBudget,
    Receivable,
    Reserve,
    TaxData,
)
from jishi.trade.settlement.policies import FEE_PPM
from jishi.trade.settlement.types import (
    BudgetView,
    FeeRuleView,
    Fund,
    FundReport,
    ReceivableView,
    ReserveView,
    TaxDataView,
)
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def view_rule(row: FeeRule) -> FeeRuleView:
    """The row as it may leave this room."""
    return FeeRuleView(row.id, row.category, row.rate_ppm, row.valid_from, row.reason, row.set_at)


def list_fee_rates(categories: Iterable[str], at: datetime | None = None) -> dict[str, int]:
    """The fee of each category at a moment (now): its newest rule in force, or the policy.

    One statement, none for no categories.
    """
    wanted = set(categories)
    default = FEE_PPM.get()
    if not wanted - {""}:
        return dict.fromkeys(wanted, default)
    rows = FeeRule.objects.filter(category__in=wanted, valid_from__lte=at or clock.now())
    newest = rows.order_by("category", "-valid_from", "-id").distinct("category")
    return dict.fromkeys(wanted, default) | dict(newest.values_list("category", "rate_ppm"))


def list_fee_rules() -> tuple[FeeRuleView, ...]:
    """The whole schedule with its history, newest first within each category; one statement."""
    rows = FeeRule.objects.order_by("category", "-valid_from", "-id")
    return tuple(view_rule(row) for row in rows)


def view_reserve(row: Reserve) -> ReserveView:
    """The row as it may leave this room."""
    return ReserveView(
        row.settlement_id,
        row.rate_ppm,
        row.amount_minor,
        row.amount_minor - row.taken_minor,
        row.release_at,
        row.released_at,
    )


def find_reserve(order_id: UUID) -> ReserveView | None:
    """What is set aside of an order, if anything; whoever asks checks who may see it."""
    row = Reserve.objects.filter(settlement_id=order_id).first()
    return None if row is None else view_reserve(row)


def list_due_reserves(limit: int) -> list[UUID]:
    """Orders whose reserve ends by the market clock, oldest first."""
    rows = Reserve.objects.filter(released_at=None, release_at__lte=clock.now())
    return list(rows.order_by("release_at").values_list("settlement_id", flat=True)[:limit])


def find_tax_data(actor: Actor, shop_id: UUID) -> TaxDataView | None:
    """To whom invoices for a shop are made out, for its people; raises NotAllowed."""
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.SEE_MONEY)
    row = TaxData.objects.filter(shop_id=shop_id).first()
    if row is None:
        return None
    return TaxDataView(row.title, row.tax_number, row.address, row.email)


def view_budget(row: FundBudget, granted: int) -> BudgetView:
    """The row as it may leave this room."""
    return BudgetView(
        row.id,
        Fund(row.fund),
        row.amount_minor,
        granted,
        row.currency,
        row.starts_at,
        row.ends_at,
        row.reason,
    )


def get_fund_report(actor: Actor, fund: Fund) -> FundReport:
    """What a fund has paid and for what, with its budgets newest first; for the operator.

    Raises NotAllowed. Three statements.
    """
    if not actor.is_operator:
        raise NotAllowed()
    currency = settings.currency
    rows = FundBudget.objects.filter(fund=fund.value).annotate(
        granted=Sum("grants__amount_minor", default=0)
    )
    return FundReport(
        fund,
        currency,
        -get_balance(fund.account, currency).posted_minor,
        tuple(sum_account_by_kind(fund.account, currency)),
        tuple(view_budget(row, row.granted) for row in rows.order_by("-starts_at", "-id")[:50]),
    )


def view_receivable(row: Receivable) -> ReceivableView:
    """The row as it may leave this room."""
    return ReceivableView(
        row.id,
        row.debtor,
        row.creditor,
        row.currency,
        row.amount_minor,
        row.recovered_minor,
        row.business_ref,
        row.reason,
        row.opened_at,
        row.closed_at,
    )


def list_receivables_of(account: str) -> tuple[ReceivableView, ...]:
    """What an account owes and is owed and was not paid yet, oldest first; one statement."""
    rows = Receivable.objects.filter(Q(debtor=account) | Q(creditor=account), closed_at=None)
    return tuple(view_receivable(row) for row in rows.order_by("opened_at", "id"))
