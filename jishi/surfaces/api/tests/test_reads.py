"""Every read: its schema, its query count, who may make it."""

from uuid import uuid4

import pytest

from jishi.content.posts.actions.add_comment import add_comment
from jishi.content.posts.factories import make_article, make_video_post
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import person_actor
from jishi.surfaces.api.factories import Program
from jishi.surfaces.api.schemas.content import CommentOut, FeedOut, PostOut, WhyOut
from jishi.surfaces.api.schemas.goods import ProductCardOut, ProductOut, SearchOut, ShopOut
from jishi.surfaces.api.schemas.parts import CategoryOut, LifecycleOut, MeOut, PageOut
from jishi.surfaces.api.schemas.trade import AddressOut, CartOut, CheckoutOut, OrderOut
from jishi.trade.catalog.factories import make_draft, make_product, two_sizes
from jishi.trade.orders.actions.add_to_cart import add_to_cart
from jishi.trade.orders.factories import make_paid_order, seller_of
from jishi.trade.shops.factories import make_shop

pytestmark = pytest.mark.django_db


def read(program, schema, path, **query):
    answer = program.get(path, **query)
    assert answer.status_code == 200, answer.content
    return schema.model_validate_json(answer.content)


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_products(django_assert_num_queries):
    shop = make_shop()
    products = [make_product(shop, **two_sizes()) for _ in range(3)]
    program = Program()
    read(program, PageOut[ProductCardOut], "/products")
    with django_assert_num_queries(1):
        page = read(program, PageOut[ProductCardOut], "/products", order="new", limit=2)
    assert [p.id for p in page.items] == [products[2].id, products[1].id]
    rest = read(
        program, PageOut[ProductCardOut], "/products", order="new", limit=2, cursor=page.next_cursor
    )
    assert [p.id for p in rest.items] == [products[0].id]
    assert rest.next_cursor is None
    with django_assert_num_queries(1):
        product = read(program, ProductOut, f"/products/{products[0].id}")
    assert {s.options["Size"] for s in product.skus} == {"Medium", "Large"}
    assert product.picture_url.startswith("http://")


def test_drafts_are_for_their_shop_only(django_assert_num_queries):
    shop = make_shop()
    draft = make_draft(shop)
    assert code(Program().get(f"/products/{draft.id}")) == (404, "not_found")
    assert code(Program(make_person().id).get(f"/products/{draft.id}")) == (404, "not_found")
    owner = Program(shop.owner_id)
    owner.get("/me")
    with django_assert_num_queries(3):  # token, product, role
        assert read(owner, ProductOut, f"/products/{draft.id}").status == "draft"


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/products", {"limit": 0}, "limit"),
        ("/products", {"limit": 10**9}, "limit"),
        ("/products", {"order": "random"}, "order"),
        ("/products", {"category": "'; DROP TABLE x"}, "category"),
        ("/products", {"cursor": "AAAA"}, "cursor"),
        ("/products", {"shop_id": "1 OR 1=1"}, "shop_id"),
        ("/search", {"q": "x" * 300}, "q"),
        ("/search", {"q": "x", "kind": "people"}, "kind"),
        ("/search", {}, "q"),
        ("/posts", {"cursor": "%00"}, "cursor"),
    ],
)
def test_bad_questions_get_a_clear_answer(path, query, field):
    answer = Program().get(path, **query)
    assert code(answer) == (422, "invalid_input")
    assert field in answer.json()["error"]["details"]["field"]


@pytest.mark.parametrize("path", ["/products/{}", "/posts/{}", "/shops/{}", "/posts/{}/comments"])
def test_what_is_not_there(path):
    assert code(Program().get(path.format(uuid4()))) == (404, "not_found")


def test_unknown_addresses_and_bad_ids_answer_in_json():
    assert code(Program().get("/nothing/here")) == (404, "not_found")
    assert code(Program().get("/products/not-a-uuid")) == (422, "invalid_input")


def test_shops_categories_and_search(django_assert_num_queries):
    shop = make_shop(name="Cloud Tea")
    product = make_product(shop, title="Green tea")
    run_pending_jobs()
    program = Program()
    with django_assert_num_queries(1):
        assert read(program, ShopOut, f"/shops/{shop.id}").name == "Cloud Tea"
    with django_assert_num_queries(1):
        categories = read(program, PageOut[CategoryOut], "/categories")
    assert any(c.product_count == 1 for c in categories.items)
    with django_assert_num_queries(1):
        found = read(program, SearchOut, "/search", q="tea")
    assert found == SearchOut(products=[product.id], posts=[], shops=[shop.id])
    with django_assert_num_queries(1):
        assert read(program, PageOut[str], "/suggestions", q="gre").items == ["Green tea"]


def test_posts_and_comments(django_assert_num_queries):
    article = make_article(title="Harvest", topics=["tea"])
    video = make_video_post()
    run_pending_jobs()
    program = Program()
    with django_assert_num_queries(2):  # posts, files
        page = read(program, PageOut[PostOut], "/posts")
    shown = {p.id: p for p in page.items}
    assert shown[video.id].video.mp4_url
    assert shown[article.id].video is None
    assert shown[article.id].picture_urls
    with django_assert_num_queries(2):
        topic = read(program, PageOut[PostOut], "/posts", topic="tea")
    assert [p.id for p in topic.items] == [article.id]
    with django_assert_num_queries(2):
        theirs = read(program, PageOut[PostOut], "/posts", author_id=str(video.author_id))
    assert [p.id for p in theirs.items] == [video.id]
    with django_assert_num_queries(2):
        read(program, PostOut, f"/posts/{video.id}")
    add_comment(actor=person_actor(make_person().id), post_id=article.id, body="Lovely")
    with django_assert_num_queries(3):  # post, comments, replies
        comments = read(program, PageOut[CommentOut], f"/posts/{article.id}/comments")
    assert [c.body for c in comments.items] == ["Lovely"]


def test_the_feed_and_why(django_assert_num_queries):
    article = make_article(title="Harvest")
    run_pending_jobs()
    program = Program(make_person().id)
    program.get("/feed")
    with django_assert_num_queries(4):  # token, follows, posts, files
        feed = read(program, FeedOut, "/feed")
    assert [i.post.id for i in feed.items] == [article.id]
    assert feed.items[0].reason.text
    with django_assert_num_queries(1):
        why = read(program, WhyOut, f"/feed/{feed.decision_id}/why/{article.id}")
    assert why.slot == 0
    stranger = Program(make_person().id)
    assert code(stranger.get(f"/feed/{feed.decision_id}/why/{article.id}")) == (
        404,
        "decision_forgotten",
    )


def test_me_and_lifecycles(django_assert_num_queries):
    shop = make_shop()
    program = Program(shop.owner_id, ["me.read"])
    program.get("/me")
    with django_assert_num_queries(4):  # token, person, memberships, shops
        me = read(program, MeOut, "/me")
    assert [s.id for s in me.shops] == [str(shop.id)]
    assert me.scopes == ["me.read"]
    with django_assert_num_queries(0):
        machines = read(Program(), PageOut[LifecycleOut], "/lifecycles")
    assert {"shops.shop", "allocation.grant"} <= {m.name for m in machines.items}


def test_orders_of_the_buyer_and_of_the_shop(django_assert_num_queries):
    order = make_paid_order()
    buyer, seller = Program(order.buyer_id), Program(seller_of(order).person_id)
    for program in (buyer, seller):
        program.get("/me")
    with django_assert_num_queries(2):
        mine = read(buyer, PageOut[OrderOut], "/orders")
    assert [o.id for o in mine.items] == [order.id]
    with django_assert_num_queries(2):
        assert read(buyer, OrderOut, f"/orders/{order.id}").word == "to_ship"
    with django_assert_num_queries(3):
        assert read(seller, OrderOut, f"/orders/{order.id}").id == order.id
    with django_assert_num_queries(3):
        sold = read(seller, PageOut[OrderOut], f"/shops/{order.shop_id}/orders")
    assert [o.id for o in sold.items] == [order.id]
    with django_assert_num_queries(2):
        checkout = read(buyer, CheckoutOut, f"/checkouts/{order.checkout_id}")
    assert (checkout.status, checkout.payment_url) == ("paid", None)
    with django_assert_num_queries(2):
        assert read(buyer, PageOut[AddressOut], "/addresses").items
    with django_assert_num_queries(2):  # token, lines; no offers for an empty cart
        cart = read(buyer, CartOut, "/cart")
    assert cart.lines == []
    actor = person_actor(order.buyer_id)
    add_to_cart(actor=actor, sku_id=make_product().skus[0].id)
    with django_assert_num_queries(3):
        assert len(read(buyer, CartOut, "/cart").lines) == 1


def test_nobody_reads_what_is_others(django_assert_num_queries):
    order = make_paid_order()
    stranger = Program(make_person().id)
    assert code(stranger.get(f"/orders/{order.id}")) == (404, "not_found")
    assert code(stranger.get(f"/checkouts/{order.checkout_id}")) == (404, "not_found")
    assert code(stranger.get(f"/shops/{order.shop_id}/orders")) == (403, "not_allowed")
    assert read(stranger, PageOut[OrderOut], "/orders").items == []
