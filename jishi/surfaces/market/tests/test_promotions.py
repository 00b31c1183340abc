"""Coupons, flash sales and members' prices on the Market's pages."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from jishi.foundation.accounts.factories import login_user
from jishi.foundation.kernel import clock
from jishi.surfaces.market.door import flash_door
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.factories import make_buyer
from jishi.trade.orders.queries import list_addresses, list_orders_of, load_checkout
from jishi.trade.promotions.factories import give_coupon, make_flash, make_shop_coupon
from jishi.trade.promotions.queries import get_flash_item, list_claims

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client):
    found = make_buyer()
    client.force_login(login_user(found.require_person()))
    return found


def hidden(page, name):
    return re.findall(rf'name="{name}" value="([^"]+)"', page.content.decode())


def test_a_coupon_is_taken_chosen_and_used(client, buyer):
    product = make_product()
    coupon = make_shop_coupon(product.shop_id, title="Ten off")
    make_shop_coupon(product.shop_id, title="Dear", threshold_minor=90_000)
    for path in ("/coupons/", f"/g/{product.id}", f"/s/{product.shop_id}"):
        assert "Ten off" in client.get(path).content.decode()
    answer = client.post(f"/coupons/{coupon.id}/take", {"back": f"/g/{product.id}"})
    assert answer["location"] == f"/g/{product.id}"
    assert "Ten off" in client.get("/me/coupons/").content.decode()
    assert "用券后 ¥35.90" in client.get(f"/g/{product.id}").content.decode()

    page = client.get(f"/checkout/?sku={product.skus[0].id}&n=1")
    assert hidden(page, "expected") == ["3590"]
    assert "店铺承担" in page.content.decode()
    without = client.get(f"/checkout/?sku={product.skus[0].id}&n=1&coupon=none")
    assert (hidden(without, "expected"), hidden(without, "coupon")) == (["4590"], [])
    form = {
        "key": hidden(page, "key")[0],
        "line": hidden(page, "line"),
        "sku": str(product.skus[0].id),
        "n": "1",
        "address": str(list_addresses(buyer.require_person())[0].id),
        "coupon": hidden(page, "coupon"),
    }
    client.post("/checkout/place", form | {"expected": "4590"})
    assert not list_orders_of(buyer.require_person()).items  # the price shown was another one
    client.post("/checkout/place", form | {"expected": "3590"})
    assert list_orders_of(buyer.require_person()).items[0].payable_minor == 3590
    assert [str(c.status) for c in list_claims(buyer.require_person()).items] == ["locked"]


def test_flash_goods_are_ordered_by_ticket_through_the_front_door(client, buyer):
    product = make_product()
    item = make_flash(product, quantity=1)
    for path in ("/flash/", "/mall/", f"/g/{product.id}"):
        assert "29.9" in client.get(path).content.decode()
    page = client.get(f"/checkout/?sku={product.skus[0].id}&n=1")
    ticket = hidden(page, "ticket")[0]
    address = str(list_addresses(buyer.require_person())[0].id)
    told = knock(ticket=ticket, address=address)
    assert told[0] == "303 See Other"
    payment_id = told[1]["Location"].split("/")[3]
    checkout = load_checkout(list_orders_of(buyer.require_person()).items[0].checkout_id)
    assert (str(checkout.payment_id), checkout.payable_minor) == (payment_id, 2990)
    assert knock(ticket=ticket, address=address)[1]["Location"] == told[1]["Location"]
    assert get_flash_item(item.id).left == 0
    # Whatever is no plain ticket goes on to Django.
    assert knock(ticket="forged.x", address=address) == ("Django", {})
    assert knock(ticket=ticket, address="new") == ("Django", {})
    answer = client.post("/flash/place", {"ticket": ticket, "address": address})
    assert answer["location"] == told[1]["Location"]
    assert client.post("/flash/place", {"ticket": "forged.x"}).status_code == 422


def knock(**fields):
    """What the door answers; `Django` when it lets the request through."""
    body = urlencode(fields).encode()
    told = []
    door = flash_door(lambda _environ, _start: told.append(("Django", {})) or [])
    door(
        {
            "PATH_INFO": "/flash/place",
            "REQUEST_METHOD": "POST",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        },
        lambda status, headers: told.append((status, dict(headers))),
    )
    return told[-1]


def test_no_sale_the_next_one_and_a_reminder(client):
    assert "暂无秒杀场次" in client.get("/flash/").content.decode()
    start = clock.now() + timedelta(hours=2)
    product = make_product(title="Wild honey, raw; cold")
    item = make_flash(product, starts_at=start, ends_at=start + timedelta(hours=1))
    assert "提醒我" in client.get("/mall/").content.decode()
    answer = client.get(f"/flash/{item.id}/remind")
    assert answer["content-type"].startswith("text/calendar")
    assert r"SUMMARY:Wild honey\, raw\; cold" in answer.content.decode()
    assert "这场秒杀不在进行中" in (
        client.get(f"/g/{product.id}?flash=flash_over").content.decode()
    )


def test_joining_a_shop(client, buyer):
    product = make_product()
    client.post(f"/s/{product.shop_id}/join", {"on": "1"})
    client.post(f"/s/{product.shop_id}/join", {"on": "0"})
    give_coupon(buyer, make_shop_coupon(product.shop_id))
    assert client.get("/me/coupons/").status_code == 200
