"""Seeds what buyers say of what they received, what shops answer, and questions before buying."""

from __future__ import annotations

import random

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import person_actor
from jishi.run.demo.catalogue.shapes import Text
from jishi.run.demo.seeding.studio import Studio, hours
from jishi.trade.catalog.queries import get_product
from jishi.trade.orders.queries import list_orders_of
from jishi.trade.orders.types import BuyerWord, OrderLineView, OrderView
from jishi.trade.reviews.actions.answer_question import answer_question
from jishi.trade.reviews.actions.answer_review import answer_review
from jishi.trade.reviews.actions.ask_question import ask_question
from jishi.trade.reviews.actions.follow_up_review import follow_up_review
from jishi.trade.reviews.actions.write_review import write_review
from jishi.trade.reviews.queries import find_reviews_of_lines, list_questions
from jishi.trade.reviews.types import Stars
from jishi.trade.shops.queries import get_shop_card

_SAID = (
    (
        5,
        Text(
            "和视频里一样，包装很用心，会回购。", "Just like in the clip, packed with care. Again."
        ),
    ),
    (5, Text("家里人都喜欢，第二次买了。", "Everybody at home likes it; second time we buy.")),
    (5, Text("送到时很完整，分量足。", "Arrived whole, and a generous portion.")),
    (4, Text("东西不错，就是快递慢了一天。", "Good, only the parcel took a day longer.")),
    (4, Text("比想象的小一点，质量没问题。", "A little smaller than I thought, but well made.")),
    (3, Text("还行，和描述差不多。", "All right, about as described.")),
    (2, Text("有一个磕坏了，店家说补寄。", "One was dented; the shop says it sends another.")),
)
_LATER = Text("用了一周，还是满意。", "A week later: still happy with it.")
_SORRY = Text("抱歉！已经补发，单号稍后发给您。", "Sorry! Another is on its way; number follows.")
_ASKED = (
    (
        Text("现在买，多久能到？", "How long until it arrives?"),
        Text("一般 48 小时内发出，两三天到。", "Out within 48 hours, then two or three days."),
    ),
    (
        Text("送人合适吗，有礼盒吗？", "Fit for a gift? Is there a box?"),
        Text("备注一下，我们换礼盒装。", "Leave a note and we pack it in a gift box."),
    ),
    (Text("可以分两个地址寄吗？", "Could it go to two addresses?"), None),
)


def seed_opinions(studio: Studio) -> None:
    """About two of three received lines are reviewed; nobody is praised without a purchase."""
    buyers = [p.key for p in studio.plan.people if p.role == "buyer"]
    for done, key in enumerate(buyers, start=1):
        orders = list_orders_of(studio.people[key], word=BuyerWord.RECEIVED, limit=50).items
        known = find_reviews_of_lines(line.id for order in orders for line in order.lines)
        for order in orders:
            for line in order.lines:
                chance = studio.dice("opinion", order.number, line.title)
                if line.id not in known and chance.random() < 0.65:
                    _review(studio, order, line, chance)
        studio.progress("reviews", done, len(buyers))
    _ask(studio, buyers)


def _review(studio: Studio, order: OrderView, line: OrderLineView, chance: random.Random) -> None:
    stars, words = chance.choices(_SAID, weights=(6, 5, 5, 3, 2, 1, 1))[0]
    now = clock.now()
    received = (now - (order.received_at or now)).total_seconds() / 3600
    said = received * chance.uniform(0.5, 0.9)
    try:
        with clock.ago(hours(said)), durable():
            review = write_review(
                actor=person_actor(order.buyer_id),
                order_id=order.id,
                line_id=line.id,
                stars=Stars(stars, min(5, stars + 1), min(5, stars + 1)),
                body=studio.say(words),
                is_anonymous=chance.random() < 0.2,
            )
        if stars <= 2:
            seller = person_actor(get_shop_card(order.shop_id).owner_id)
            with clock.ago(hours(said * 0.8)), durable():
                answer_review(actor=seller, review_id=review.id, body=studio.say(_SORRY))
        elif chance.random() < 0.15:
            with clock.ago(hours(said * 0.2)), durable():
                follow_up_review(
                    actor=person_actor(order.buyer_id),
                    review_id=review.id,
                    body=studio.say(_LATER),
                )
    except DomainError:  # a timer of the running market was quicker with this order
        return
    studio.note()


def _ask(studio: Studio, buyers: list[str]) -> None:
    for product in studio.plan.products[::4]:
        product_id = studio.products[product.key]
        if list_questions(product_id, limit=1).items:
            continue
        chance = studio.dice("question", product.key)
        question, answer = chance.choice(_ASKED)
        asked = chance.uniform(30, 200)
        with clock.ago(hours(asked)), durable():
            found = ask_question(
                actor=studio.actor(chance.choice(buyers)),
                product_id=product_id,
                body=studio.say(question),
            )
        if answer is not None:
            shop_id = get_product(product_id).shop_id
            seller = person_actor(get_shop_card(shop_id).owner_id)
            with clock.ago(hours(asked * 0.7)), durable():
                answer_question(actor=seller, question_id=found.id, body=studio.say(answer))
