"""After-sales for tests, brought to any state by the real actions."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.db import transaction

from jishi.foundation.accounts.factories import operator
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import Actor, person_actor
from jishi.trade.aftersales.actions.agree_after_sale import agree_after_sale
from jishi.trade.aftersales.actions.apply_for_after_sale import apply_for_after_sale
from jishi.trade.aftersales.actions.escalate_after_sale import escalate_after_sale
from jishi.trade.aftersales.actions.reject_after_sale import reject_after_sale
from jishi.trade.aftersales.actions.rule_dispute import rule_dispute
from jishi.trade.aftersales.actions.save_return_address import save_return_address
from jishi.trade.aftersales.actions.ship_back import ship_back
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    AfterSaleView,
    EvidenceInput,
    Liability,
    Outcome,
    Reason,
)
from jishi.trade.orders.factories import make_shipped_order, seller_of
from jishi.trade.orders.queries import load_order
from jishi.trade.orders.types import OrderView

_keys = count(1)
PICTURE = EvidenceInput("It came like this.", ("pictures/broken.webp",))


def fresh() -> str:
    """An idempotency key that was not used before."""
    return f"case-{next(_keys)}"


def buyer_of(case: AfterSaleView | OrderView) -> Actor:
    """Whoever bought it."""
    return person_actor(case.buyer_id)


def merchant_of(case: AfterSaleView) -> Actor:
    """The owner of the case's shop."""
    return seller_of(load_order(case.order_id))


def make_order() -> OrderView:
    """An order on its way, of which settlement knows."""
    order = make_shipped_order()
    run_pending_jobs()
    return load_order(order.id)


def apply(
    order: OrderView | None = None,
    kind: AfterSaleKind = AfterSaleKind.REFUND_ONLY,
    reason: Reason = Reason.DAMAGED,
    *,
    quantity: int = 1,
    amount_minor: int | None = None,
    line: int = 0,
    key: str | None = None,
    evidence: EvidenceInput | None = PICTURE,
) -> AfterSaleView:
    """An application of the buyer's for a new order's first line, or for what is said."""
    order = order or make_order()
    with transaction.atomic():
        return apply_for_after_sale(
            actor=buyer_of(order),
            order_id=order.id,
            line_id=order.lines[line].id,
            kind=kind,
            reason=reason,
            quantity=quantity,
            amount_minor=amount_minor,
            evidence=evidence,
            idempotency_key=key or fresh(),
        )


def give_return_address(case: AfterSaleView) -> None:
    """The shop says where its goods go back to."""
    with transaction.atomic():
        save_return_address(
            actor=merchant_of(case),
            shop_id=case.shop_id,
            name="Returns",
            phone="05718888",
            region="Zhejiang Hangzhou",
            street="2 Lantern Street",
        )


def take(action: Any, actor: Actor, case: AfterSaleView, **values: Any) -> AfterSaleView:
    """One step of a case, in a transaction and with a key of its own."""
    values = {"idempotency_key": fresh()} | values
    with transaction.atomic():
        done: AfterSaleView = action(actor=actor, case_id=case.id, **values)
    return done


def awaiting_return(
    order: OrderView | None = None, kind: AfterSaleKind = AfterSaleKind.RETURN_REFUND
) -> AfterSaleView:
    """A case whose goods the buyer is to send back."""
    case = apply(order, kind)
    give_return_address(case)
    return take(agree_after_sale, merchant_of(case), case)


def awaiting_receipt(
    order: OrderView | None = None, kind: AfterSaleKind = AfterSaleKind.RETURN_REFUND
) -> AfterSaleView:
    """A case whose goods are on their way back."""
    case = awaiting_return(order, kind)
    parcel = {"carrier": "SF Express", "tracking_number": "SF8888888888"}
    return take(ship_back, buyer_of(case), case, **parcel)


def rejected(order: OrderView | None = None, **values: Any) -> AfterSaleView:
    """A case that the shop has refused."""
    case = apply(order, **values)
    return take(reject_after_sale, merchant_of(case), case, reason="The picture shows no damage")


def disputed(order: OrderView | None = None, **values: Any) -> AfterSaleView:
    """A case that the market is to decide."""
    case = rejected(order, **values)
    return take(escalate_after_sale, buyer_of(case), case, claim="It is broken, look")


def rule(
    case: AfterSaleView,
    outcome: Outcome = Outcome.REFUND,
    *,
    by: Actor | None = None,
    amount_minor: int | None = None,
) -> AfterSaleView:
    """A ruling on a case whose evidence is closed, or on its appeal."""
    amount = 0 if outcome is Outcome.DISMISSED else amount_minor or case.amount_minor
    return take(
        rule_dispute,
        by or operator(),
        case,
        outcome=outcome,
        liability=Liability.BUYER if outcome is Outcome.DISMISSED else Liability.MERCHANT,
        amount_minor=amount,
        reason="Both have spoken",
    )
