"""Order goods: one checkout, an order for each shop, a payment to make, stock held for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import IdempotencyConflict
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.reserve_stock import reserve_stock
from jishi.trade.catalog.errors import StockShort
from jishi.trade.catalog.queries import get_skus
from jishi.trade.catalog.types import SkuOffer
from jishi.trade.orders.actions._draft import DraftCheckout
from jishi.trade.orders.actions._freight import plan_deliveries
from jishi.trade.orders.actions._input import check_key, check_lines, check_notes
from jishi.trade.orders.actions._limits import check_limits
from jishi.trade.orders.actions._place import link_payment, read_start, write_checkout
from jishi.trade.orders.errors import (
    AddressMissing,
    PayableDiffers,
    PriceDiffers,
    SkuUnavailable,
)
from jishi.trade.orders.events import OrderPlaced
from jishi.trade.orders.queries.buying import lines_to_quote
from jishi.trade.orders.queries.orders import load_checkout
from jishi.trade.orders.rules import RESERVATION_GRACE
from jishi.trade.orders.types import CHECKOUT_PREFIX, CheckoutView, OrderLineInput
from jishi.trade.payments.actions.open_payment import open_payment
from jishi.trade.promotions.actions.lock_promotions import lock_promotions
from jishi.trade.promotions.queries import quote
from jishi.trade.promotions.types import Quote


def place_order(
    *,
    actor: Actor,
    lines: Sequence[OrderLineInput],
    address_id: UUID,
    notes: Mapping[UUID, str] | Mapping[str, str] | None = None,
    provider: str = "sandbox",
    coupons: Sequence[UUID] | None = None,
    expected_payable_minor: int | None = None,
    pickups: Mapping[UUID, UUID] | None = None,
    idempotency_key: str,
) -> CheckoutView:
    """Order what is listed at the prices the buyer was shown, to be paid within 30 minutes.

    `coupons` are the claims to use; None uses those that save most. The sum due must be
    `expected_payable_minor`, where it is given. `pickups` names the point of each shop whose
    goods the buyer fetches; the freight of the others is part of the sum.

    The same key with the same input answers with the same checkout, with other input raises
    IdempotencyConflict. Raises NotSignedIn, NothingToOrder, TooManyLines, QuantityInvalid,
    AddressMissing, SkuUnavailable, PriceDiffers, PayableDiffers, AmountTooLarge, StockShort,
    RegionUnreachable, RegionUnknown, PickupPointMissing, MixedDelivery, CouponUnusable,
    FlashSoldOut, FlashLimit, PurchaseLimited; nothing is kept.
    """
    require_transaction()
    buyer_id = actor.require_person()
    check_key(idempotency_key)
    lines = check_lines(lines)
    words = check_notes(notes)
    given = [[asdict(line) for line in lines], address_id, sorted(words.items()), provider]
    fetched = dict(sorted((pickups or {}).items()))
    digest = hash_input([*given, coupons, expected_payable_minor, *map(str, fetched.items())])
    start = read_start(buyer_id, idempotency_key, address_id, len(lines))
    if start.checkout_id is not None:
        return _replay(start.checkout_id, start.input_hash, digest, idempotency_key)
    if start.address is None:
        raise AddressMissing()
    offers = get_skus(line.sku_id for line in lines)
    for line in lines:
        _check_offer(line, offers.get(line.sku_id))
    check_limits(buyer_id, lines, offers)
    prices = quote(buyer_id, lines_to_quote(lines, offers), coupons=coupons)
    ways = plan_deliveries(
        lines=lines, offers=offers, prices=prices, address=start.address, pickups=fetched
    )
    draft = DraftCheckout(buyer_id, start, lines, offers, words, prices, ways)
    if expected_payable_minor not in (None, draft.payable_minor):
        raise PayableDiffers(
            payable_minor=draft.payable_minor, expected_payable_minor=expected_payable_minor
        )
    if not write_checkout(draft.rows(idempotency_key, digest)):
        # The other half of a double click was first: its checkout is there by now.
        start = read_start(buyer_id, idempotency_key, address_id, 0)
        assert start.checkout_id is not None
        return _replay(start.checkout_id, start.input_hash, digest, idempotency_key)
    return _finish(actor, draft, lines, provider, prices)


def _finish(
    actor: Actor,
    draft: DraftCheckout,
    lines: Sequence[OrderLineInput],
    provider: str,
    prices: Quote,
) -> CheckoutView:
    """Ask for the money, tell the world, hold coupons, flash goods and stock."""
    reference = f"{CHECKOUT_PREFIX}:{draft.id}"
    payment = open_payment(
        actor=actor,
        reference=reference,
        amount_minor=draft.payable_minor,
        currency=draft.currency,
        provider=provider,
        payer_id=draft.buyer_id,
        expires_at=draft.expires_at,
        idempotency_key=reference,
        description=draft.title,
    )
    link_payment(draft.id, payment.id, draft.buyer_id, [line.sku_id for line in lines])
    audit(
        actor=actor,
        action="place_order",
        subject_kind="checkout",
        subject_id=draft.id,
        detail={"payable_minor": draft.payable_minor, "orders": draft.numbers},
    )
    view = load_checkout(draft.id)
    for order in view.orders:
        record(
            OrderPlaced(
                order_id=order.id,
                checkout_id=view.id,
                shop_id=order.shop_id,
                buyer_id=order.buyer_id,
                total_minor=order.total_minor,
                payable_minor=order.payable_minor,
                currency=order.currency,
            )
        )
    lock_promotions(actor=actor, quote=prices, reference=reference)
    # Last, since the stock row of a sought-after SKU is held from here to the commit.
    reserve_stock(
        actor=actor,
        lines=[(draft.offers[line.sku_id].stock_sku_id, line.quantity) for line in lines],
        reference=reference,
        expires_at=draft.expires_at + RESERVATION_GRACE,
        region=draft.region,
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
