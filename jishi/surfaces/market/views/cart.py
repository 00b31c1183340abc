"""The cart: what one means to buy, by shop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.attribution import read_attribution
from jishi.surfaces.market.requests import back_path, parse_id, parse_quantity, signed_in
from jishi.trade.orders.actions.add_to_cart import add_to_cart
from jishi.trade.orders.actions.remove_from_cart import remove_from_cart
from jishi.trade.orders.actions.set_cart_quantity import set_cart_quantity
from jishi.trade.orders.queries import get_cart


@require_safe
@signed_in
def show_cart(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cart with today's prices; lines that cannot be bought say why."""
    data = {"section": "cart", "cart": get_cart(actor), "back": "/mall/"}
    return render(request, "market/cart.html", data)


@require_POST
@signed_in
def add_line(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Adds to the cart and stays on the product's page."""
    sku_id = parse_id(request.POST.get("sku_id"), "sku_id")
    product_id = parse_id(request.POST.get("product_id"), "product_id")
    try:
        with durable():
            add_to_cart(
                actor=actor,
                sku_id=sku_id,
                quantity=parse_quantity(request.POST.get("quantity", "1")),
                attribution=read_attribution(request.POST, product_id, actor),
            )
    except DomainError as error:
        messages.error(request, error.message())
    else:
        messages.success(request, gettext("It is in your cart"))
    return redirect(back_path(request, f"/g/{product_id}"))


@require_POST
@signed_in
def change_line(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Makes a line so many, or takes it out; answers with the renewed list."""
    sku_id = parse_id(request.POST.get("sku_id"), "sku_id")
    with durable():
        if request.POST.get("remove"):
            cart = remove_from_cart(actor=actor, sku_ids=[sku_id])
        else:
            quantity = parse_quantity(request.POST.get("quantity"))
            cart = set_cart_quantity(actor=actor, sku_id=sku_id, quantity=quantity)
    if request.headers.get("HX-Request"):
        return render(request, "market/_cart_lines.html", {"cart": cart})
    return redirect("/cart/")
