"""Do what a ruling orders, once it stands."""

from __future__ import annotations

from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._agree import carry_out
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.models import AfterSale, Ruling
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus, Outcome


def carry_out_ruling(*, actor: Actor, case: AfterSale, ruling: Ruling, by: str) -> None:
    """Refund, have the goods sent back, or close the case; it is locked and in dispute."""
    if ruling.outcome == Outcome.DISMISSED:
        move_after_sale(actor=actor, case=case, target=AfterSaleStatus.CLOSED, by=by)
        return
    case.amount_minor, case.freight_minor = ruling.amount_minor, ruling.freight_minor
    returns = ruling.outcome == Outcome.RETURN_REFUND and case.returned_at is None
    if returns or case.returned_at is not None:
        case.kind = AfterSaleKind.RETURN_REFUND
    elif case.kind != AfterSaleKind.PRICE_PROTECTION:
        case.kind = AfterSaleKind.REFUND_ONLY
    carry_out(actor=actor, case=case, by=by, returns=returns, needs_address=False)
