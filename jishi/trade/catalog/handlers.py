"""What the catalog does when shops have news."""

from __future__ import annotations

from jishi.foundation.kernel.events import subscribe
from jishi.trade.catalog.actions.review_selling_rights import review_selling_rights
from jishi.trade.shops.events import SellingRightsChanged


@subscribe(SellingRightsChanged)
def follow_selling_rights(event: SellingRightsChanged) -> None:
    """Hold or let go the shop's products."""
    review_selling_rights(shop_id=event.shop_id)
