"""What after-sales do when payments has news."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import subscribe
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.aftersales.actions.note_arrival import note_arrival
from jishi.trade.payments.events import RefundSucceeded


@subscribe(RefundSucceeded)
def note_arrived_money(event: RefundSucceeded) -> None:
    """The money of a case has reached its buyer."""
    parts = event.business_ref.split(":")
    if len(parts) == 3 and parts[0] == "aftersale" and parts[2] == "refund":
        note_arrival(actor=SYSTEM, case_id=UUID(parts[1]))
