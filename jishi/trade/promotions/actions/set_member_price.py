"""Set what members of a shop pay for a SKU."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions._input import check_amount, check_maker, get_own_sku
from jishi.trade.promotions.models import MemberPrice


def set_member_price(*, actor: Actor, shop_id: UUID, sku_id: UUID, price_minor: int | None) -> None:
    """A lower price for members, or none any more. Raises InvalidInput, NotAllowed."""
    require_transaction()
    check_maker(actor, shop_id)
    offer = get_own_sku(shop_id, sku_id)
    if price_minor is None:
        MemberPrice.objects.filter(sku_id=sku_id).delete()
    else:
        check_amount(price_minor, "price_minor", most=offer.sku.price_minor - 1)
        MemberPrice.objects.update_or_create(
            sku_id=sku_id,
            defaults={
                "shop_id": shop_id,
                "product_id": offer.sku.product_id,
                "price_minor": price_minor,
            },
        )
    audit(
        actor=actor,
        action="set_member_price",
        subject_kind="sku",
        subject_id=sku_id,
        detail={"price_minor": price_minor},
    )
