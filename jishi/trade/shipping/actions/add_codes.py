"""Put codes of a virtual product on the shelf."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shipping.models import Terms, VirtualCode
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

MOST_AT_ONCE = 5000


def add_codes(*, actor: Actor, shop_id: UUID, product_id: UUID, codes: Iterable[str]) -> int:
    """Add codes that buyers will get, one each; gives how many were new.

    Raises NotAllowed, NotFound for a product without terms in this shop, InvalidInput,
    TextTooLong.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.EDIT_PRODUCTS)
    if not Terms.objects.filter(product_id=product_id, shop_id=shop_id).exists():
        raise NotFound()
    cleaned = {clean_line(c, field="code", limit=200) for c in codes if c.strip()}
    if not cleaned or len(cleaned) > MOST_AT_ONCE:
        raise InvalidInput(field="codes")
    rows = VirtualCode.objects.filter(product_id=product_id, code__in=cleaned)
    fresh = sorted(cleaned - set(rows.values_list("code", flat=True)))
    now = clock.now()
    VirtualCode.objects.bulk_create(
        VirtualCode(product_id=product_id, code=code, added_at=now) for code in fresh
    )
    audit(
        actor=actor,
        action="add_codes",
        subject_kind="product",
        subject_id=product_id,
        detail={"count": len(fresh)},
    )
    return len(fresh)
