"""Let a hold expire."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.actions._end_hold import give_back
from jishi.foundation.ledger.queries import get_hold
from jishi.foundation.ledger.types import HoldView, Phase


def expire_hold(*, hold_id: UUID) -> HoldView:
    """Give back a hold whose time is over; one still in time is left as it is.

    Raises HoldEnded when it was posted or voided, NotFound.
    """
    hold = get_hold(hold_id)
    if hold.expires_at > clock.now():
        return hold
    return give_back(SYSTEM, hold, Phase.EXPIRED)
