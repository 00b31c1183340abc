"""End a flash sale, a bundle or a group deal before its time."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions._input import check_maker
from jishi.trade.promotions.models import Bundle, FlashSale, GroupDeal
from jishi.trade.promotions.rules import DEAL
from jishi.trade.promotions.types import DealStatus

_TABLES: dict[str, type[Bundle] | type[FlashSale] | type[GroupDeal]] = {
    "flash_sale": FlashSale,
    "bundle": Bundle,
    "group_deal": GroupDeal,
}


def stop_deal(*, actor: Actor, kind: str, deal_id: UUID) -> None:
    """Nobody new gets its price; orders that have it keep it, groups under way go on.

    `kind` is flash_sale, bundle or group_deal. For the shop's owner and managers, and the
    operator. Raises NotFound, NotAllowed, TransitionRefused.
    """
    require_transaction()
    table = _TABLES.get(kind)
    row = table.objects.select_for_update().filter(id=deal_id).first() if table else None
    if table is None or row is None:
        raise NotFound()
    if not actor.is_operator:
        check_maker(actor, row.shop_id)
    DEAL.check(row.status, DealStatus.STOPPED, "operator" if actor.is_operator else "merchant")
    table.objects.filter(id=deal_id).update(status=DealStatus.STOPPED)
    audit(actor=actor, action="stop_deal", subject_kind=kind, subject_id=deal_id)
