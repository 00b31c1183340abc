"""Pages open for whom they should, in both languages, each in so many statements and no more."""

from __future__ import annotations

import re
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jishi.content.posts.actions.add_comment import add_comment
from jishi.content.posts.actions.like_post import like_post
from jishi.content.posts.factories import make_article
from jishi.foundation.accounts.factories import make_operator, make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import operator_actor, person_actor
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.hold_product import hold_product
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.actions.add_to_cart import add_to_cart
from jishi.trade.orders.factories import make_checkout
from jishi.trade.shops.queries import get_shop_card

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "zh-hans"]
OPEN = ["home", "following", "mall", "home_shelf", "mall_shelf", "search", "settings", "suggest"]
OWN = ["cart", "orders", "me", "likes", "addresses"]


@contextmanager
def statements(count: int):
    with CaptureQueriesContext(connection) as found:
        yield
    # Sessions and people are read once a request by the frame, not by the page.
    asked = [q["sql"] for q in found if "django_session" not in q["sql"]]
    asked = [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == count, "\n\n".join(asked)


def published(count: int, **values):
    posts = [make_article(**values) for _ in range(count)]
    run_pending_jobs()
    return posts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OPEN)
def test_open_pages_open_for_visitors(client, product, language, name):
    published(1, product_ids=[product.id])
    client.cookies["language"] = language
    response = client.get(reverse(name))
    assert response.status_code == 200
    if response.content.startswith(b"<!doctype"):
        assert ('lang="en"' if language == "en" else 'lang="zh-Hans"') in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OWN)
def test_own_pages_open_for_their_owner(browser, buyer, product, language, name):
    with transaction.atomic():
        add_to_cart(actor=buyer, sku_id=product.skus[0].id)
    make_checkout(buyer, product=product)
    browser.cookies["language"] = language
    assert browser.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*OWN, "checkout"])
def test_visitors_are_sent_to_sign_in_and_come_back(client, name):
    response = client.get(reverse(name) + "?a=1")
    assert response.status_code == 302
    assert (
        response["Location"] == f"/accounts/login/?next={reverse(name).replace('/', '%2F')}%3Fa%3D1"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_post_a_product_a_shop_a_creator_and_a_topic_open(client, product, language):
    author = make_person(display_name="Old Zhou", handle="old_zhou")
    post = published(1, author=author.id, topics=["harvest"], product_ids=[product.id])[0]
    client.cookies["language"] = language
    for path in (
        reverse("post", args=[post.id]),
        reverse("product", args=[product.id]),
        reverse("shop", args=[product.shop_id]),
        reverse("creator", args=["old_zhou"]),
        reverse("topic", args=["harvest"]),
        reverse("comments", args=[post.id]),
    ):
        assert client.get(path).status_code == 200, path


def test_somebody_without_a_handle_has_a_page_and_others_are_found_by_it(client):
    person = make_person(handle="auntie_he")
    response = client.get(reverse("person", args=[person.id]))
    assert (response.status_code, response["Location"]) == (302, "/@auntie_he")


@pytest.mark.parametrize("name", ["post", "product", "shop", "person", "comments"])
def test_what_does_not_exist_is_not_found(client, name):
    response = client.get(reverse(name, args=[uuid4()]))
    assert response.status_code == 404
    assert response["X-Error-Code"] == "not_found"


def test_a_delisted_product_says_so_and_cannot_be_bought(client, product):
    owner = person_actor(get_shop_card(product.shop_id).owner_id)
    with transaction.atomic():
        delist_product(actor=owner, product_id=product.id)
    client.cookies["language"] = "en"
    text = client.get(reverse("product", args=[product.id])).content.decode()
    assert "The shop has taken this product off the shelf." in text
    assert 'formaction="/checkout/buy"' not in text


def test_a_held_product_says_that_the_market_holds_it(client, product):
    operator = operator_actor(make_operator().id)
    with transaction.atomic():
        hold_product(actor=operator, product_id=product.id, note="papers")
    client.cookies["language"] = "en"
    text = client.get(reverse("product", args=[product.id])).content.decode()
    assert "The market has taken this product off the shelf" in text


def test_a_sold_out_product_shows_a_dead_button(client):
    product = make_product(stock=0)
    client.cookies["language"] = "en"
    text = client.get(reverse("product", args=[product.id])).content.decode()
    assert re.search(r"<button[^>]*disabled>Sold out", text)


def test_its_owner_sees_a_product_as_a_buyer_does(client, product):
    from jishi.foundation.accounts.factories import login_user

    client.force_login(login_user(get_shop_card(product.shop_id).owner_id))
    client.cookies["language"] = "en"
    text = client.get(reverse("product", args=[product.id])).content.decode()
    assert "Your product, seen as a buyer" in text


def test_words_of_people_cannot_break_a_page(client):
    bad = "<script>alert(1)</script>{{ 7|add:7 }}{% now 'Y' %}'\";--"
    author = make_person(display_name=bad[:40], handle="tester")
    shown = make_product(title=bad, description=bad)
    post = published(1, author=author.id, title=bad, body=bad, product_ids=[shown.id])[0]
    with transaction.atomic():
        add_comment(actor=person_actor(author.id), post_id=post.id, body=bad)
    for path in ("/", f"/p/{post.id}", f"/g/{shown.id}", "/mall/", "/@tester", "/search?q=" + bad):
        text = client.get(path).content.decode()
        assert "<script>alert" not in text, path
        if path.startswith(("/p/", "/g/")):
            assert "{{ 7|add:7 }}" in text, path


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", "\x00", "%", "_", "\\", "a" * 5000, "🍯", "<b>", "!&|:*()"]
)
def test_any_words_can_be_searched_for(client, words):
    assert client.get("/search", {"q": words}).status_code == 200
    assert client.get("/search/suggest", {"q": words}).status_code == 200


@pytest.mark.parametrize("path", ["/mall/?cursor=x", "/mall/?order=x", "/mall/?category=x"])
def test_a_broken_address_is_refused_with_words(client, path):
    response = client.get(path)
    assert (response.status_code, response["X-Error-Code"]) == (422, "invalid_input")


@pytest.mark.parametrize("path", ["/feed/more?cursor=x", "/t/a?cursor=x", "/feed/more?tab=evil"])
def test_a_broken_cursor_breaks_nothing(client, path):
    assert client.get(path).status_code in {200, 422}


def test_page_of_an_unknown_address_offers_a_way_on(client):
    response = client.get("/no/such/page")
    assert response.status_code == 404
    assert b"/mall/" in response.content


@pytest.mark.parametrize("rows", [1, 6])
def test_the_feed_takes_so_many_statements(client, rows, product):
    published(rows, product_ids=[product.id])
    with statements(5):  # posts, their pictures, authors, goods; recall
        assert client.get("/").content.decode().count('class="clip"') == rows + 1


@pytest.mark.parametrize("rows", [1, 6])
def test_the_feed_of_somebody_takes_so_many_statements(browser, buyer, rows, product):
    published(rows, product_ids=[product.id])
    with statements(10):
        assert browser.get("/").status_code == 200


@pytest.mark.parametrize("rows", [2, 9])
def test_the_mall_takes_so_many_statements(client, rows):
    for n in range(rows):
        make_product(title=f"Goods {n}")
    with statements(4):  # shelf, which has the best sellers on top; aisles, new arrivals, flash
        assert client.get("/mall/").status_code == 200
    with statements(2):
        assert client.get("/mall/?category=honey").status_code in {200, 422}
    with statements(1):
        assert client.get("/mall/shelf").status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_a_shop_takes_so_many_statements(client, rows):
    first = make_product()
    shop = get_shop_card(first.shop_id)
    for n in range(rows):
        make_product(shop, title=f"Goods {n}")
    with statements(5):
        assert client.get(reverse("shop", args=[shop.id])).status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_a_product_takes_so_many_statements(client, product, rows):
    published(rows, product_ids=[product.id])
    # product, shop, deals, freight, aisles, similar; posts with pictures, authors, goods
    with statements(10):
        assert client.get(reverse("product", args=[product.id])).status_code == 200


@pytest.mark.parametrize("rows", [1, 4])
def test_topics_and_creators_take_so_many_statements(client, rows):
    author = make_person(handle="zhou_farm")
    published(rows, author=author.id, topics=["tea"])
    with statements(3):
        assert client.get("/t/tea").status_code == 200
    with statements(7):
        assert client.get("/@zhou_farm").status_code == 200


@pytest.mark.parametrize("rows", [1, 4])
def test_lists_of_ones_own_take_so_many_statements(browser, buyer, rows):
    for post in published(rows):
        with transaction.atomic():
            like_post(actor=buyer, post_id=post.id)
    for n in range(rows):
        bought = make_product(title=f"Goods {n}")
        make_checkout(buyer, product=bought)
        with transaction.atomic():
            add_to_cart(actor=buyer, sku_id=bought.skus[0].id)
    with statements(4):
        assert browser.get("/orders/").content.decode().count("<article") == rows
    with statements(4):
        assert browser.get("/cart/").status_code == 200
    with statements(8):
        assert browser.get("/me/likes/").status_code == 200
    with statements(3):
        assert browser.get("/me/addresses/").status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_comments_take_so_many_statements(client, rows):
    post = published(1)[0]
    for n in range(rows):
        writer = make_person()
        with transaction.atomic():
            add_comment(actor=person_actor(writer.id), post_id=post.id, body=f"Comment {n}")
    with statements(6):
        text = client.get(f"/p/{post.id}/comments").content.decode()
    assert text.count("Comment ") == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_search_takes_so_many_statements(client, rows):
    for n in range(rows):
        make_product(title=f"Rooibos {n}")
    run_pending_jobs()
    with statements(2):  # found, cards of goods; nothing else was found
        assert client.get("/search?q=Rooibos").content.decode().count("Rooibos") > rows
