"""Buying: from the card to the payment, once per click that was meant, at the price shown."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.db import transaction

from jishi.content.posts.factories import make_article
from jishi.foundation.accounts.factories import login_user, make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import person_actor
from jishi.surfaces.market.presenters.basket import open_line
from jishi.trade.catalog.actions.set_price import set_price
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.actions.add_to_cart import add_to_cart
from jishi.trade.orders.factories import make_buyer, make_checkout, pay_checkout
from jishi.trade.orders.queries import count_cart, get_cart, list_addresses, list_orders_of
from jishi.trade.shops.queries import get_shop_card

pytestmark = pytest.mark.django_db


def field_values(html: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', html)


def checkout_form(browser, product, quantity=1, **came):
    """The fields of the checkout page as a browser would send them."""
    page = browser.get(
        "/checkout/", {"sku": str(product.skus[0].id), "n": str(quantity), **came}
    ).content.decode()
    form = {
        "key": field_values(page, "key")[0],
        "line": field_values(page, "line"),
        "sku": field_values(page, "sku"),
        "n": str(quantity),
        **came,
    }
    chosen = re.findall(r'name="address" value="([^"]*)" checked', page)
    return form | {"address": chosen[0]}


def orders_of(buyer):
    return list_orders_of(buyer.require_person()).items


def test_buying_from_a_product_leads_through_checkout_to_the_payment(browser, buyer, product):
    sku = product.skus[0]
    response = browser.post("/checkout/buy", {"sku_id": str(sku.id), "quantity": "2", "s": "mall"})
    assert response.status_code == 302
    query = parse_qs(urlsplit(response["Location"]).query)
    assert query == {"sku": [str(sku.id)], "n": ["2"], "s": ["mall"]}
    form = checkout_form(browser, product, 2, s="mall")
    response = browser.post("/checkout/place", form)
    (order,) = orders_of(buyer)
    assert response["Location"] == f"/payments/go/{order.payment_id}/"
    assert order.total_minor == 2 * sku.price_minor
    assert order.lines[0].attribution.scene == "mall"


def test_a_double_click_places_one_order(browser, buyer, product):
    form = checkout_form(browser, product)
    answers = [browser.post("/checkout/place", form)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(orders_of(buyer)) == 1


def test_a_double_click_with_a_new_address_keeps_one_address(client, product):
    person = make_person()
    client.force_login(login_user(person.id))
    form = checkout_form(client, product) | {
        "address": "new",
        "name": "Lin",
        "phone": "13800138000",
        "region": "Zhejiang Hangzhou",
        "street": "1 Longjing Road",
    }
    answers = [client.post("/checkout/place", form)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(list_addresses(person.id)) == 1
    assert len(orders_of(person_actor(person.id))) == 1


def test_what_the_page_showed_is_what_is_ordered(browser, buyer, product):
    form = checkout_form(browser, product)
    line = form["line"][0]
    body, mac = line.rsplit(".", 1)
    for forged in (body[:-4] + "AAAA." + mac, line[:-1] + ("A" if line[-1] != "A" else "B"), "x"):
        response = browser.post("/checkout/place", form | {"line": [forged]})
        assert response["Location"].startswith("/checkout/?")
    assert orders_of(buyer) == ()


def test_a_price_that_moved_is_said_and_nothing_is_ordered(browser, buyer, product):
    form = checkout_form(browser, product)
    owner = person_actor(get_shop_card(product.shop_id).owner_id)
    with transaction.atomic():
        set_price(actor=owner, sku_id=product.skus[0].id, price_minor=999_00)
    response = browser.post("/checkout/place", form, follow=True)
    assert "has changed" in response.content.decode()
    assert "¥999.00" in response.content.decode()
    assert orders_of(buyer) == ()


@pytest.mark.parametrize("quantity", ["0", "-3", "1000000", "x", "", "9999999999999"])
def test_impossible_quantities_are_refused(browser, buyer, product, quantity):
    sku = str(product.skus[0].id)
    page = browser.get("/checkout/", {"sku": sku, "n": quantity})
    assert page.status_code in {200, 422}
    if page.status_code == 200:
        text = page.content.decode()
        form = {"key": str(new_id()), "line": field_values(text, "line"), "sku": sku}
        form |= {"n": quantity, "address": str(list_addresses(buyer.require_person())[0].id)}
        browser.post("/checkout/place", form)
    assert orders_of(buyer) == ()


def test_more_than_is_left_cannot_be_ordered(browser, buyer, product):
    page = browser.get("/checkout/", {"sku": str(product.skus[0].id), "n": "500"}).content.decode()
    assert "Not that many left" in page
    assert re.search(r'type="submit"[^>]*disabled', page)


def test_a_session_that_ended_leads_back_to_the_same_checkout(browser, product):
    form = checkout_form(browser, product, 2)
    back = f"/checkout/?sku={product.skus[0].id}&n=2"
    browser.logout()
    response = browser.post(
        "/checkout/place", form, headers={"referer": f"http://testserver{back}"}
    )
    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == [back]


def test_a_referrer_elsewhere_is_not_followed(browser, product):
    form = checkout_form(browser, product)
    browser.logout()
    response = browser.post("/checkout/place", form, headers={"referer": "https://evil.example/x"})
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == ["/"]


def test_a_form_without_its_token_is_refused(product):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    for path in ("/cart/add", "/checkout/place", "/checkout/buy", f"/p/{uuid4()}/like"):
        assert strict.post(path, {}).status_code == 403, path


def test_the_cart_is_ordered_by_choice_and_keeps_the_rest(browser, buyer):
    goods = [make_product(title=f"Goods {n}") for n in range(3)]
    for item in goods:
        browser.post(
            "/cart/add", {"sku_id": item.skus[0].id, "product_id": item.id, "quantity": "1"}
        )
    assert count_cart(buyer.require_person()) == 3
    chosen = [str(item.skus[0].id) for item in goods[:2]]
    page = browser.get("/checkout/", {"from": "cart", "sku": chosen}).content.decode()
    form = {
        "key": field_values(page, "key")[0],
        "from": "cart",
        "line": field_values(page, "line"),
        "sku": chosen,
        "address": re.findall(r'name="address" value="([^"]*)" checked', page)[0],
    }
    assert len(form["line"]) == 2
    answers = [browser.post("/checkout/place", form)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert {line.sku.id for line in get_cart(buyer).lines} == {goods[2].skus[0].id}
    assert len(orders_of(buyer)) == 2  # two shops, one payment


def test_cart_lines_can_be_changed_and_removed(browser, buyer, product):
    sku_id = product.skus[0].id
    with transaction.atomic():
        add_to_cart(actor=buyer, sku_id=sku_id)
    browser.post("/cart/change", {"sku_id": sku_id, "quantity": "3"})
    assert get_cart(buyer).lines[0].quantity == 3
    answer = browser.post(
        "/cart/change", {"sku_id": sku_id, "quantity": "-1"}, headers={"hx-request": "true"}
    )
    assert (answer.status_code, answer["X-Error-Code"]) == (422, "quantity_invalid")
    assert get_cart(buyer).lines[0].quantity == 3
    browser.post("/cart/change", {"sku_id": sku_id, "remove": "1"})
    assert get_cart(buyer).lines == ()


def test_a_sale_belongs_to_the_post_only_if_the_post_carries_the_product(browser, buyer, product):
    carries = make_article(product_ids=[product.id])
    other = make_article()
    run_pending_jobs()
    for post, creator in ((carries, carries.author_id), (other, None)):
        form = checkout_form(browser, product, s="feed", p=str(post.id), d=str(new_id()))
        attribution = open_line(form["line"][0]).attribution
        assert (attribution.scene, attribution.creator_id) == ("feed", creator)
    form = checkout_form(browser, product, s="made-up", p=str(carries.id))
    assert open_line(form["line"][0]).attribution is None


def test_the_result_page_says_what_became_of_the_payment(browser, buyer, product):
    checkout = make_checkout(buyer, product=product)
    page = browser.get(f"/checkout/{checkout.id}/").content.decode()
    assert "Waiting for your payment" in page
    assert f"/payments/go/{checkout.payment_id}/" in page
    pay_checkout(checkout)
    page = browser.get(f"/checkout/{checkout.id}/").content.decode()
    assert "The money is held by the market" in page
    assert "hx-trigger" not in page.split('id="result"')[1].split(">")[0]


def test_other_peoples_checkouts_are_not_there(browser, product):
    checkout = make_checkout(make_buyer(), product=product)
    assert browser.get(f"/checkout/{checkout.id}/").status_code == 404
