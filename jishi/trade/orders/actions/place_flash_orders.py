"""Order goods of a flash sale for many buyers in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit_all
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput, NotFound, NotSignedIn
from jishi.foundation.kernel.events import record_all
from jishi.foundation.kernel.ids import id_array, new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import ActorKind
from jishi.trade.catalog.actions.reserve_for_many import reserve_for_many
from jishi.trade.catalog.queries import get_skus
from jishi.trade.catalog.types import SkuOffer
from jishi.trade.orders.actions._flash_columns import FlashRow, flash_columns, wish_digest
from jishi.trade.orders.actions._flash_rows import (
    FlashStart,
    read_flash_starts,
    write_flash_checkouts,
)
from jishi.trade.orders.errors import (
    AddressMissing,
    PayableDiffers,
    PlacedMeanwhile,
    SkuUnavailable,
)
from jishi.trade.orders.events import OrderPlaced
from jishi.trade.orders.rules import KEY_LIMIT, RESERVATION_GRACE
from jishi.trade.orders.types import CHECKOUT_PREFIX, FlashOrder, FlashPlaced
from jishi.trade.payments.actions.open_payments import PaymentRequest, open_payments
from jishi.trade.promotions.actions.take_flash import take_flash
from jishi.trade.promotions.policies import FLASH_UNPAID_MINUTES
from jishi.trade.promotions.types import FlashItemView, FlashVerdict, FlashWish


def place_flash_orders(*, item: FlashItemView, wishes: Sequence[FlashOrder]) -> list[FlashPlaced]:
    """As `place_order` for one flash item each, first come first served; an answer for each wish.

    A wish that cannot be met is answered with the code of what refuses it, and the others are
    placed. Raises StockShort, PlacedMeanwhile when the whole has to be tried again.
    """
    require_transaction()
    offer = get_skus([item.sku_id]).get(item.sku_id)
    first: dict[tuple[UUID, str], int] = {}  # where each key stands first in the batch
    starts = read_flash_starts(
        [w.buyer_id for w in wishes],
        [w.idempotency_key for w in wishes],
        [w.address_id for w in wishes],
    )
    answers: list[FlashPlaced | None] = [None] * len(wishes)
    rows: list[FlashRow] = []
    for i, wish in enumerate(wishes):
        if first.setdefault((wish.buyer_id, wish.idempotency_key), i) == i:
            answers[i] = _early(item, offer, wish, starts.get(i))
            if answers[i] is None:
                rows.append((i, wish, starts[i], new_id()))
    if rows and offer is not None:
        _place(item, offer, rows, answers)
    return [
        answer or _same(answers, first[wish.buyer_id, wish.idempotency_key])
        for answer, wish in zip(answers, wishes, strict=True)
    ]


def _same(answers: Sequence[FlashPlaced | None], first: int) -> FlashPlaced:
    answer = answers[first]
    assert answer is not None, "every first wish of a key has an answer"
    return answer


def _early(
    item: FlashItemView, offer: SkuOffer | None, wish: FlashOrder, start: FlashStart | None
) -> FlashPlaced | None:
    """The answer that needs no goods: a repeated request, or what is wrong with it."""
    if start is None or not start.is_active:
        return FlashPlaced(error=NotSignedIn.code)
    if start.checkout_id is not None:
        if start.input_hash != wish_digest(item.id, wish):
            return FlashPlaced(error=IdempotencyConflict.code)
        return FlashPlaced(start.checkout_id, start.payment_id)
    if not 1 <= len(wish.idempotency_key) <= KEY_LIMIT or not 1 <= wish.quantity <= 999:
        return FlashPlaced(error=InvalidInput.code)
    if start.address is None:
        return FlashPlaced(error=AddressMissing.code)
    if offer is None or not offer.is_buyable or item.price_minor >= offer.sku.price_minor:
        return FlashPlaced(error=SkuUnavailable.code)
    if wish.expected_payable_minor != item.price_minor * wish.quantity:
        return FlashPlaced(error=PayableDiffers.code)
    return None


def _place(
    item: FlashItemView,
    offer: SkuOffer,
    rows: Sequence[FlashRow],
    answers: list[FlashPlaced | None],
) -> None:
    verdict = take_flash(
        item_id=item.id,
        wishes=[
            FlashWish(wish.buyer_id, wish.quantity, f"{CHECKOUT_PREFIX}:{checkout_id}")
            for _, wish, _, checkout_id in rows
        ],
        most=offer.sku.available,
    )
    if verdict is None:
        for i, *_ in rows:
            answers[i] = FlashPlaced(error=NotFound.code)
        return
    for at, code in verdict.refused:
        answers[rows[at][0]] = FlashPlaced(error=code)
    kept = [rows[at] for at in verdict.granted]
    if kept:
        payments = [new_id() for _ in kept]
        _write(verdict, offer, kept, payments)
        for (i, _, _, checkout_id), payment_id in zip(kept, payments, strict=True):
            answers[i] = FlashPlaced(checkout_id, payment_id)


def _write(
    verdict: FlashVerdict, offer: SkuOffer, rows: Sequence[FlashRow], payments: Sequence[UUID]
) -> None:
    item, now = verdict.item, clock.now()
    expires_at = now + timedelta(minutes=FLASH_UNPAID_MINUTES.get())
    orders = [new_id() for _ in rows]
    columns = flash_columns(item, offer, rows) | {
        "payments": id_array(payments),
        "orders": id_array(orders),
        "lines": id_array(new_id() for _ in rows),
        "expires": expires_at,
        "now": now,
    }
    if write_flash_checkouts(columns) < len(rows):
        raise PlacedMeanwhile()
    references = [f"{CHECKOUT_PREFIX}:{checkout_id}" for *_, checkout_id in rows]
    open_payments(
        requests=[
            PaymentRequest(key, ref, wish.expected_payable_minor, wish.provider, wish.buyer_id)
            for key, ref, (_, wish, _, _) in zip(payments, references, rows, strict=True)
        ],
        currency=offer.sku.currency,
        description=offer.title,
        expires_at=expires_at,
    )
    audit_all(
        [(wish.buyer_id, checkout_id) for _, wish, _, checkout_id in rows],
        actor_kind=ActorKind.PERSON,
        action="place_order",
        subject_kind="checkout",
    )
    record_all(
        [
            OrderPlaced(
                order_id=order_id,
                checkout_id=checkout_id,
                shop_id=offer.shop_id,
                buyer_id=wish.buyer_id,
                total_minor=offer.sku.price_minor * wish.quantity,
                payable_minor=wish.expected_payable_minor,
                currency=offer.sku.currency,
            )
            for order_id, (_, wish, _, checkout_id) in zip(orders, rows, strict=True)
        ]
    )
    # Last, since the stock row is held from here to the commit.
    reserve_for_many(
        sku_id=offer.stock_sku_id,
        wanted=[(ref, row[1].quantity) for ref, row in zip(references, rows, strict=True)],
        expires_at=expires_at + RESERVATION_GRACE,
    )
