"""What a batch of flash orders writes, as the columns of its statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import id_array
from jishi.foundation.kernel.settings import settings
from jishi.trade.catalog.types import SkuOffer
from jishi.trade.orders.actions._flash_rows import FlashStart
from jishi.trade.orders.policies import DISPATCH_HOURS
from jishi.trade.orders.queries.rows import attribution_json
from jishi.trade.orders.rules import dispatch_hours, order_number
from jishi.trade.orders.types import FlashOrder
from jishi.trade.promotions.types import FlashItemView

FlashRow = tuple[int, FlashOrder, FlashStart, UUID]  # index, wish, what is known, checkout id


def flash_columns(
    item: FlashItemView, offer: SkuOffer, rows: Sequence[FlashRow]
) -> dict[str, object]:
    """All columns of the rows, each an array or one value for the whole batch."""
    day = clock.now().astimezone(ZoneInfo(settings.time_zone)).strftime("%Y%m%d")
    return {
        "checkouts": id_array(checkout_id for *_, checkout_id in rows),
        "buyers": id_array(wish.buyer_id for _, wish, _, _ in rows),
        "numbers": json.dumps([order_number(day, start.sequence) for _, _, start, _ in rows]),
        "keys": json.dumps([wish.idempotency_key for _, wish, _, _ in rows]),
        "hashes": json.dumps([wish_digest(item.id, wish) for _, wish, _, _ in rows]),
        "counts": [wish.quantity for _, wish, _, _ in rows],
        "addresses": f"[{','.join(start.address or 'null' for _, _, start, _ in rows)}]",
        "sources": json.dumps([attribution_json(wish.attribution) for _, wish, _, _ in rows]),
        "price": offer.sku.price_minor,
        "pay": item.price_minor,
        "listed": offer.sku.list_price_minor,
        "currency": offer.sku.currency,
        "shop": offer.shop_id,
        "sku": item.sku_id,
        "product": item.product_id,
        "item": str(item.id),
        "sale": item.sale_title,
        "title": offer.title,
        "options": json.dumps(offer.sku.options),
        "picture": offer.picture_key,
        "promises": json.dumps(offer.promises),
        "hours": dispatch_hours(offer.promises, DISPATCH_HOURS.get()),
    }


def wish_digest(item_id: UUID, wish: FlashOrder) -> str:
    words = f"{item_id}:{wish.address_id}:{wish.quantity}:{wish.expected_payable_minor}"
    return sha256(words.encode()).hexdigest()
