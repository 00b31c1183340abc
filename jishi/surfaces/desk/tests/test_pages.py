"""Every desk page: who may open it, what it shows, with how many queries."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from PIL import Image

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.ids import new_id
from jishi.trade.catalog.factories import make_draft, make_product, two_sizes
from jishi.trade.catalog.queries import get_product, get_stock_rows, list_shop_products
from jishi.trade.orders.factories import load_order, make_paid_order, make_shipped_order
from jishi.trade.orders.types import FulfilmentStatus
from jishi.trade.shops.factories import make_applied_shop, make_shop, owner_of
from jishi.trade.shops.queries import find_shop_of_owner

pytestmark = pytest.mark.django_db
FIXED = 4  # session, person, role in the shop, shop


def sign_in(client, person_id):
    client.force_login(
        get_user_model().objects.get(id=person_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def merchant(client, shop):
    return sign_in(client, shop.owner_id)


def picture():
    file = io.BytesIO()
    Image.new("RGB", (900, 900), "#C98A1B").save(file, "JPEG")
    file.seek(0)
    file.name = "mango.jpg"
    return file


def test_strangers_are_refused_and_visitors_asked_to_sign_in(client, shop):
    address = reverse("desk-today", args=[shop.id])
    assert client.get(address).headers["Location"].startswith("/accounts/login/")
    sign_in(client, make_person().id)
    response = client.get(address)
    assert (response.status_code, response.headers["X-Error-Code"]) == (403, "not_allowed")


def test_who_has_no_shop_is_led_to_opening_one(client):
    person = make_person()
    sign_in(client, person.id)
    assert client.get("/shop/").headers["Location"] == reverse("desk-apply")
    form = {"name": "云岭茶坊", "region": "云南云岭", "about": "高山茶", "logo": picture()}
    response = client.post(reverse("desk-apply"), form)
    shop = find_shop_of_owner(person.id)
    assert response.headers["Location"] == reverse("desk-today", args=[shop.id])
    assert shop.logo_key
    assert "云岭茶坊" in client.get(response.headers["Location"]).content.decode()


def test_an_application_that_cannot_be_is_refused_on_its_page(client):
    sign_in(client, make_person().id)
    response = client.post(reverse("desk-apply"), {"name": "长" * 10_000})
    assert response.status_code == 422
    assert find_shop_of_owner(client.session["_auth_user_id"]) is None


def test_today_of_an_applied_shop_says_what_comes_next(client):
    shop = make_applied_shop()
    sign_in(client, shop.owner_id)
    page = client.get(reverse("desk-today", args=[shop.id])).content.decode()
    assert "平台正在审核你的入驻申请" in page


def test_today_names_the_work_and_counts_its_queries(merchant, shop, django_assert_num_queries):
    product = make_product(shop, stock=3)
    make_paid_order(product=product)
    make_draft(shop)
    address = reverse("desk-today", args=[shop.id])
    merchant.get(address)
    with django_assert_num_queries(FIXED + 18):
        page = merchant.get(address).content.decode()
    assert "1 单待发货" in page
    assert "1 个规格库存不足" in page
    assert "1 件商品还没上架" in page


@pytest.mark.parametrize("count", [1, 12])
def test_lists_have_a_fixed_number_of_queries(merchant, shop, django_assert_num_queries, count):
    for _ in range(count):
        make_paid_order(product=make_product(shop))
    for name, queries in [("products", 2), ("stock", 4), ("orders", 2), ("money", 4)]:
        address = reverse(f"desk-{name}", args=[shop.id])
        with django_assert_num_queries(FIXED + queries):
            assert merchant.get(address).status_code == 200


def test_a_product_is_entered_listed_and_taken_off(merchant, shop):
    form = {
        "title": "高原贵妃芒",
        "description": "树上自然熟",
        "category": "fruit/tropical",
        "attr-origin": "云岭",
        "attr-net_weight_g": "2500",
        "option_1": "大小",
        "promise": ["return_7d", "dispatch_48h"],
        "pictures": [picture()],
        "sku-0-code": "M-5",
        "sku-0-option_1": "中果",
        "sku-0-price": "45.90",
        "sku-0-list_price": "58",
        "sku-0-stock": "126",
        "sku-1000-code": "L-5",
        "sku-1000-option_1": "大果",
        "sku-1000-price": "¥1,052.5",
        "sku-1000-stock": "0",
    }
    response = merchant.post(reverse("desk-product-new", args=[shop.id]), form)
    assert response.status_code == 302, response.content.decode()
    (product,) = list_shop_products(owner_of(shop), shop.id).items
    assert [(s.price_minor, s.list_price_minor, s.available) for s in product.skus] == [
        (4590, 5800, 126),
        (105_250, None, 0),
    ]
    assert len(product.pictures) == 1
    for step, state in [("list", "listed"), ("delist", "delisted"), ("list", "listed")]:
        merchant.post(reverse("desk-product-move", args=[shop.id, product.id, step]))
        assert get_product(product.id, owner_of(shop)).status == state


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sku-0-price", "-1"),
        ("sku-0-price", "1e9"),
        ("sku-0-price", "9" * 30),
        ("sku-0-price", "¥"),
        ("sku-0-stock", "-3"),
        ("title", "长" * 10_000),
        ("title", ""),
        ("category", "'; DROP TABLE"),
    ],
)
def test_unfit_values_are_refused_and_change_nothing(merchant, shop, field, value):
    form = {"title": "芒果", "category": "fruit", "sku-0-code": "A", "sku-0-price": "1"}
    response = merchant.post(reverse("desk-product-new", args=[shop.id]), form | {field: value})
    assert response.status_code == 422
    assert not list_shop_products(owner_of(shop), shop.id).items


def test_a_saved_product_keeps_the_pictures_that_were_not_removed(merchant, shop):
    product = make_draft(shop, pictures=("a/1.webp", "a/2.webp"), **two_sizes())
    form = {"title": "新名字", "category": product.category, "option_1": product.option_names[0]}
    form["picture"] = ["a/2.webp", "somebody/elses.webp"]
    for n, sku in enumerate(product.skus):
        form |= {f"sku-{n}-code": sku.code, f"sku-{n}-price": "10"}
        form[f"sku-{n}-option_1"] = sku.options[0][1]
    address = reverse("desk-product", args=[shop.id, product.id])
    assert merchant.post(address, form).status_code == 302
    saved = get_product(product.id, owner_of(shop))
    assert (saved.title, saved.pictures) == ("新名字", ("a/2.webp",))
    assert [s.id for s in saved.skus] == [s.id for s in product.skus]


def test_other_shops_products_and_orders_are_not_found(merchant, shop):
    foreign, order = make_product(), make_paid_order()
    for name, key in [("desk-product", foreign.id), ("desk-order", order.id)]:
        assert merchant.get(reverse(name, args=[shop.id, key])).status_code == 404
    ship = reverse("desk-ship", args=[shop.id, order.id])
    form = {"carrier": "SF", "tracking_number": "1", "key": "k"}
    assert merchant.post(ship, form).status_code == 404
    assert load_order(order.id).fulfilment_status is FulfilmentStatus.TO_SHIP


def test_stock_is_set_and_a_silly_count_is_refused(merchant, shop):
    make_product(shop, stock=10)
    (row,) = get_stock_rows(owner_of(shop), shop.id)
    address = reverse("desk-stock", args=[shop.id])
    merchant.post(address, {"sku": row.sku_id, "on_hand": "42"})
    merchant.post(address, {"sku": row.sku_id, "on_hand": "-1"})
    merchant.post(address, {"sku": uuid4(), "on_hand": "5"})
    assert get_stock_rows(owner_of(shop), shop.id)[0].on_hand == 42


def test_an_order_is_shipped_once_however_often_it_is_sent(merchant, shop):
    order = make_paid_order(product=make_product(shop))
    address = reverse("desk-ship", args=[shop.id, order.id])
    key = str(new_id())
    form = {"carrier": "顺丰速运", "tracking_number": "SF123", "key": key}
    assert merchant.post(address, {**form, "tracking_number": ""}).status_code == 422
    assert [merchant.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert len(load_order(order.id).packages) == 1
    other = merchant.post(address, {**form, "key": str(new_id())})
    assert other.status_code == 422
    assert len(load_order(order.id).packages) == 1


def test_an_order_that_cannot_be_delivered_is_cancelled(merchant, shop):
    order = make_paid_order(product=make_product(shop))
    address = reverse("desk-cancel", args=[shop.id, order.id])
    response = merchant.post(address, {"reason": "下雨减产", "key": str(new_id())})
    assert response.status_code == 302
    assert load_order(order.id).fulfilment_status is FulfilmentStatus.CANCELLED


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_renders_in_both_languages(merchant, shop, language):
    merchant.cookies["language"] = language
    order = make_shipped_order()
    sign_in(merchant, order_owner(order))
    shop_id = order.shop_id
    names = ["today", "products", "product-new", "stock", "orders", "money", "settings"]
    for name in names:
        assert merchant.get(reverse(f"desk-{name}", args=[shop_id])).status_code == 200
    for name in ["order", "money-order"]:
        assert merchant.get(reverse(f"desk-{name}", args=[shop_id, order.id])).status_code == 200


def order_owner(order):
    from jishi.trade.shops.queries import get_shop_card

    return get_shop_card(order.shop_id).owner_id
