"""The ledger's side of a refund, before and after settlement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.errors import InsufficientFunds
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.orders.types import SUBSIDY
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.settlement.actions._take_reserve import take_reserve
from jishi.trade.settlement.models import Receivable
from jishi.trade.settlement.queries import find_sources
from jishi.trade.settlement.rules import PLATFORM_RECEIVABLE, RefundPlan, shop_account
from jishi.trade.settlement.types import PartEffect, SettlementView

# Between reading a purse and taking from it another entry may have emptied it.
_TRIES = 8


def book_refund(
    *,
    actor: Actor,
    view: SettlementView,
    plan: RefundPlan,
    payment_id: UUID | None,
    reason: str,
    business_ref: str,
    idempotency_key: str,
) -> UUID | None:
    """Take the money from where it is and send the buyer's part of it on its way.

    Gives the id of payments' refund; None when the buyer gets nothing of it. Opens a receivable
    for whatever a payee did not have.
    """
    for tries_left in reversed(range(_TRIES)):
        effects = find_sources(view, plan)
        debits = _debits(view, plan, effects)
        try:
            if plan.buyer_minor == 0:
                post_entry(
                    actor=actor,
                    business_ref=business_ref,
                    kind="refund",
                    postings=debits,
                    idempotency_key=f"refund:{idempotency_key}"[:160],
                    memo=reason,
                )
                refund_id = None
            else:
                assert payment_id is not None, "a paid order has a payment"
                refund_id = request_refund(
                    actor=actor,
                    payment_id=payment_id,
                    amount_minor=plan.buyer_minor,
                    reason=reason,
                    business_ref=business_ref,
                    postings_from=debits,
                    idempotency_key=idempotency_key,
                ).id
        except InsufficientFunds:
            if not tries_left:
                raise
        else:
            _note_reserve(view, effects)
            open_receivables(view, effects, business_ref, reason)
            return refund_id
    raise AssertionError("unreachable")


def _debits(
    view: SettlementView, plan: RefundPlan, effects: Sequence[PartEffect]
) -> list[PostingInput]:
    """All that is taken, and what goes back to the platform of it."""
    sums: dict[str, int] = defaultdict(int)
    for effect in effects:
        for account, amount in effect.taken_from:
            sums[account] -= amount
    sums[SUBSIDY] += plan.platform_minor
    return [PostingInput(name, sums[name], view.currency) for name in sorted(sums)]


def _note_reserve(view: SettlementView, effects: Sequence[PartEffect]) -> None:
    reserve = shop_account(view.shop_id, "reserve")
    taken = sum(m for effect in effects for name, m in effect.taken_from if name == reserve)
    if taken:
        take_reserve(view.shop_id, view.order_id, taken)


def open_receivables(
    view: SettlementView, effects: Sequence[PartEffect], business_ref: str, reason: str
) -> None:
    """Whoever's part another had to give owes it to that other one from now on."""
    shop = shop_account(view.shop_id)
    own = {shop_account(view.shop_id, part) for part in ("available", "reserve", "deposit")}
    escrow = f"escrow:order:{view.order_id}"
    debts: dict[tuple[str, str], int] = defaultdict(int)
    for effect in effects:
        for account, amount in effect.taken_from:
            if account in (effect.account, escrow) or (effect.account == shop and account in own):
                continue
            creditor = PLATFORM_RECEIVABLE if account == PLATFORM_RECEIVABLE else shop
            debts[effect.account, creditor] += amount
    Receivable.objects.bulk_create(
        Receivable(
            debtor=debtor,
            creditor=creditor,
            currency=view.currency,
            amount_minor=amount,
            business_ref=business_ref,
            reason=reason[:200],
            opened_at=clock.now(),
        )
        for (debtor, creditor), amount in sorted(debts.items())
    )
