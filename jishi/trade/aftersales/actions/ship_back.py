"""Send goods back to the shop."""

from __future__ import annotations

import re
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.types import SYSTEM, Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions._refund import refund_case
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.claims import earns_fast_refund
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus, AfterSaleView

_TRACKING = re.compile(r"[A-Za-z0-9-]{4,40}")


def clean_parcel(carrier: str, tracking_number: str) -> tuple[str, str]:
    """Carrier and number of a parcel; raises InvalidInput, TextTooLong."""
    carrier = clean_line(carrier, field="carrier", limit=40)
    tracking_number = clean_line(tracking_number, field="tracking_number", limit=40)
    if not _TRACKING.fullmatch(tracking_number):
        raise InvalidInput(field="tracking_number")
    return carrier, tracking_number


def ship_back(
    *, actor: Actor, case_id: UUID, carrier: str, tracking_number: str, idempotency_key: str
) -> AfterSaleView:
    """Say by whom and under which number the goods go back.

    For the buyer. A good buyer's money comes back at once; the shop counts the goods later.
    Raises InvalidInput, TextTooLong, NotFound, NotAllowed, TransitionRefused,
    IdempotencyConflict.
    """
    carrier, tracking_number = clean_parcel(carrier, tracking_number)

    def run(case: AfterSale, by: str) -> None:
        case.return_carrier, case.return_number = carrier, tracking_number
        case.returned_at = clock.now()
        note = f"{carrier} {tracking_number}"
        move_after_sale(
            actor=actor, case=case, target=AfterSaleStatus.AWAITING_RECEIPT, by=by, note=note
        )
        if case.kind == AfterSaleKind.RETURN_REFUND and earns_fast_refund(case):
            case.is_fast = True
            refund_case(actor=SYSTEM, case=case, by="system", note="fast refund")

    return step_once(
        actor=actor,
        action="ship_back",
        case_id=case_id,
        key=idempotency_key,
        by=("buyer",),
        words=(carrier, tracking_number),
        run=run,
    )
