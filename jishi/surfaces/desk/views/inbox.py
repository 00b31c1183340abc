"""Messages: buyers who wait, one thread beside its buyer, quick replies."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.market.presenters.talk import compose_bubbles, read_after, write_after
from jishi.surfaces.market.views.messages import read_sent
from jishi.trade.conversations.actions.add_quick_reply import add_quick_reply
from jishi.trade.conversations.actions.answer_buyer import answer_buyer
from jishi.trade.conversations.actions.mark_read import mark_read
from jishi.trade.conversations.actions.remove_quick_reply import remove_quick_reply
from jishi.trade.conversations.policies import SEND_RATE
from jishi.trade.conversations.queries import (
    count_waiting,
    get_answer_figures,
    get_thread,
    list_messages,
    list_new_messages,
    list_quick_replies,
    list_shop_threads,
)
from jishi.trade.conversations.types import Side, ThreadView
from jishi.trade.shops.types import Right


@require_safe
@desk_page(Right.ANSWER_BUYERS)
def index(request: HttpRequest, desk: Desk, thread_id: UUID | None = None) -> HttpResponse:
    """The inbox; with a thread, that beside it."""
    only_waiting = request.GET.get("show") == "waiting"
    page = list_shop_threads(
        desk.actor, desk.shop.id, is_waiting=only_waiting, cursor=request.GET.get("cursor")
    )
    waiting, since = count_waiting(desk.shop.id)
    data: dict[str, object] = {
        "desk": desk,
        "section": "messages",
        "page": page,
        "only_waiting": only_waiting,
        "waiting": waiting,
        "waiting_since": since,
        "figures": get_answer_figures(desk.shop.id),
        "is_desk": True,
    }
    if thread_id is not None:
        data |= _thread(request, desk, _own(desk, thread_id))
    return render(request, "desk/messages.html", data)


def _own(desk: Desk, thread_id: UUID) -> ThreadView:
    thread = get_thread(desk.actor, thread_id)
    if thread.shop_id != desk.shop.id:
        raise NotFound()
    return thread


def _thread(request: HttpRequest, desk: Desk, thread: ThreadView) -> dict[str, object]:
    before = request.GET.get("before")
    messages = list_messages(desk.actor, thread.id, cursor=before)
    found = tuple(reversed(messages.items))
    if thread.unread:
        with durable():
            mark_read(actor=desk.actor, thread_id=thread.id)
    address = [desk.shop.id, thread.id]
    return {
        "thread": thread,
        "bubbles": compose_bubbles(found, Side.SHOP),
        "after": write_after(found),
        "older": messages.next_cursor,
        "is_older": bool(before),
        "address": reverse("desk-thread-new", args=address),
        "send_address": reverse("desk-thread-send", args=address),
        "replies": list_quick_replies(desk.actor, desk.shop.id),
    }


@require_POST
@desk_page(Right.ANSWER_BUYERS)
def send(request: HttpRequest, desk: Desk, thread_id: UUID) -> HttpResponse:
    """One answer; with `reply`, that quick reply."""
    check_rate("conversations.send", desk.actor.person_id, SEND_RATE.get())
    _own(desk, thread_id)
    kind, body, ref_id = read_sent(request, desk.actor)
    with durable():
        answer_buyer(actor=desk.actor, thread_id=thread_id, kind=kind, body=body, ref_id=ref_id)
    if request.headers.get("HX-Request"):
        return _news(request, desk, thread_id, request.POST.get("after", ""))
    return redirect("desk-thread", shop_id=desk.shop.id, thread_id=thread_id)


@require_safe
@desk_page(Right.ANSWER_BUYERS)
def show_new(request: HttpRequest, desk: Desk, thread_id: UUID) -> HttpResponse:
    """What was said since `after`; 204 when nothing was."""
    _own(desk, thread_id)
    return _news(request, desk, thread_id, request.GET.get("after", ""))


def _news(request: HttpRequest, desk: Desk, thread_id: UUID, after: str) -> HttpResponse:
    found = list_new_messages(desk.actor, thread_id, read_after(after))
    if not found:
        return HttpResponse(status=204)
    if any(m.side is Side.BUYER for m in found):
        with durable():
            mark_read(actor=desk.actor, thread_id=thread_id)
    data = {
        "desk": desk,
        "is_desk": True,
        "bubbles": compose_bubbles(found, Side.SHOP),
        "after": write_after(found, after),
        "address": reverse("desk-thread-new", args=[desk.shop.id, thread_id]),
        "quiet_day": bool(after),
    }
    return render(request, "market/_news.html", data)


@require_POST
@desk_page(Right.ANSWER_BUYERS)
def keep_reply(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep a quick reply, or forget one (`remove`); leads back to where it was sent from."""
    gone = request.POST.get("remove", "")
    with durable():
        if gone:
            remove_quick_reply(actor=desk.actor, shop_id=desk.shop.id, reply_id=_id(gone))
        else:
            add_quick_reply(
                actor=desk.actor, shop_id=desk.shop.id, text=request.POST.get("text", "")
            )
    thread = request.POST.get("thread", "")
    if thread:
        return redirect("desk-thread", shop_id=desk.shop.id, thread_id=_id(thread))
    return redirect("desk-messages", shop_id=desk.shop.id)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None
