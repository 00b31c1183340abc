"""Checkouts and orders, for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, ActorKind, Lifecycle, Page
from jishi.trade.orders.models import Order
from jishi.trade.orders.queries.rows import ORDER_SQL, order_of
from jishi.trade.orders.rules import LIFECYCLES
from jishi.trade.orders.types import (
    BuyerWord,
    CheckoutStatus,
    CheckoutView,
    DeskTab,
    FulfilmentStatus,
    OrderView,
)
from jishi.trade.shops.queries import has_shop_right, require_shop_right
from jishi.trade.shops.types import Right

_ONE = ORDER_SQL.format(extra="", source="orders_order") + " WHERE o.id = %s"
_SOME = ORDER_SQL.format(extra="", source="orders_order") + " WHERE o.id = ANY(%s)"
_OF_CHECKOUT = (
    ORDER_SQL.format(
        extra=", c.status, c.total_minor, c.payable_minor, c.created_at", source="orders_order"
    )
    + " WHERE o.checkout_id = %s ORDER BY o.number"
)
_WORDS = {
    BuyerWord.TO_PAY: "q.payment_status = 'pending'",
    BuyerWord.TO_SHIP: "q.payment_status = 'paid' AND q.fulfilment_status = 'to_ship'",
    BuyerWord.TO_RECEIVE: "q.fulfilment_status IN ('part_shipped', 'shipped', 'delivered')",
    BuyerWord.RECEIVED: "q.fulfilment_status = 'received'",
    BuyerWord.CANCELLED: "q.fulfilment_status = 'cancelled' AND q.refund_minor = 0",
    BuyerWord.REFUNDING: "q.fulfilment_status = 'cancelled' AND q.refund_minor > 0"
    " AND q.refunded_at IS NULL",
    BuyerWord.REFUNDED: "q.fulfilment_status = 'cancelled' AND q.refunded_at IS NOT NULL",
}
_TAB = (
    "CASE WHEN q.payment_status = 'pending' THEN 'to_pay'"
    " WHEN q.fulfilment_status = 'part_shipped' THEN 'to_ship' ELSE q.fulfilment_status END"
)


def get_order(viewer: Actor, order_id: UUID) -> OrderView:
    """One order, for its buyer, its shop's people and the operator; raises NotFound for others."""
    order = load_order(order_id)
    if viewer.person_id == order.buyer_id or viewer.kind is not ActorKind.PERSON:
        return order
    if viewer.person_id is None or not has_shop_right(
        viewer.person_id, order.shop_id, Right.SEE_ORDERS
    ):
        raise NotFound()
    return order


def load_order(order_id: UUID) -> OrderView:
    """One order, for this room's actions; raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [order_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound()
    return order_of(row)


def list_orders(ids: Iterable[UUID]) -> dict[UUID, OrderView]:
    """Orders by id, in one statement (none for no ids); whoever asks checks who may see them."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SOME, [wanted])
        return {row[0]: order_of(row) for row in cursor.fetchall()}


def get_checkout(viewer: Actor, checkout_id: UUID) -> CheckoutView:
    """A checkout with its orders, for its buyer and the operator; raises NotFound for others."""
    checkout = load_checkout(checkout_id)
    if viewer.person_id != checkout.buyer_id and viewer.kind is ActorKind.PERSON:
        raise NotFound()
    return checkout


def load_checkout(checkout_id: UUID) -> CheckoutView:
    """A checkout with its orders, for this room's actions; raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_CHECKOUT, [checkout_id])
        rows = cursor.fetchall()
    if not rows:
        raise NotFound()
    orders = tuple(order_of(row) for row in rows)
    first, row = orders[0], rows[0]
    return CheckoutView(
        id=checkout_id,
        buyer_id=first.buyer_id,
        status=CheckoutStatus(row[-4]),
        total_minor=row[-3],
        payable_minor=row[-2],
        currency=first.currency,
        expires_at=first.pay_by,
        created_at=row[-1],
        payment_id=first.payment_id,
        orders=orders,
    )


def list_orders_of(
    buyer_id: UUID,
    *,
    word: BuyerWord | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[OrderView]:
    """A buyer's orders, newest first, all or those with one word; one statement."""
    where = [_WORDS[BuyerWord(word)]] if word else []
    return _page(["q.buyer_id = %s", "q.hidden_at IS NULL", *where], [buyer_id], cursor, limit)


def list_shop_orders(
    actor: Actor,
    shop_id: UUID,
    *,
    status: DeskTab | FulfilmentStatus | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderView]:
    """A shop's orders, newest first, all or one heap; two statements.

    `q` looks into numbers, titles, recipients and tracking numbers. Raises NotAllowed for
    people who do not work for the shop.
    """
    require_shop_right(actor, shop_id, Right.SEE_ORDERS)
    where, values = ["q.shop_id = %s"], [shop_id]
    if status:
        where.append(f"{_TAB} = %s")
    more: list[Any] = [str(status)] if status else []
    word = (q or "").replace("\x00", "").strip()
    if word:
        where.append(
            "(q.number ILIKE %s OR q.address->>'name' ILIKE %s OR EXISTS (SELECT 1 FROM"
            " orders_orderline l WHERE l.order_id = q.id AND l.title ILIKE %s) OR EXISTS (SELECT 1"
            " FROM orders_package k WHERE k.order_id = q.id AND k.tracking_number ILIKE %s))"
        )
        like = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        more += [f"%{like}%"] * 4
    return _page(where, [*values, *more], cursor, limit)


def _page(where: list[str], values: list[Any], cursor: str | None, limit: int) -> Page[OrderView]:
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        where = [*where, "(q.placed_at, q.id) < (%s, %s)"]
        values = [*values, *decode_time_cursor(cursor)]
    source = (
        f"(SELECT q.* FROM orders_order q WHERE {' AND '.join(where)}"  # noqa: S608
        " ORDER BY q.placed_at DESC, q.id DESC LIMIT %s)"
    )
    sql = ORDER_SQL.format(extra="", source=source) + " ORDER BY o.placed_at DESC, o.id DESC"
    with connection.cursor() as db:
        db.execute(sql, [*values, limit + 1])
        orders = [order_of(row) for row in db.fetchall()]
    return make_page(orders, limit, lambda o: (o.placed_at, o.id))


def count_unfinished(shop_id: UUID) -> int:
    """How many paid orders of a shop are neither received nor cancelled; one statement."""
    rows = Order.objects.filter(shop_id=shop_id, payment_status=CheckoutStatus.PAID)
    ended = (FulfilmentStatus.RECEIVED, FulfilmentStatus.CANCELLED)
    return rows.exclude(fulfilment_status__in=ended).count()


def count_shop_orders(shop_id: UUID) -> dict[DeskTab, int]:
    """How many orders a shop has in each heap; all heaps are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_TAB}, count(*) FROM orders_order q WHERE q.shop_id = %s GROUP BY 1",  # noqa: S608
            [shop_id],
        )
        found = dict(cursor.fetchall())
    return {tab: found.get(tab.value, 0) for tab in DeskTab}


def count_orders_of(buyer_id: UUID) -> dict[BuyerWord, int]:
    """How many orders a buyer has for each word; all words are there."""
    counts = ", ".join(f"count(*) FILTER (WHERE {_WORDS[word]})" for word in BuyerWord)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {counts} FROM orders_order q WHERE q.buyer_id = %s",  # noqa: S608
            [buyer_id],
        )
        return dict(zip(BuyerWord, cursor.fetchone(), strict=True))


def find_order_ref(number: str) -> UUID | None:
    """The id of the order with this number, if there is one."""
    row = Order.objects.filter(number=number.strip().upper()).values_list("id").first()
    return row[0] if row else None


def lock_order(order_id: UUID) -> Order:
    """The row, locked to the end of the transaction; for this room's actions. Raises NotFound."""
    order = Order.objects.select_for_update(no_key=True).filter(id=order_id).first()
    if order is None:
        raise NotFound()
    return order


def lock_order_view(order_id: UUID) -> OrderView:
    """The order as it is, its row locked to the end of the transaction; raises NotFound."""
    lock_order(order_id)
    return load_order(order_id)


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The machines of this room."""
    return LIFECYCLES
