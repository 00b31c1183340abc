"""Checkout on one page, and what became of its payment."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotAllowed
from jishi.foundation.kernel.idempotency import once
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.attribution import FIELDS
from jishi.surfaces.market.flash import make_ticket, open_ticket, order_with_ticket
from jishi.surfaces.market.forms import AddressFields, read_address
from jishi.surfaces.market.presenters.basket import (
    PricedBasket,
    load_basket,
    open_line,
    price_basket,
    query_of,
)
from jishi.surfaces.market.presenters.freight import quote_basket
from jishi.surfaces.market.requests import find_id, parse_id, parse_quantity, signed_in
from jishi.trade.catalog.queries import get_skus
from jishi.trade.orders.actions.place_order import place_order
from jishi.trade.orders.actions.remove_from_cart import remove_from_cart
from jishi.trade.orders.actions.save_address import save_address
from jishi.trade.orders.queries import get_checkout, list_addresses
from jishi.trade.orders.types import CheckoutStatus, CheckoutView
from jishi.trade.payments.queries import (
    get_default_provider,
    get_payment,
    list_offered_providers,
)
from jishi.trade.promotions.queries import get_flash_item
from jishi.trade.promotions.types import Kind
from jishi.trade.shipping.queries import list_templates, list_terms


@require_POST
def buy_now(request: HttpRequest) -> HttpResponse:
    """From a product's page straight to checkout; signing in, if needed, leads there as well."""
    values = {
        "sku": str(parse_id(request.POST.get("sku_id"), "sku_id")),
        "n": parse_quantity(request.POST.get("quantity", "1")),
        **{name: request.POST[name][:40] for name in FIELDS if request.POST.get(name)},
    }
    return redirect("/checkout/?" + urlencode(values))


@require_safe
@signed_in
def show_checkout(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is bought, where it goes, what it costs; one payment for all shops."""
    basket = load_basket(actor, request.GET)
    if not basket.shops:
        return redirect("/cart/")
    addresses = list_addresses(actor.require_person())
    chosen = find_id(request.GET.get("address"))
    priced = price_basket(actor, basket, request.GET)
    entry = next((a for a in addresses if a.id == chosen), addresses[0] if addresses else None)
    freight = quote_basket(priced, entry.address if entry else None)
    data = {
        "basket": basket,
        "priced": priced,
        "ticket": _ticket(actor, priced, request.GET),
        "addresses": addresses,
        "chosen": entry.id if entry else None,
        "freight": freight,
        "here": _without_address(request.GET),
        "due_minor": priced.quote.payable_minor + freight.total_minor,
        "came": [(n, request.GET[n][:40]) for n in FIELDS if request.GET.get(n)],
        "providers": list_offered_providers(basket.currency),
        "provider": request.GET.get("provider") or get_default_provider(),
    }
    return render(request, "market/checkout.html", data)


def _ticket(actor: Actor, priced: PricedBasket, values: QueryDict) -> str:
    """A ticket for a basket that is one line at its flash price and nothing else; else none."""
    kinds = [a for line in priced.quote.lines for a in line.adjustments]
    is_flash = len(priced.quote.lines) == 1 and [a.kind for a in kinds] == [Kind.FLASH]
    if not is_flash or kinds[0].promotion_id is None or values.get("from") == "cart":
        return ""
    line = priced.basket.lines[0]
    if not _goes_plainly(line.sku.id):
        return ""
    return make_ticket(
        item=get_flash_item(kinds[0].promotion_id),
        person_id=actor.require_person(),
        quantity=line.quantity,
        key=f"flash:{new_id()}",
        attribution=line.attribution,
    )


def _goes_plainly(sku_id: UUID) -> bool:
    """Whether an order of this alone has no freight, no limit a person and no date to wait for.

    The door for a rush asks none of that; whoever needs it goes by the ordinary way.
    """
    offer = get_skus([sku_id]).get(sku_id)
    if offer is None or offer.limit or offer.ships_on or offer.is_virtual or offer.has_pickup:
        return False
    product_id = offer.sku.product_id
    return not list_templates(offer.shop_id) and product_id not in list_terms([product_id])


def _without_address(values: QueryDict) -> str:
    kept = values.copy()
    kept.pop("address", None)
    return kept.urlencode()


@require_POST
@signed_in
def place(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Places the order and leads to the payment; the form's key makes a double click one order.

    What is wrong is said on the checkout page, with everything still chosen.
    """
    try:
        with durable():
            checkout = _place(request, actor)
    except DomainError as error:
        messages.error(request, error.message())
        return redirect("/checkout/?" + query_of(request.POST))
    return redirect(_payment_path(checkout))


def _place(request: HttpRequest, actor: Actor) -> CheckoutView:
    key = request.POST.get("key", "")
    if find_id(key) is None:
        raise InvalidInput(field="key")
    lines = [open_line(token) for token in request.POST.getlist("line")]
    if request.POST.get("address") == "new":
        address_id = _save_once(actor, read_address(request.POST), key)
    else:
        address_id = parse_id(request.POST.get("address"), "address")
    checkout = place_order(
        actor=actor,
        lines=lines,
        address_id=address_id,
        notes=_notes(request.POST),
        coupons=_coupons(request.POST),
        expected_payable_minor=_expected(request.POST),
        provider=request.POST.get("provider") or get_default_provider(),
        idempotency_key=f"market:{key}",
    )
    if request.POST.get("from") == "cart":
        remove_from_cart(actor=actor, sku_ids=[line.sku_id for line in lines])
    return checkout


@require_POST
@signed_in
def place_flash(request: HttpRequest, actor: Actor) -> HttpResponse:
    """As `place`, for goods of a flash sale; the front door answers most of these by itself."""
    claims = open_ticket(request.POST.get("ticket", ""))
    if claims["p"] != str(actor.require_person()):
        raise NotAllowed()
    address = request.POST.get("address", "")
    try:
        if address == "new":
            with durable():
                address = str(_save_once(actor, read_address(request.POST), claims["k"]))
        placed = order_with_ticket(claims, address)
    except DomainError as error:
        messages.error(request, error.message())
        return redirect("/checkout/?" + query_of(request.POST))
    if placed.error:
        return redirect(f"/g/{claims['g']}?flash={placed.error}")
    return redirect(f"/payments/go/{placed.payment_id}/")


def _expected(values: QueryDict) -> int | None:
    """The amount due that the page showed."""
    text = values.get("expected")
    return parse_quantity(str(text)) if text else None


def _coupons(values: QueryDict) -> list[UUID] | None:
    """The coupons that the page reckoned with."""
    if not values.get("expected"):
        return None
    return [key for key in map(find_id, values.getlist("coupon")) if key]


def _notes(values: QueryDict) -> dict[UUID, str]:
    """What the buyer wrote to each shop."""
    notes: dict[UUID, str] = {}
    for name in values:
        shop_id = find_id(name.removeprefix("note-")) if name.startswith("note-") else None
        text = str(values.get(name) or "")
        if shop_id and text.strip():
            notes[shop_id] = text
    return notes


def _save_once(actor: Actor, fields: AddressFields, key: str) -> UUID:
    """The id of the new address; the same for a form that is sent twice."""
    return once(
        scope="market.checkout_address",
        owner=actor.require_person(),
        key=key,
        value=fields,
        kind=UUID,
        run=lambda: save_address(actor=actor, **fields).id,
    )


def _payment_path(checkout: CheckoutView) -> str:
    if checkout.status is CheckoutStatus.PENDING and checkout.payment_id:
        return get_payment(checkout.payment_id).redirect_url
    return f"/checkout/{checkout.id}/"


@require_safe
@signed_in
def show_result(request: HttpRequest, actor: Actor, checkout_id: UUID) -> HttpResponse:
    """Paid, waiting or closed, and what happens next; it renews itself while it waits."""
    checkout = get_checkout(actor, checkout_id)
    data = {
        "checkout": checkout,
        "status": str(checkout.status),
        "pay_path": _payment_path(checkout),
        "section": "orders",
    }
    return render(request, "market/checkout_result.html", data)
