"""What terms would do to everybody's money, before anybody agrees to them."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.settlement.queries import simulate_refund
from jishi.trade.settlement.types import RefundItem, RefundSimulation
from jishi.trade.shops.queries import has_shop_right
from jishi.trade.shops.types import Right


def simulate_terms(
    viewer: Actor,
    case_id: UUID,
    *,
    amount_minor: int | None = None,
    freight_minor: int | None = None,
) -> RefundSimulation:
    """A case's refund thought through: what each payee has before and after, nothing of it done.

    For the shop's people and operators, with the case's own amounts or others. Raises NotFound,
    NotAllowed for the buyer, and the refusals of settlement.
    """
    case = AfterSale.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound()
    answers = viewer.person_id is not None and has_shop_right(
        viewer.person_id, case.shop_id, Right.ANSWER_AFTERSALES
    )
    if not viewer.is_operator and not answers:
        raise NotAllowed() if viewer.person_id == case.buyer_id else NotFound()
    amount = case.amount_minor if amount_minor is None else amount_minor
    freight = case.freight_minor if freight_minor is None else freight_minor
    items = (RefundItem(case.line_id, 0, amount),) if amount else ()
    return simulate_refund(case.order_id, items, freight_minor=freight)
