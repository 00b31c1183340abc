"""Say where a shop wants its goods back."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.models import ReturnAddress
from jishi.trade.aftersales.types import ReturnAddressView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def save_return_address(
    *,
    actor: Actor,
    shop_id: UUID,
    name: str,
    phone: str,
    region: str,
    street: str,
    postcode: str = "",
) -> ReturnAddressView:
    """Keep the address; cases agreed to from now on carry it.

    For the shop's people. Raises InvalidInput, TextTooLong, NotAllowed.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.ANSWER_AFTERSALES)
    address = ReturnAddressView(
        name=clean_line(name, field="name", limit=40),
        phone=clean_line(phone, field="phone", limit=20),
        region=clean_line(region, field="region", limit=80),
        street=clean_line(street, field="street", limit=200),
        postcode=clean_line(postcode, field="postcode", limit=12, required=False),
    )
    ReturnAddress.objects.update_or_create(
        shop_id=shop_id,
        defaults={
            "name": address.name,
            "phone": address.phone,
            "region": address.region,
            "street": address.street,
            "postcode": address.postcode,
            "updated_at": clock.now(),
        },
    )
    audit(actor=actor, action="save_return_address", subject_kind="shop", subject_id=shop_id)
    return address
