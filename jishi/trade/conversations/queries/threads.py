"""Threads and messages, for the two sides of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from jishi.foundation.accounts.queries import list_person_cards
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page
from jishi.trade.conversations.models import Message, QuickReply, Thread
from jishi.trade.conversations.types import (
    MessageCard,
    MessageKind,
    MessageView,
    QuickReplyView,
    Side,
    ThreadView,
)
from jishi.trade.shops.queries import has_shop_right, list_shop_cards, require_shop_right
from jishi.trade.shops.types import Right

_NEW = 100


def message_of(row: Message) -> MessageView:
    """The view of a row of this room."""
    card = row.card
    return MessageView(
        id=row.id,
        thread_id=row.thread_id,
        side=Side(row.side),
        author_id=row.author_id,
        kind=MessageKind(row.kind),
        body=row.body,
        card=MessageCard(**{**card, "id": UUID(card["id"])}) if card else None,
        at=row.at,
    )


def _views(rows: Sequence[Thread], side: Side) -> list[ThreadView]:
    people = list_person_cards(row.buyer_id for row in rows)
    shops = list_shop_cards(row.shop_id for row in rows)
    return [
        ThreadView(
            id=row.id,
            buyer_id=row.buyer_id,
            buyer_name=people[row.buyer_id].display_name,
            buyer_avatar=people[row.buyer_id].avatar_key,
            shop_id=row.shop_id,
            shop_name=shops[row.shop_id].name,
            shop_logo=shops[row.shop_id].logo_key,
            last_kind=MessageKind(row.last_kind),
            last_text=row.last_text,
            last_side=Side(row.last_side),
            last_at=row.last_at,
            unread=row.buyer_unread if side is Side.BUYER else row.shop_unread,
            waiting_since=row.waiting_since,
        )
        for row in rows
    ]


def _page(rows: QuerySet[Thread], side: Side, cursor: str | None, limit: int) -> Page[ThreadView]:
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.filter(Q(last_at__lt=at) | Q(last_at=at, id__lt=key))
    found = list(rows.order_by("-last_at", "-id")[: limit + 1])
    return make_page(_views(found, side), limit, lambda t: (t.last_at, t.id))


def list_threads_of(
    buyer_id: UUID, *, cursor: str | None = None, limit: int = 30
) -> Page[ThreadView]:
    """A buyer's threads, newest first; three statements."""
    return _page(Thread.objects.filter(buyer_id=buyer_id), Side.BUYER, cursor, limit)


def list_shop_threads(
    actor: Actor,
    shop_id: UUID,
    *,
    is_waiting: bool = False,
    cursor: str | None = None,
    limit: int = 30,
) -> Page[ThreadView]:
    """A shop's threads, newest first, all or those that wait for an answer; four statements.

    Raises NotAllowed for those who may not answer its buyers.
    """
    require_shop_right(actor, shop_id, Right.ANSWER_BUYERS)
    rows = Thread.objects.filter(shop_id=shop_id)
    if is_waiting:
        rows = rows.filter(waiting_since__isnull=False)
    return _page(rows, Side.SHOP, cursor, limit)


def side_of(viewer: Actor, row: Thread) -> Side | None:
    """On which side of a thread somebody stands; None for a stranger."""
    if viewer.person_id is None:
        return None
    if viewer.person_id == row.buyer_id:
        return Side.BUYER
    if has_shop_right(viewer.person_id, row.shop_id, Right.ANSWER_BUYERS):
        return Side.SHOP
    return None


def get_thread(viewer: Actor, thread_id: UUID) -> ThreadView:
    """A thread, for its two sides and the operator; raises NotFound for others."""
    row, side = load_thread(viewer, thread_id)
    return _views([row], side)[0]


def load_thread(viewer: Actor, thread_id: UUID) -> tuple[Thread, Side]:
    """The row and the reader's side, for this room; raises NotFound for strangers."""
    row = Thread.objects.filter(id=thread_id).first()
    if row is None:
        raise NotFound()
    side = side_of(viewer, row)
    if side is None:
        if not viewer.is_operator:
            raise NotFound()
        side = Side.SHOP
    return row, side


def find_thread(buyer_id: UUID, shop_id: UUID) -> UUID | None:
    """The id of what the two have said, if they ever did."""
    rows = Thread.objects.filter(buyer_id=buyer_id, shop_id=shop_id)
    return rows.values_list("id", flat=True).first()


def list_messages(
    viewer: Actor, thread_id: UUID, *, cursor: str | None = None, limit: int = 50
) -> Page[MessageView]:
    """Messages of a thread, newest first, for those who may see it; raises NotFound.

    Two statements for a buyer, three for a shop's people.
    """
    load_thread(viewer, thread_id)
    limit = max(1, min(limit, MAX_PAGE))
    rows = Message.objects.filter(thread_id=thread_id)
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=key))
    found = [message_of(row) for row in rows.order_by("-at", "-id")[: limit + 1]]
    return make_page(found, limit, lambda m: (m.at, m.id))


def list_new_messages(
    viewer: Actor, thread_id: UUID, after: tuple[datetime, UUID] | None
) -> tuple[MessageView, ...]:
    """What was said after a message, oldest first; statements as `list_messages`."""
    load_thread(viewer, thread_id)
    rows = Message.objects.filter(thread_id=thread_id)
    if after is not None:
        at, key = after
        rows = rows.filter(Q(at__gt=at) | Q(at=at, id__gt=key))
    return tuple(message_of(row) for row in rows.order_by("at", "id")[:_NEW])


def count_unread(person_id: UUID) -> int:
    """How many messages of shops somebody has not read; one statement."""
    rows = Thread.objects.filter(buyer_id=person_id, buyer_unread__gt=0)
    return rows.aggregate(n=Sum("buyer_unread"))["n"] or 0


def count_waiting(shop_id: UUID) -> tuple[int, datetime | None]:
    """How many buyers wait for a shop's answer, and since when the first; one statement."""
    rows = Thread.objects.filter(shop_id=shop_id, waiting_since__isnull=False)
    times = list(rows.order_by("waiting_since").values_list("waiting_since", flat=True)[:200])
    return len(times), times[0] if times else None


def list_quick_replies(actor: Actor, shop_id: UUID) -> tuple[QuickReplyView, ...]:
    """A shop's quick replies, oldest first; raises NotAllowed. Two statements."""
    require_shop_right(actor, shop_id, Right.ANSWER_BUYERS)
    rows = QuickReply.objects.filter(shop_id=shop_id).order_by("created_at", "id")
    return tuple(QuickReplyView(row.id, row.text) for row in rows)
