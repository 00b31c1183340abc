"""Give back what is held."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions._end_hold import give_back
from jishi.foundation.ledger.queries import get_hold
from jishi.foundation.ledger.types import HoldView, Phase


def void_hold(*, actor: Actor, hold_id: UUID) -> HoldView:
    """Give back all that is held; nothing happens when it was voided before.

    Raises HoldEnded when it was posted or has expired, NotFound.
    """
    return give_back(actor, get_hold(hold_id), Phase.VOIDED)
