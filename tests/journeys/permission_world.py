"""People, a shop, goods, posts and an order, for asking who may open what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from jishi.content.media.actions.open_upload import open_upload
from jishi.content.media.types import MediaKind
from jishi.content.posts.actions.add_comment import add_comment
from jishi.content.posts.factories import make_article
from jishi.foundation.accounts.factories import actor_for, make_operator, make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.factories import apply, give_return_address
from jishi.trade.aftersales.types import AfterSaleView
from jishi.trade.catalog.factories import make_draft, make_product
from jishi.trade.catalog.types import ProductView
from jishi.trade.conversations.factories import ask
from jishi.trade.orders.factories import (
    make_buyer,
    make_paid_order,
    make_received_order,
    ship,
)
from jishi.trade.orders.queries import list_addresses, load_order
from jishi.trade.payments.queries import get_payment
from jishi.trade.promotions.factories import make_shop_coupon
from jishi.trade.reviews.factories import make_question, make_review
from jishi.trade.shops.factories import make_document, make_shop

ROLES = ("anonymous", "buyer", "other", "owner", "staff")
NOBODYS = UUID("01900000-0000-7000-8000-000000000000")


@dataclass(frozen=True)
class World:
    """Who plays which role, and what stands behind each name in an address.

    The owner has a shop, goods, a published post and a draft; the buyer has ordered there and
    has commented on the post; the other one owns another shop.
    """

    people: dict[str, UUID | None]
    values: dict[str, object]
    variants: dict[str, dict[str, object]]
    forms: dict[str, dict[str, str]]


def make_world() -> World:
    """Everything, made by the rooms' own actions."""
    owner, other, operator = make_person(handle="lantern.maker"), make_person(), make_operator()
    shop = make_shop(actor_for(owner), name="Lantern House")
    others_shop = make_shop(actor_for(other), name="Other House")
    buyer = make_buyer()
    document = make_document(shop)
    product, draft = make_product(shop), make_draft(shop, title="Not on sale yet")
    order = make_paid_order(buyer, product=product)
    post = make_article(author=owner.id, topics=["lantern"])
    unpublished = make_article(author=owner.id, published=False)
    with transaction.atomic():
        comment = add_comment(actor=buyer, post_id=post.id, body="How long does it burn?")
        upload = open_upload(
            actor=actor_for(owner), filename="a.mp4", size_bytes=1000, kind=MediaKind.VIDEO
        )
    received = make_received_order(buyer, product=product)
    review, question = make_review(received), make_question(product)
    case = make_case(buyer, product)
    people: dict[str, UUID | None] = {
        "anonymous": None,
        "buyer": buyer.person_id,
        "other": other.id,
        "owner": owner.id,
        "staff": operator.id,
    }
    values: dict[str, object] = {
        "account_id": NOBODYS,
        "address_id": list_addresses(buyer.require_person())[0].id,
        "asset_id": upload.asset_id,
        "case_id": case.id,
        "checkout_id": order.checkout_id,
        "comment_id": comment.id,
        "coupon_id": make_shop_coupon(shop.id).id,
        "decision_id": NOBODYS,
        "handle": owner.handle,
        "item_id": NOBODYS,
        "document_id": document.id,
        "import_id": NOBODYS,
        "key": "made-up",
        "kind": "person",
        "owner_id": owner.id,
        "warehouse_id": NOBODYS,
        "offer_id": NOBODYS,
        "line_id": received.lines[0].id,
        "order_id": order.id,
        "payment_id": _payment_of(order),
        "payout_id": NOBODYS,
        "day": "2026-11-25",
        "period": "day",
        "person_id": owner.id,
        "pk": 1,
        "post_id": post.id,
        "product_id": product.id,
        "provider": "sandbox",
        "question_id": question.id,
        "ref": "made-up",
        "review_id": review.id,
        "shop_id": shop.id,
        "sku_id": product.skus[0].id,
        "step": "unknown",
        "thread_id": ask(buyer, shop).thread_id,
        "token": "made-up",
        "token_id": NOBODYS,
        "template_id": NOBODYS,
        "topic": "lantern",
        "uidb36": "made",
    }
    variants = {
        "othershop": {"shop_id": others_shop.id},
        "draft": {"post_id": unpublished.id, "product_id": draft.id},
        "received": {"order_id": received.id},
        "nobodys": {
            k: NOBODYS for k, v in values.items() if isinstance(v, UUID) and k != "decision_id"
        },
        **{
            step: {"step": step}
            for step in (
                "cancel",
                "receive",
                "publish",
                "remove",
                "delist",
                "list",
                "delete",
                "withdraw",
                "agree",
            )
        },
    }
    # What is sent with a variant; without one an empty form is, which changes nothing anywhere.
    key = {"key": str(NOBODYS)}
    forms = {
        "draft": {"on": "1", "body": "A comment"},
        "cancel": key | {"reason": "changed my mind"},
        "receive": key,
        "withdraw": key,
        "agree": key,
        "othershop": key | {"carrier": "SF Express", "tracking_number": "SF0000000001"},
        "remove": {"reason": "spam"},
    }
    return World(people, values, variants, forms)


def make_case(buyer: Actor, product: ProductView) -> AfterSaleView:
    """An after-sale that waits for the shop, about another order of the same buyer's."""
    order = ship(make_paid_order(buyer, product=product))
    run_pending_jobs()
    case = apply(load_order(order.id))
    give_return_address(case)
    return case


def _payment_of(order: Any) -> UUID:
    from jishi.trade.orders.queries import load_checkout

    payment_id = load_checkout(order.checkout_id).payment_id
    assert payment_id is not None
    assert get_payment(payment_id).id == payment_id
    return payment_id
