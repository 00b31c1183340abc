"""A buyer's orders: words, next step and exactly the buttons that the machine allows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from jishi.foundation.accounts.factories import login_user
from jishi.foundation.kernel.factories import pass_time, run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.trade.orders.factories import (
    make_buyer,
    make_checkout,
    make_delivered_order,
    make_paid_order,
    make_received_order,
    make_shipped_order,
    seller_of,
)
from jishi.trade.orders.queries import load_order
from jishi.trade.orders.types import BuyerWord

pytestmark = pytest.mark.django_db


def page_of(browser, order):
    response = browser.get(f"/orders/{order.id}/")
    assert response.status_code == 200
    return response.content.decode()


def buttons_of(html):
    steps = set(re.findall(r'data-sheet="step-([a-z_]+)"', html))
    return steps | ({"pay"} if re.search(r'btn-primary[^>]*href="/checkout/', html) else set())


def send(browser, order, step, key=None, **fields):
    return browser.post(f"/orders/{order.id}/{step}", {"key": key or str(new_id()), **fields})


def test_an_unpaid_order_asks_for_payment_until_when(browser, buyer):
    order = make_checkout(buyer).orders[0]
    html = page_of(browser, order)
    assert "Waiting for your payment" in html
    assert "Next: <strong>you</strong> pay <strong>by" in html
    assert "the goods go back on the shelf" in html
    assert buttons_of(html) == {"pay", "cancel"}


def test_a_paid_order_waits_for_the_shop_and_can_be_cancelled(browser, buyer):
    html = page_of(browser, make_paid_order(buyer))
    assert "Waiting for the shop to ship" in html
    assert "You may cancel at once for a full refund" in html
    assert "held by the market" in html
    assert buttons_of(html) == {"cancel", "urge"}
    assert "btn-primary" not in html.split('<main id="main"')[1].split("<dialog")[0]


def test_an_overdue_order_offers_to_cancel_as_the_next_step(browser, buyer):
    order = make_paid_order(buyer)
    pass_time(timedelta(hours=73))
    html = page_of(browser, order)
    assert "The shop is late." in html
    assert re.search(r'btn-primary[^>]*data-sheet="step-cancel"', html)


@pytest.mark.parametrize("make", [make_shipped_order, make_delivered_order])
def test_an_order_on_its_way_is_confirmed_or_extended(browser, buyer, make):
    html = page_of(browser, make(buyer))
    assert "Next: <strong>you</strong> confirm receipt <strong>by" in html
    assert buttons_of(html) == {"receive", "extend_receipt"}


def test_a_received_order_has_no_buttons_and_names_the_day_of_settlement(browser, buyer):
    order = make_received_order(buyer)
    run_pending_jobs()
    html = page_of(browser, order)
    assert buttons_of(html) == set()
    assert "Next: <strong>the market</strong> pays the shop <strong>by" in html


def test_a_settled_order_says_so(browser, buyer):
    order = make_received_order(buyer)
    run_pending_jobs()
    pass_time(timedelta(days=8))
    html = page_of(browser, order)
    assert "paid out" in html
    assert "Next:" not in html


def test_cancelling_twice_with_one_form_cancels_once(browser, buyer):
    order = make_paid_order(buyer)
    key = str(new_id())
    for _ in range(2):
        response = send(browser, order, "cancel", key, reason="changed my mind")
        assert response["Location"] == f"/orders/{order.id}/"
    run_pending_jobs()
    assert load_order(order.id).word is BuyerWord.REFUNDED
    html = page_of(browser, order)
    assert "Cancelled and refunded in full" in html
    assert "changed my mind" in html
    assert buttons_of(html) == set()


def test_receiving_and_extending(browser, buyer):
    order = make_shipped_order(buyer)
    send(browser, order, "extend_receipt")
    assert buttons_of(page_of(browser, order)) == {"receive"}
    key = str(new_id())
    for _ in range(2):
        send(browser, order, "receive", key)
    assert load_order(order.id).word is BuyerWord.RECEIVED


def test_a_step_that_is_not_allowed_says_why_and_changes_nothing(browser, buyer):
    order = make_shipped_order(buyer)
    response = send(browser, order, "cancel")
    assert response.status_code == 302
    assert "toast-error" in page_of(browser, order)
    assert load_order(order.id).word is BuyerWord.TO_RECEIVE


@pytest.mark.parametrize("step", ["cancel", "receive", "extend_receipt", "ship", "evil"])
def test_steps_without_a_key_or_name_are_refused(browser, buyer, step):
    order = make_paid_order(buyer)
    response = browser.post(f"/orders/{order.id}/{step}", {})
    assert response.status_code in {404, 422}
    assert load_order(order.id).word is BuyerWord.TO_SHIP


def test_other_peoples_orders_are_not_there(browser):
    order = make_paid_order(make_buyer())
    assert browser.get(f"/orders/{order.id}/").status_code == 404
    assert browser.get(f"/orders/{order.id}/money/").status_code == 404
    for step in ("cancel", "receive", "extend_receipt"):
        assert send(browser, order, step).status_code == 404
    assert load_order(order.id).word is BuyerWord.TO_SHIP


def test_the_shop_sees_the_order_without_the_buyers_buttons(client):
    order = make_paid_order()
    client.force_login(login_user(seller_of(order).require_person()))
    client.cookies["language"] = "en"
    assert buttons_of(page_of(client, order)) == set()


def test_the_money_page_adds_up(browser, buyer):
    order = make_received_order(buyer)
    run_pending_jobs()
    html = browser.get(f"/orders/{order.id}/money/").content.decode()
    assert "Market&#x27;s fee" in html
    assert "Paid by the buyer" in html
    assert order.shop_name in html


@pytest.mark.parametrize("word", ["", "to_pay", "to_ship", "nonsense"])
def test_the_list_is_narrowed_by_a_word(browser, buyer, word):
    make_checkout(buyer)
    make_paid_order(buyer)
    html = browser.get(f"/orders/?word={word}").content.decode()
    assert html.count("<article") == (1 if word in {"to_pay", "to_ship"} else 2)
