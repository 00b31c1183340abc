"""What deposits do when payments have news."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import subscribe
from jishi.trade.deposits.actions.close_top_up import close_top_up
from jishi.trade.payments.events import PaymentClosed


@subscribe(PaymentClosed)
def give_up_top_up(event: PaymentClosed) -> None:
    """A payment into a deposit closed without money."""
    prefix, _, top_up_id = event.reference.partition(":")
    if prefix == "deposit":
        close_top_up(top_up_id=UUID(top_up_id))
