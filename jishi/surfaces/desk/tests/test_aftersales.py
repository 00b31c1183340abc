"""After-sales on the desk: work list, effect on the money, each answer."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jishi.foundation.accounts.factories import login_user
from jishi.foundation.kernel.ids import new_id
from jishi.trade.aftersales.factories import (
    apply,
    awaiting_receipt,
    disputed,
    make_order,
    merchant_of,
)
from jishi.trade.aftersales.queries import find_return_address
from jishi.trade.aftersales.queries.cases import load_case
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus
from jishi.trade.orders.factories import seller_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return make_order()


@pytest.fixture
def merchant(client, order):
    client.force_login(login_user(seller_of(order).require_person()))
    client.cookies["language"] = "en"
    return client


def path_of(case, name="desk-aftersale", *more):
    return reverse(name, args=[case.shop_id, case.id, *more])


def send(merchant, case, step, **values):
    form = {"key": str(new_id())} | values
    return merchant.post(path_of(case, "desk-aftersale-step", step), form)


def test_work_comes_first_and_shows_what_it_would_do(merchant, order, django_assert_num_queries):
    case = apply(order)
    today = merchant.get(reverse("desk-today", args=[case.shop_id])).content.decode()
    assert "1 after-sale to answer" in today
    merchant.get(reverse("desk-aftersales", args=[case.shop_id]))
    with django_assert_num_queries(7):
        listed = merchant.get(reverse("desk-aftersales", args=[case.shop_id])).content.decode()
    assert case.number in listed
    assert "No return address yet" in listed
    page = merchant.get(path_of(case)).content.decode()
    assert "The buyer gets" in page
    assert "the money is given back by itself" in page
    other = merchant.get(path_of(case), {"amount": "1"}).content.decode()
    assert "¥1.00" in other
    assert (
        "No more can be given back"
        in merchant.get(path_of(case), {"amount": "99999"}).content.decode()
    )
    assert send(merchant, case, "agree").status_code == 302
    assert load_case(case.id).status is AfterSaleStatus.REFUNDED
    assert send(merchant, case, "agree").status_code == 422


def test_other_terms_a_refusal_and_an_address(merchant, order):
    case = apply(order, AfterSaleKind.RETURN_REFUND)
    assert "Say first where" in send(merchant, case, "agree").content.decode()
    fields = {"name": "Lin", "phone": "138", "region": "Hangzhou", "street": "Road 1"}
    merchant.post(reverse("desk-return-address", args=[case.shop_id]), fields)
    assert find_return_address(case.shop_id).street == "Road 1"
    terms = {"kind": "refund_only", "amount": "2.50", "note": "Keep it"}
    assert send(merchant, case, "offer_terms", **terms).status_code == 302
    assert load_case(case.id).offer.amount_minor == 250
    assert send(merchant, case, "offer_terms", **terms | {"amount": "x"}).status_code == 422
    assert send(merchant, case, "reject", reason="No").status_code == 422
    assert send(merchant, case, "rule").status_code == 404


def test_goods_are_counted_and_a_dispute_is_answered(merchant, order):
    case = awaiting_receipt(order)
    assert "Fit for sale" in merchant.get(path_of(case)).content.decode()
    assert send(merchant, case, "confirm_return", sellable="0", damaged="1").status_code == 302
    assert load_case(case.id).damaged == 1
    other = disputed(make_order())
    merchant.force_login(login_user(seller_of_case(other)))
    assert "It is broken, look" in merchant.get(path_of(other)).content.decode()
    send(merchant, other, "give_evidence", text="It was whole")
    assert load_case(other.id).evidence[-1].text == "It was whole"
    assert send(merchant, other, "concede").status_code == 302
    assert load_case(other.id).status is AfterSaleStatus.REFUNDED


def seller_of_case(case):
    return merchant_of(case).require_person()
