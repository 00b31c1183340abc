"""Say no to a role in a shop."""

from __future__ import annotations

from jishi.foundation.accounts.actions.decline_invitation import decline_invitation
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.queries import get_offer
from jishi.trade.shops.types import OfferView


def decline_offer(*, actor: Actor, token: str) -> OfferView:
    """End an offer for everybody who holds its link; raises InvitationUnusable."""
    require_transaction()
    offer = get_offer(token)
    decline_invitation(actor=actor, token=token)
    return offer
