"""Seeds orders in every state: placed, paid, shipped, received one after another."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import structlog

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM, Actor, person_actor
from jishi.run.demo.catalogue.shapes import Post, Product, Text
from jishi.run.demo.seeding.studio import Studio, hours
from jishi.trade.catalog.actions.refresh_popularity import refresh_popularity
from jishi.trade.catalog.queries import get_product
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.confirm_delivery import confirm_delivery
from jishi.trade.orders.actions.place_order import place_order
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.actions.save_address import save_address
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.queries import list_addresses, list_orders, load_order
from jishi.trade.orders.types import (
    Attribution,
    CheckoutStatus,
    CheckoutView,
    OrderLineInput,
    OrderView,
)
from jishi.trade.orders.types import FulfilmentStatus as Status
from jishi.trade.payments.actions.pay_in_sandbox import pay_in_sandbox
from jishi.trade.shipping.actions.order_waybill import order_waybill
from jishi.trade.shipping.actions.sync_shipment import sync_shipment
from jishi.trade.shops.queries import get_shop_card

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Story:
    """How far an order goes and how long ago it began (hours, earliest and latest)."""

    end: str  # to_pay, closed, cancelled, to_ship, shipped, delivered or received
    earliest: float
    latest: float


# Those received more than seven days ago are past their return window: the worker settles them.
STORIES = (
    Story("received", 24 * 19, 24 * 12),
    Story("to_ship", 30, 2),
    Story("received", 24 * 14, 24 * 11),
    Story("shipped", 70, 26),
    Story("received", 24 * 9, 24 * 4),
    Story("delivered", 110, 74),
    Story("to_ship", 26, 1),
    Story("received", 24 * 13, 24 * 11),
    Story("cancelled", 120, 20),
    Story("to_pay", 0.2, 0.1),
    Story("received", 24 * 8, 24 * 4),
)
SHOWN_SHOP = "azhen"
_STREETS = (
    Text("文三路 {n} 号", "{n} Wensan Road"),
    Text("青年路 {n} 号院", "{n} Qingnian Road"),
    Text("人民北路 {n} 号", "{n} North Renmin Road"),
    Text("滨河里 {n} 号", "{n} Riverside Lane"),
)
_REASON = Text("买错规格了", "Ordered the wrong size")


def seed_orders(studio: Studio) -> None:
    """Place the orders, oldest first, and take each as far as its story goes."""
    plan = sorted(range(studio.plan.orders), key=lambda number: -_began(studio, number))
    buyers = [p.key for p in studio.plan.people if p.role == "buyer"]
    ended: list[UUID] = []
    for done, number in enumerate(plan, start=1):
        try:
            ended += _live(studio, number, buyers)
        except DomainError as error:
            # A timer of the running market may have been quicker with an order of long ago.
            log.info("demo_order_differs", number=number, code=error.code)
        studio.progress("orders", done, len(plan))
    with durable():
        refresh_popularity(actor=SYSTEM)
    words = Counter(order.word.label for order in list_orders(ended).values())
    studio.summary.orders = dict(sorted(words.items()))


def _began(studio: Studio, number: int) -> float:
    story = STORIES[number % len(STORIES)]
    return studio.dice("order", number).uniform(story.latest, story.earliest)


def _live(studio: Studio, number: int, buyers: list[str]) -> list[UUID]:
    story, began = STORIES[number % len(STORIES)], _began(studio, number)
    chance = studio.dice("order", number, "details")
    # The buyer whose login is printed has one order of each kind.
    key = buyers[0] if number < len(STORIES) else chance.choice(buyers)
    with clock.ago(hours(began)):
        checkout = _place(studio, number, key, chance)
        if story.end == "to_pay" or checkout.payment_id is None:
            return [order.id for order in checkout.orders]
        if checkout.status is CheckoutStatus.PENDING:
            pay_in_sandbox(checkout.payment_id)
            studio.note()
    ids = [order.id for order in checkout.orders]
    known = list_orders(ids)
    for index, order_id in enumerate(ids):
        seller = person_actor(get_shop_card(known[order_id].shop_id).owner_id)
        steps = studio.dice("order", number, "steps", index)
        _follow(studio, story, began, known[order_id], (studio.actor(key), seller), steps)
    return ids


def _follow(
    studio: Studio,
    story: Story,
    began: float,
    order: OrderView,
    who: tuple[Actor, Actor],
    chance: random.Random,
) -> None:
    """What happens to a paid order, step by step, each some hours after the one before.

    Steps that an earlier run has taken are passed over.
    """
    buyer, seller = who
    name = f"demo-{studio.seed}-{order.id}"
    status = order.fulfilment_status
    if story.end == "cancelled" and status is Status.TO_SHIP:
        with clock.ago(hours(began * 0.9)), durable():
            reason = studio.say(_REASON)
            cancel_order(actor=buyer, order_id=order.id, reason=reason, idempotency_key=name)
        studio.note()
    if story.end not in ("shipped", "delivered", "received"):
        return
    packed = max(began - chance.uniform(5, 24), began * 0.6)
    arrived = max(packed - chance.uniform(24, 52), 1.0)
    if status is Status.TO_SHIP:
        _ship(seller, order, name, packed, in_two=story.end == "shipped" and order.count > 1)
        studio.note()
    here = load_order(order.id).fulfilment_status
    if story.end != "shipped" and here is Status.SHIPPED:
        with clock.ago(hours(arrived)), durable():
            confirm_delivery(actor=SYSTEM, order_id=order.id)
    if story.end == "received" and status not in (Status.RECEIVED, Status.CANCELLED):
        with clock.ago(hours(max(arrived - chance.uniform(2, 30), 0.5))), durable():
            receive_order(actor=buyer, order_id=order.id, idempotency_key=f"{name}-receive")


def _ship(seller: Actor, order: OrderView, name: str, packed: float, *, in_two: bool) -> None:
    """The sandbox carrier takes it, in two parcels if that is wanted, and says where it is."""
    halves = [[(order.lines[0].id, 1)], None] if in_two else [None]
    sent = order
    for at, lines in enumerate(halves):
        with clock.ago(hours(packed - at * min(packed / 2, 6))):
            number = order_waybill(
                carrier="sandbox",
                reference=f"{name}-{at}",
                origin=get_shop_card(order.shop_id).region,
                destination=order.address.region,
            )
            with durable():
                sent = ship_order(
                    actor=seller,
                    order_id=order.id,
                    carrier="sandbox",
                    tracking_number=number,
                    lines=lines,
                    idempotency_key=f"{name}-ship-{at}",
                )
    for parcel in sent.packages:
        if parcel.shipment_id:
            sync_shipment(parcel.shipment_id)


def _place(studio: Studio, number: int, key: str, chance: random.Random) -> CheckoutView:
    address = _address(studio, key)
    products = list(studio.plan.products)
    # The stars sell most, and the shop whose login is printed has a day's work on its desk.
    weights = [
        1 + 5 * (product.pictures > 3) + 3 * (product.shop == SHOWN_SHOP) for product in products
    ]
    wanted = {p.key: p for p in chance.choices(products, weights, k=chance.choice((1, 1, 1, 2)))}
    lines = [_line(studio, product, chance) for product in wanted.values()]
    with durable():
        return place_order(
            actor=studio.actor(key),
            lines=lines,
            address_id=address,
            idempotency_key=f"demo-{studio.seed}-{number}",
        )


def _line(studio: Studio, product: Product, chance: random.Random) -> OrderLineInput:
    view = get_product(studio.products[product.key])
    sellable = [
        sku for sku, planned in zip(view.skus, product.skus, strict=True) if planned.stock > 5
    ]
    sku = chance.choice(sellable)
    quantity = chance.choice((1, 1, 1, 2)) if sku.price_minor < 10_000 else 1
    told = [post for post in studio.plan.posts if product.key in post.products]
    source = _attribution(studio, chance.choice(told)) if told and chance.random() < 0.7 else None
    return OrderLineInput(sku.id, quantity, sku.price_minor, source)


def _attribution(studio: Studio, post: Post) -> Attribution:
    return Attribution(
        scene="feed",
        content_kind="video" if post.clip else "article",
        content_id=studio.posts[post.key],
        creator_id=studio.people[post.by],
        share=None,
        channel="public",
        decision_id=None,
    )


def _address(studio: Studio, key: str) -> UUID:
    known = list_addresses(studio.people[key])
    if known:
        return known[0].id
    person = next(p for p in studio.plan.people if p.key == key)
    chance = studio.dice("address", key)
    street = studio.say(chance.choice(_STREETS)).format(n=chance.randrange(8, 290))
    with durable():
        return save_address(
            actor=studio.actor(key),
            name=studio.say(person.name),
            phone=f"138{chance.randrange(10**7, 10**8)}",
            region=studio.say(person.city),
            street=street,
            is_default=True,
        ).id
