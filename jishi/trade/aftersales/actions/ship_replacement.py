"""Send a replacement for goods that came back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.actions.ship_back import clean_parcel
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.types import AfterSaleStatus, AfterSaleView
from jishi.trade.catalog.actions.commit_reservation import commit_reservation
from jishi.trade.catalog.actions.reserve_stock import reserve_stock


def ship_replacement(
    *, actor: Actor, case_id: UUID, carrier: str, tracking_number: str, idempotency_key: str
) -> AfterSaleView:
    """The same goods again, out of stock, on their way to the buyer.

    For the shop's people. Raises StockShort when none is left: agree to a refund instead;
    InvalidInput, TextTooLong, NotFound, NotAllowed, TransitionRefused, IdempotencyConflict.
    """
    carrier, tracking_number = clean_parcel(carrier, tracking_number)

    def run(case: AfterSale, by: str) -> None:
        now = clock.now()
        case.replacement_carrier, case.replacement_number = carrier, tracking_number
        case.replaced_at = now
        note = f"{carrier} {tracking_number}"
        move_after_sale(
            actor=actor, case=case, target=AfterSaleStatus.REPLACEMENT_SENT, by=by, note=note
        )
        reference = f"aftersale:{case.id}:replacement"
        reserve_stock(
            actor=actor,
            lines=[(case.sku_id, case.quantity)],
            reference=reference,
            expires_at=now + timedelta(minutes=1),
        )
        commit_reservation(actor=actor, reference=reference)

    return step_once(
        actor=actor,
        action="ship_replacement",
        case_id=case_id,
        key=idempotency_key,
        by=("merchant",),
        words=(carrier, tracking_number),
        run=run,
    )
