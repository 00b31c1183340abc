"""What follows when a case is agreed to, by whomever: money now, or goods back first."""

from __future__ import annotations

from typing import Any

from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._refund import refund_case
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.errors import ReturnAddressMissing
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.cases import find_return_address
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus


def carry_out(
    *,
    actor: Actor,
    case: AfterSale,
    by: str,
    note: str = "",
    returns: bool,
    needs_address: bool = True,
) -> None:
    """Refund a locked case, or have its goods sent back to the shop's return address.

    Without an address ReturnAddressMissing is raised where one is needed; else the buyer keeps
    the goods and gets the money.
    """
    address = find_return_address(case.shop_id) if returns else None
    if returns and address is None and needs_address:
        raise ReturnAddressMissing()
    if address is None:
        refund_case(actor=actor, case=case, by=by, note=note)
        return
    case.return_address = _json(address)
    move_after_sale(
        actor=actor, case=case, target=AfterSaleStatus.AWAITING_RETURN, by=by, note=note
    )


def _json(address: Any) -> dict[str, str]:
    names = ("name", "phone", "region", "street", "postcode")
    return {name: getattr(address, name) for name in names}


def goods_go_back(case: AfterSale) -> bool:
    """Whether the kind of a case asks for goods that the buyer still has."""
    return AfterSaleKind(case.kind).has_return and case.returned_at is None
