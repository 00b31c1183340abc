"""Messages: threads with shops, one thread, sending, what is new."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jishi.content.media.actions.store_picture import store_picture
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError, NotFound
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.presenters.talk import compose_bubbles, read_after, write_after
from jishi.surfaces.market.requests import find_id, signed_in
from jishi.trade.catalog.queries import get_product
from jishi.trade.conversations.actions.ask_shop import ask_shop
from jishi.trade.conversations.actions.mark_read import mark_read
from jishi.trade.conversations.policies import SEND_RATE
from jishi.trade.conversations.queries import (
    count_unread,
    find_thread,
    get_thread,
    list_messages,
    list_new_messages,
    list_threads_of,
)
from jishi.trade.conversations.types import MessageKind, MessageView, Side
from jishi.trade.orders.queries import get_order
from jishi.trade.shops.queries import get_front, get_shop_card
from jishi.trade.shops.types import ShopStatus

PICTURE_WIDTH = 720


@require_safe
@signed_in
def show_threads(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every shop that one has written to, newest first."""
    page = list_threads_of(actor.require_person(), cursor=request.GET.get("cursor"))
    return render(request, "market/messages.html", {"section": "messages", "page": page})


@require_safe
def show_unread(request: HttpRequest) -> HttpResponse:
    """The badge on the bar; nothing for visitors."""
    person_id = request.user.pk if request.user.is_authenticated else None
    count = count_unread(person_id) if person_id else 0
    return render(request, "market/_unread.html", {"count": count})


@require_safe
@signed_in
def show_thread(request: HttpRequest, actor: Actor, shop_id: UUID) -> HttpResponse:
    """What one has said with a shop; `product` or `order` lies ready to be sent."""
    return _page(request, actor, shop_id)


def _page(
    request: HttpRequest, actor: Actor, shop_id: UUID, error: DomainError | None = None
) -> HttpResponse:
    shop = get_shop_card(shop_id)
    if shop.status in (ShopStatus.APPLIED, ShopStatus.REJECTED):
        raise NotFound()
    thread_id = find_thread(actor.require_person(), shop_id)
    found: tuple[MessageView, ...] = ()
    older = None
    if thread_id is not None:
        page = list_messages(actor, thread_id, cursor=request.GET.get("cursor"))
        found, older = tuple(reversed(page.items)), page.next_cursor
        if get_thread(actor, thread_id).unread:
            with durable():
                mark_read(actor=actor, thread_id=thread_id)
    front, now = get_front(shop_id), clock.now()
    data = {
        "section": "messages",
        "shop": shop,
        "bubbles": compose_bubbles(found, Side.BUYER),
        "after": "" if request.GET.get("cursor") else write_after(found),
        "older": older,
        "is_older": bool(request.GET.get("cursor")),
        "staffed": front.is_staffed(now),
        "opens_at": front.next_opening(now),
        "ready": _ready(request, actor, shop_id),
        "error": error,
    }
    return render(request, "market/thread.html", data, status=error.status if error else 200)


def _ready(request: HttpRequest, actor: Actor, shop_id: UUID) -> dict[str, object] | None:
    """The product or order that the buyer came from, if it is this shop's and theirs."""
    product_id, order_id = find_id(request.GET.get("product")), find_id(request.GET.get("order"))
    if product_id:
        product = get_product(product_id, actor)
        if product.shop_id == shop_id:
            return {
                "kind": "product",
                "id": product.id,
                "title": product.title,
                "picture_key": product.picture_key,
                "amount_minor": product.price_minor,
                "currency": product.currency,
            }
    if order_id:
        order = get_order(actor, order_id)
        if order.shop_id == shop_id and order.buyer_id == actor.person_id:
            return {
                "kind": "order",
                "id": order.id,
                "title": order.lines[0].title,
                "number": order.number,
                "picture_key": order.lines[0].picture_key,
                "amount_minor": order.payable_minor,
                "currency": order.currency,
            }
    return None


@require_POST
@signed_in
def send(request: HttpRequest, actor: Actor, shop_id: UUID) -> HttpResponse:
    """One message; answers with what is new since `after`, or leads back to the thread."""
    check_rate("conversations.send", actor.person_id, SEND_RATE.get())
    kind, body, ref_id = read_sent(request, actor)
    with durable():
        ask_shop(actor=actor, shop_id=shop_id, kind=kind, body=body, ref_id=ref_id)
    if request.headers.get("HX-Request"):
        return _news(request, actor, shop_id, request.POST.get("after", ""))
    return redirect(f"/messages/{shop_id}/#end")


def read_sent(request: HttpRequest, actor: Actor) -> tuple[MessageKind, str, UUID | None]:
    """What a form of a thread sends: a card, a picture (stored here), or a text."""
    card = request.POST.get("kind")
    if card in (MessageKind.PRODUCT, MessageKind.ORDER):
        return MessageKind(card), "", find_id(request.POST.get("ref_id"))
    file = request.FILES.get("picture")
    if file:
        with durable():
            asset = store_picture(actor=actor, data=file.read(), filename=file.name or "")
        return MessageKind.PICTURE, asset.picture_for(PICTURE_WIDTH), None
    return MessageKind.TEXT, request.POST.get("body", ""), None


@require_safe
@signed_in
def show_new(request: HttpRequest, actor: Actor, shop_id: UUID) -> HttpResponse:
    """What was said since `after`; 204 when nothing was."""
    return _news(request, actor, shop_id, request.GET.get("after", ""))


def _news(request: HttpRequest, actor: Actor, shop_id: UUID, after: str) -> HttpResponse:
    thread_id = find_thread(actor.require_person(), shop_id)
    if thread_id is None:
        return HttpResponse(status=204)
    found = list_new_messages(actor, thread_id, read_after(after))
    if not found:
        return HttpResponse(status=204)
    if any(m.side is not Side.BUYER for m in found):
        with durable():
            mark_read(actor=actor, thread_id=thread_id)
    data = {
        "bubbles": compose_bubbles(found, Side.BUYER),
        "after": write_after(found, after),
        "address": f"/messages/{shop_id}/new",
        "quiet_day": bool(after),
    }
    return render(request, "market/_news.html", data)
