"""Do what a case's table says when its deadline has passed."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._agree import carry_out
from jishi.trade.aftersales.actions._refund import refund_case
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.actions.withdraw_after_sale import withdraw
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.cases import find_return_address, lock_case
from jishi.trade.aftersales.rules import target_by_time
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus

_SILENCE = "time has passed"


def let_time_decide(*, actor: Actor, case_id: UUID) -> None:
    """Silence counts: as consent, as withdrawal, as receipt, whatever the state says.

    For the system; nothing happens when somebody was quicker.
    """
    require_transaction()
    case = lock_case(case_id)
    if case.due_at is None or case.due_at > clock.now():
        return
    status, kind = AfterSaleStatus(case.status), AfterSaleKind(case.kind)
    has_address = find_return_address(case.shop_id) is not None
    _go(actor, case, target_by_time(status, kind, has_address=has_address))


def _go(actor: Actor, case: AfterSale, target: AfterSaleStatus) -> None:
    if target is AfterSaleStatus.REFUNDED:
        refund_case(actor=actor, case=case, by="system", note=_SILENCE)
    elif target is AfterSaleStatus.AWAITING_RETURN:
        carry_out(actor=actor, case=case, by="system", note=_SILENCE, returns=True)
    elif target is AfterSaleStatus.WITHDRAWN:
        withdraw(actor=actor, case=case, by="system")
    else:
        move_after_sale(actor=actor, case=case, target=target, by="system", note=_SILENCE)
