"""Every write: scopes, sessions, idempotency, refusals that change nothing."""

from uuid import uuid4

import pytest
from django.test import Client

from jishi.foundation.accounts.factories import login_user, make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.surfaces.api.factories import Program
from jishi.surfaces.api.schemas.parts import AcceptedOut
from jishi.surfaces.api.schemas.trade import AddressOut, CartOut, CheckoutOut, OrderOut
from jishi.trade.catalog.factories import make_product
from jishi.trade.catalog.queries import get_product
from jishi.trade.orders.factories import (
    make_buyer,
    make_paid_order,
    pay_checkout,
    seller_of,
    ship,
)
from jishi.trade.orders.queries import get_checkout, list_addresses, list_orders_of, load_order
from jishi.traffic.signals.factories import consume, event
from jishi.traffic.signals.queries import get_post_counts

pytestmark = pytest.mark.django_db


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def order_of(buyer, product, **values):
    sku = product.skus[0]
    line = {"sku_id": sku.id, "quantity": 1, "expected_price_minor": sku.price_minor} | values
    address = list_addresses(buyer.require_person())[0]
    return {"lines": [line], "address_id": address.id}


def test_a_whole_purchase_by_programs():
    buyer, product = make_buyer(), make_product()
    program = Program(buyer.require_person())
    made = program.post("/orders", order_of(buyer, product), key="k1")
    assert made.status_code == 201
    checkout = CheckoutOut.model_validate_json(made.content)
    assert checkout.payment_url
    again = program.post("/orders", order_of(buyer, product), key="k1")
    assert CheckoutOut.model_validate_json(again.content).id == checkout.id
    assert len(list_orders_of(buyer.require_person()).items) == 1
    pay_checkout(get_checkout(buyer, checkout.id))
    order = load_order(checkout.orders[0].id)
    shop = Program(seller_of(order).person_id)
    path = f"/shops/{order.shop_id}/orders/{order.id}/ship"
    parcel = {"carrier": "SF Express", "tracking_number": "SF1234567890"}
    shipped = shop.post(path, parcel, key="s1")
    assert OrderOut.model_validate_json(shipped.content).fulfilment_status == "shipped"
    assert shop.post(path, parcel, key="s1").status_code == 200
    received = program.post(f"/orders/{order.id}/receive", key="r1")
    assert OrderOut.model_validate_json(received.content).word == "received"


def test_a_key_with_other_input_is_refused():
    buyer, product = make_buyer(), make_product()
    program = Program(buyer.require_person())
    program.post("/orders", order_of(buyer, product), key="k1")
    other = program.post("/orders", order_of(buyer, product, quantity=2), key="k1")
    assert code(other) == (409, "idempotency_conflict")
    assert len(list_orders_of(buyer.require_person()).items) == 1


@pytest.mark.parametrize(
    ("values", "status", "expected"),
    [
        ({"quantity": 0}, 422, "invalid_input"),
        ({"quantity": -1}, 422, "invalid_input"),
        ({"quantity": 10**12}, 422, "invalid_input"),
        ({"quantity": "many"}, 422, "invalid_input"),
        ({"expected_price_minor": 1}, 409, "price_changed"),
        ({"expected_price_minor": -5}, 422, "invalid_input"),
        ({"quantity": 11}, 409, "stock_short"),
        ({"surprise": 1}, 422, "invalid_input"),
    ],
)
def test_bad_orders_change_nothing(values, status, expected):
    buyer, product = make_buyer(), make_product()
    program = Program(buyer.require_person())
    answer = program.post("/orders", order_of(buyer, product, **values), key="k1")
    assert code(answer) == (status, expected)
    assert list_orders_of(buyer.require_person()).items == ()
    assert get_product(product.id).available_total == 10


def test_a_key_is_needed_and_json_must_be_json():
    buyer, product = make_buyer(), make_product()
    program = Program(buyer.require_person())
    missing = program.post("/orders", order_of(buyer, product))
    assert code(missing) == (422, "invalid_input")
    headers = program.headers | {"Idempotency-Key": "k"}
    broken = program.client.post(
        "/api/v1/orders", "{", content_type="application/json", headers=headers
    )
    assert code(broken) == (422, "unreadable_body")


def test_cancelling_gives_everything_back():
    order = make_paid_order()
    program = Program(order.buyer_id)
    done = program.post(f"/orders/{order.id}/cancel", {"reason": "changed my mind"}, key="c")
    assert OrderOut.model_validate_json(done.content).refund_minor == order.total_minor
    again = program.post(f"/orders/{order.id}/receive", key="r")
    assert code(again) == (409, "transition_refused")


def test_a_shops_people_touch_their_own_orders_only():
    order, other = make_paid_order(), make_paid_order()
    shop = Program(seller_of(other).person_id)
    parcel = {"carrier": "SF", "tracking_number": "SF1234567890"}
    for path in (
        f"/shops/{other.shop_id}/orders/{order.id}",
        f"/shops/{order.shop_id}/orders/{order.id}",
    ):
        for step, body in (("ship", parcel), ("cancel", {})):
            assert code(shop.post(f"{path}/{step}", body, key="x")) == (404, "not_found")
    assert load_order(order.id).fulfilment_status == "to_ship"
    buyer = Program(order.buyer_id)
    answer = buyer.post(f"/shops/{order.shop_id}/orders/{order.id}/ship", parcel, key="x")
    assert code(answer)[0] == 403
    assert load_order(order.id).fulfilment_status == "to_ship"


def test_the_cart():
    buyer, product = make_buyer(), make_product()
    program, sku = Program(buyer.require_person()), product.skus[0].id
    cart = CartOut.model_validate_json(program.post(f"/cart/{sku}", {"quantity": 2}).content)
    assert (cart.lines[0].quantity, cart.total_minor) == (2, 2 * 4590)
    cart = CartOut.model_validate_json(program.send("PUT", f"/cart/{sku}", {"quantity": 5}).content)
    assert cart.lines[0].quantity == 5
    cart = CartOut.model_validate_json(program.send("PUT", f"/cart/{sku}", {"quantity": 0}).content)
    assert cart.lines == []
    assert program.send("DELETE", f"/cart/{sku}").status_code == 200
    assert code(program.post(f"/cart/{uuid4()}", {"quantity": 1})) == (409, "sku_unavailable")


def test_addresses():
    program = Program(make_person().id)
    body = {"name": "Lin", "phone": "13800138000", "region": "Hangzhou", "street": "1 Long Road"}
    made = program.post("/addresses", body)
    assert made.status_code == 201
    assert AddressOut.model_validate_json(made.content).name == "Lin"
    assert program.post("/addresses", body | {"name": ""}).status_code == 422


def test_signals():
    person, post = make_person(), uuid4()
    program = Program(person.id)
    answer = program.post("/signals", {"events": [event("impression", post)]})
    assert answer.status_code == 202
    assert AcceptedOut.model_validate_json(answer.content).accepted == 1
    consume()
    assert get_post_counts([post])[post].impressions == 1
    assert code(program.post("/signals", {"events": []})) == (422, "invalid_signals")


def test_a_session_with_csrf_token_may_all():
    person = make_person()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(login_user(person.id))
    browser.cookies["csrftoken"] = "a" * 32
    answer = browser.post(
        "/api/v1/signals",
        {"events": [event("play", uuid4())]},
        content_type="application/json",
        headers={"X-CSRFToken": "a" * 32},
    )
    assert answer.status_code == 202
    assert browser.get("/api/v1/me").json()["scopes"] is None


def test_errors_speak_the_callers_language():
    program = Program()
    program.headers["Accept-Language"] = "zh-hans"
    english = Program().get("/me").json()["error"]["message"]
    assert program.get("/me").json()["error"]["message"] != english


def test_a_shipped_order_can_be_received_by_its_buyer_only():
    order = ship(make_paid_order())
    stranger = Program(make_person().id)
    assert code(stranger.post(f"/orders/{order.id}/receive", key="x")) == (404, "not_found")
    run_pending_jobs()
    assert load_order(order.id).fulfilment_status == "shipped"
