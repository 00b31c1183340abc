"""Order goods: one checkout, an order for each shop, a payment to make, stock held for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import IdempotencyConflict
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.money import MAX_MINOR
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.reserve_stock import reserve_stock
from jishi.trade.catalog.errors import StockShort
from jishi.trade.catalog.queries import get_skus
from jishi.trade.catalog.types import SkuOffer
from jishi.trade.orders.actions._input import check_key, check_lines, check_notes
from jishi.trade.orders.actions._place import Start, link_payment, read_start, write_checkout
from jishi.trade.orders.errors import (
    AddressMissing,
    AmountTooLarge,
    PriceDiffers,
    SkuUnavailable,
)
from jishi.trade.orders.events import OrderPlaced
from jishi.trade.orders.policies import DISPATCH_HOURS, UNPAID_MINUTES
from jishi.trade.orders.queries.orders import load_checkout
from jishi.trade.orders.queries.rows import attribution_json
from jishi.trade.orders.rules import RESERVATION_GRACE, dispatch_hours, order_number
from jishi.trade.orders.types import CHECKOUT_PREFIX, CheckoutView, OrderLineInput
from jishi.trade.payments.actions.open_payment import open_payment


def place_order(
    *,
    actor: Actor,
    lines: Sequence[OrderLineInput],
    address_id: UUID,
    notes: Mapping[UUID | str, str] | None = None,
    provider: str = "sandbox",
    idempotency_key: str,
) -> CheckoutView:
    """Order what is listed at the prices the buyer was shown, to be paid within 30 minutes.

    The same key with the same input answers with the same checkout, with other input raises
    IdempotencyConflict. Raises NotSignedIn, NothingToOrder, TooManyLines, QuantityInvalid,
    AddressMissing, SkuUnavailable, PriceDiffers, AmountTooLarge, StockShort; nothing is kept.
    """
    require_transaction()
    buyer_id = actor.require_person()
    check_key(idempotency_key)
    lines = check_lines(lines)
    words = check_notes(notes)
    digest = hash_input(
        [[asdict(line) for line in lines], address_id, sorted(words.items()), provider]
    )
    start = read_start(buyer_id, idempotency_key, address_id, len(lines))
    if start.checkout_id is not None:
        return _replay(start.checkout_id, start.input_hash, digest, idempotency_key)
    if start.address is None:
        raise AddressMissing()
    offers = get_skus(line.sku_id for line in lines)
    for line in lines:
        _check_offer(line, offers.get(line.sku_id))
    checkout = _Checkout(buyer_id, start, lines, offers, words)
    if not write_checkout(checkout.rows(idempotency_key, digest)):
        # The other half of a double click was first: its checkout is there by now.
        start = read_start(buyer_id, idempotency_key, address_id, 0)
        assert start.checkout_id is not None
        return _replay(start.checkout_id, start.input_hash, digest, idempotency_key)
    reference = f"{CHECKOUT_PREFIX}:{checkout.id}"
    payment = open_payment(
        actor=actor,
        reference=reference,
        amount_minor=checkout.total_minor,
        currency=checkout.currency,
        provider=provider,
        payer_id=buyer_id,
        expires_at=checkout.expires_at,
        idempotency_key=reference,
        description=next(iter(offers.values())).title,
    )
    link_payment(checkout.id, payment.id, buyer_id, [line.sku_id for line in lines])
    audit(
        actor=actor,
        action="place_order",
        subject_kind="checkout",
        subject_id=checkout.id,
        detail={"total_minor": checkout.total_minor, "orders": checkout.numbers},
    )
    view = load_checkout(checkout.id)
    for order in view.orders:
        record(
            OrderPlaced(
                order_id=order.id,
                checkout_id=view.id,
                shop_id=order.shop_id,
                buyer_id=buyer_id,
                total_minor=order.total_minor,
                currency=order.currency,
            )
        )
    # Last, since the stock row of a sought-after SKU is held from here to the commit.
    reserve_stock(
        actor=actor,
        lines=[(line.sku_id, line.quantity) for line in lines],
        reference=reference,
        expires_at=checkout.expires_at + RESERVATION_GRACE,
    )
    return view


def _replay(checkout_id: UUID, known: str, digest: str, key: str) -> CheckoutView:
    if known != digest:
        raise IdempotencyConflict(key=key)
    return load_checkout(checkout_id)


def _check_offer(line: OrderLineInput, offer: SkuOffer | None) -> None:
    if offer is None or not offer.is_buyable:
        raise SkuUnavailable(sku_id=line.sku_id, title=offer.title if offer else "?")
    if offer.sku.price_minor != line.expected_price_minor:
        raise PriceDiffers(
            sku_id=line.sku_id,
            title=offer.title,
            price_minor=offer.sku.price_minor,
            expected_price_minor=line.expected_price_minor,
        )
    if offer.sku.available < line.quantity:  # told early; the reservation has the last word
        raise StockShort(sku_id=line.sku_id, left=max(0, offer.sku.available))


class _Checkout:
    """A checkout before it is written: what goes into its rows."""

    def __init__(
        self,
        buyer_id: UUID,
        start: Start,
        lines: Sequence[OrderLineInput],
        offers: Mapping[UUID, SkuOffer],
        words: Mapping[UUID, str],
    ) -> None:
        self.id, self.buyer_id, self.now = new_id(), buyer_id, clock.now()
        self.expires_at: datetime = self.now + timedelta(minutes=UNPAID_MINUTES.get())
        self.currency = offers[lines[0].sku_id].sku.currency
        self.address = start.address
        self.words, self.offers = words, offers
        self.by_shop: dict[UUID, list[OrderLineInput]] = {}
        for line in lines:
            self.by_shop.setdefault(offers[line.sku_id].shop_id, []).append(line)
        day = self.now.astimezone(ZoneInfo(settings.time_zone)).strftime("%Y%m%d")
        self.numbers = [order_number(day, n) for n in start.sequence[: len(self.by_shop)]]
        self.total_minor = sum(line.expected_price_minor * line.quantity for line in lines)
        if self.total_minor > MAX_MINOR:
            raise AmountTooLarge()

    def rows(self, key: str, digest: str) -> dict[str, Any]:
        """What `write_checkout` takes: the checkout's own values, and its orders and lines."""
        orders: list[dict[str, Any]] = []
        rows: list[dict[str, Any]] = []
        for number, (shop_id, lines) in zip(self.numbers, self.by_shop.items(), strict=True):
            order_id = new_id()
            promises = [p for line in lines for p in self.offers[line.sku_id].promises]
            orders.append(
                {
                    "id": str(order_id),
                    "number": number,
                    "shop_id": str(shop_id),
                    "total_minor": sum(x.expected_price_minor * x.quantity for x in lines),
                    "note": self.words.get(shop_id, ""),
                    "dispatch_hours": dispatch_hours(promises, DISPATCH_HOURS.get()),
                }
            )
            rows += [self._line(order_id, at, line) for at, line in enumerate(lines)]
        return {
            "id": self.id,
            "buyer": self.buyer_id,
            "total": self.total_minor,
            "currency": self.currency,
            "key": key,
            "hash": digest,
            "expires": self.expires_at,
            "now": self.now,
            "address": self.address,
            "orders": orders,
            "lines": rows,
        }

    def _line(self, order_id: UUID, position: int, line: OrderLineInput) -> dict[str, Any]:
        offer = self.offers[line.sku_id]
        return {
            "id": str(new_id()),
            "order_id": str(order_id),
            "position": position,
            "sku_id": str(line.sku_id),
            "product_id": str(offer.sku.product_id),
            "title": offer.title,
            "options": offer.sku.options,
            "picture_key": offer.picture_key,
            "quantity": line.quantity,
            "price_minor": offer.sku.price_minor,
            "list_price_minor": offer.sku.list_price_minor,
            "total_minor": offer.sku.price_minor * line.quantity,
            "promises": offer.promises,
            "attribution": attribution_json(line.attribution),
        }
