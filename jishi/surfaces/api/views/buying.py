"""Cart, addresses, checkouts and one's own orders."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router

from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.api.answers import answer, list_answer, page_answer
from jishi.surfaces.api.auth import Allowed, actor_of
from jishi.surfaces.api.presenters import show_address, show_cart, show_checkout, show_order
from jishi.surfaces.api.schemas.parts import ErrorOut, PageOut
from jishi.surfaces.api.schemas.trade import (
    AddressIn,
    AddressOut,
    AttributionIn,
    CancelIn,
    CartAddIn,
    CartLineIn,
    CartOut,
    CheckoutOut,
    OrderIn,
    OrderOut,
)
from jishi.surfaces.api.types import Scope
from jishi.trade.orders.actions.add_to_cart import add_to_cart
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.place_order import place_order
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.actions.remove_from_cart import remove_from_cart
from jishi.trade.orders.actions.save_address import save_address
from jishi.trade.orders.actions.set_cart_quantity import set_cart_quantity
from jishi.trade.orders.queries import (
    get_cart,
    get_checkout,
    get_order,
    list_addresses,
    list_orders_of,
)
from jishi.trade.orders.types import Attribution, BuyerWord, OrderLineInput
from jishi.trade.payments.queries import get_default_provider

router = Router(tags=["buying"])
READ, WRITE = Allowed(Scope.ORDERS_READ), Allowed(Scope.ORDERS_WRITE)
Limit = Annotated[int, Query(ge=1, le=100)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        description="Chosen by the caller: the same key with the same input is answered again,"
        " nothing is done twice; with other input it is refused.",
    ),
]
REFUSALS = {401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 409: ErrorOut, 422: ErrorOut}


@router.get("/cart", response=CartOut, auth=READ)
def read_cart(request: HttpRequest) -> HttpResponse:
    """The caller's cart."""
    return answer(show_cart(get_cart(actor_of(request))))


@router.post("/cart/{sku_id}", response={200: CartOut, **REFUSALS}, auth=WRITE)
def add_line(request: HttpRequest, sku_id: UUID, line: CartAddIn) -> HttpResponse:
    """Add so many of a SKU to the cart."""
    with durable():
        cart = add_to_cart(
            actor=actor_of(request),
            sku_id=sku_id,
            quantity=line.quantity,
            attribution=_attribution(line.attribution),
        )
    return answer(show_cart(cart))


@router.put("/cart/{sku_id}", response={200: CartOut, **REFUSALS}, auth=WRITE)
def set_line(request: HttpRequest, sku_id: UUID, line: CartLineIn) -> HttpResponse:
    """Have exactly so many of a SKU in the cart; 0 takes it out."""
    actor = actor_of(request)
    with durable():
        if line.quantity:
            cart = set_cart_quantity(actor=actor, sku_id=sku_id, quantity=line.quantity)
        else:
            cart = remove_from_cart(actor=actor, sku_ids=[sku_id])
    return answer(show_cart(cart))


@router.delete("/cart/{sku_id}", response=CartOut, auth=WRITE)
def remove_line(request: HttpRequest, sku_id: UUID) -> HttpResponse:
    """Take a SKU out of the cart; nothing happens when it isn't there."""
    with durable():
        cart = remove_from_cart(actor=actor_of(request), sku_ids=[sku_id])
    return answer(show_cart(cart))


@router.get("/addresses", response=PageOut[AddressOut], auth=READ)
def read_addresses(request: HttpRequest) -> HttpResponse:
    """The caller's address book."""
    entries = list_addresses(actor_of(request).require_person())
    return list_answer(show_address(entry) for entry in entries)


@router.post("/addresses", response={201: AddressOut, **REFUSALS}, auth=WRITE)
def add_address(request: HttpRequest, address: AddressIn) -> HttpResponse:
    """Add an address."""
    with durable():
        entry = save_address(actor=actor_of(request), **address.dict())
    return answer(show_address(entry), 201)


@router.get("/orders", response={200: PageOut[OrderOut], **REFUSALS}, auth=READ)
def list_mine(
    request: HttpRequest,
    word: BuyerWord | None = None,
    cursor: str | None = None,
    limit: Limit = 20,
) -> HttpResponse:
    """The caller's orders, newest first; `word` is the state in the buyer's one word."""
    buyer_id = actor_of(request).require_person()
    return page_answer(list_orders_of(buyer_id, word=word, cursor=cursor, limit=limit), show_order)


@router.get("/orders/{order_id}", response={200: OrderOut, **REFUSALS}, auth=READ)
def read_order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order, for its buyer and its shop's people."""
    return answer(show_order(get_order(actor_of(request), order_id)))


@router.post("/orders", response={201: CheckoutOut, **REFUSALS}, auth=WRITE)
def place(request: HttpRequest, order: OrderIn, idempotency_key: Key) -> HttpResponse:
    """Order; stock is held until `expires_at`, the buyer pays at `payment_url`.

    Refused with `price_changed` when a price isn't the one that was shown.
    """
    lines = [
        OrderLineInput(
            sku_id=line.sku_id,
            quantity=line.quantity,
            expected_price_minor=line.expected_price_minor,
            attribution=_attribution(line.attribution),
        )
        for line in order.lines
    ]
    with durable():
        checkout = place_order(
            actor=actor_of(request),
            lines=lines,
            address_id=order.address_id,
            notes={str(shop): words for shop, words in order.notes.items()},
            provider=order.provider or get_default_provider(),
            idempotency_key=idempotency_key,
        )
    return answer(show_checkout(checkout), 201)


@router.get("/checkouts/{checkout_id}", response={200: CheckoutOut, **REFUSALS}, auth=READ)
def read_checkout(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """Whether a checkout is paid, and its orders."""
    return answer(show_checkout(get_checkout(actor_of(request), checkout_id)))


@router.post("/orders/{order_id}/cancel", response={200: OrderOut, **REFUSALS}, auth=WRITE)
def cancel(
    request: HttpRequest, order_id: UUID, words: CancelIn, idempotency_key: Key
) -> HttpResponse:
    """Cancel before it is shipped; what was paid goes back in full."""
    with durable():
        order = cancel_order(
            actor=actor_of(request),
            order_id=order_id,
            reason=words.reason,
            idempotency_key=idempotency_key,
        )
    return answer(show_order(order))


@router.post("/orders/{order_id}/receive", response={200: OrderOut, **REFUSALS}, auth=WRITE)
def receive(request: HttpRequest, order_id: UUID, idempotency_key: Key) -> HttpResponse:
    """Confirm receipt; the time for returns begins."""
    with durable():
        order = receive_order(
            actor=actor_of(request), order_id=order_id, idempotency_key=idempotency_key
        )
    return answer(show_order(order))


def _attribution(given: AttributionIn | None) -> Attribution:
    if given is None:
        return Attribution(scene="api")
    return Attribution(
        scene=given.scene,
        content_kind=given.content_kind,
        content_id=given.content_id,
        decision_id=given.decision_id,
    )
