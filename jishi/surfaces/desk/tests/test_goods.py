"""Pages for many goods: imports, changes together, warehouses, showcases."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.surfaces.desk.tests.test_pages import sign_in
from jishi.trade.catalog.factories import make_product, two_sizes
from jishi.trade.catalog.queries import get_product, list_showcase, list_warehouses
from jishi.trade.catalog.types import ShowcaseKind, ShowcaseOwner
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def merchant(client, shop):
    return sign_in(client, shop.owner_id)


def url(name, shop, *args):
    return reverse(name, args=[shop.id, *args])


def test_a_file_is_checked_looked_at_and_applied(merchant, shop):
    product = make_product(shop, title="Mango", **two_sizes())
    file = SimpleUploadedFile("a.csv", b"title,sku_code,price\nMango,M,12.5\nPear,,x\n")
    sent = merchant.post(url("desk-imports", shop), {"file": file})
    assert sent.status_code == 302
    page = merchant.get(sent.url).content.decode()
    assert "12.50" in page
    assert merchant.get(sent.url, {"fate": "error"}).status_code == 200
    assert merchant.post(sent.url + "decide").status_code == 302
    part = merchant.get(sent.url, headers={"HX-Request": "true", "HX-Target": "progress"})
    assert b"hx-trigger" in part.content
    run_pending_jobs()
    assert get_product(product.id).skus[0].price_minor == 1250
    assert b"hx-trigger" not in merchant.get(sent.url).content
    assert merchant.get(url("desk-imports", shop)).status_code == 200
    refused = merchant.post(url("desk-imports", shop), {"file": SimpleUploadedFile("b", b"x")})
    assert refused.status_code == 422
    sheet = merchant.get(url("desk-export", shop), {"format": "csv"})
    assert b"Mango" in sheet.content


def test_chosen_products_change_together(merchant, shop):
    product = make_product(shop)
    form = {"kind": "price_percent", "value": "10", "product": [product.id]}
    assert merchant.post(url("desk-bulk", shop), form).status_code == 200
    assert get_product(product.id).price_minor == 5049
    assert merchant.post(url("desk-bulk", shop), {"kind": "list"}).status_code == 302
    fields = merchant.get(url("desk-product-attributes", shop), {"category": "tea/leaf"})
    assert b"attr-tea_kind" in fields.content


def test_warehouses_and_their_stock(merchant, shop):
    sku = make_product(shop, stock=10).skus[0].id
    merchant.post(url("desk-warehouses", shop), {"name": "North", "serves": "北京、河北"})
    first, north = list_warehouses(owner_of(shop), shop.id)
    form = {"sku": sku, "warehouse": first.id, "target": north.id, "quantity": "4"}
    merchant.post(url("desk-stock", shop), form)
    assert [w.unit_count for w in list_warehouses(owner_of(shop), shop.id)] == [6, 4]
    for name, args in [("desk-stock", ()), ("desk-stock-history", (sku,)), ("desk-warehouses", ())]:
        assert merchant.get(url(name, shop, *args)).status_code == 200
    merchant.post(url("desk-warehouses", shop), {"id": north.id, "close": "1"})
    assert len(list_warehouses(owner_of(shop), shop.id)) == 2  # it is not empty


def test_showcases_of_a_shop_and_a_person(merchant, shop, django_assert_num_queries):
    one, two = make_product(shop).id, make_product(shop).id
    for path, owner in [
        (url("desk-showcase", shop), ShowcaseOwner(ShowcaseKind.SHOP, shop.id)),
        (reverse("studio-showcase"), ShowcaseOwner(ShowcaseKind.PERSON, shop.owner_id)),
    ]:
        for key in (one, two):
            merchant.post(path, {"op": "add", "product": key})
        assert merchant.post(path, {"order": f"{one},{two}"}).status_code == 204
        merchant.post(path, {"op": "hide", "product": one})
        assert [i.product.id for i in list_showcase(owner)] == [two]
        assert merchant.get(path, {"q": "Product"}).status_code == 200
    seen = reverse("person-showcase", args=[shop.owner_id])
    assert merchant.get(seen).status_code == 200
    assert (
        str(two)
        in merchant.get(reverse("person", args=[shop.owner_id]), follow=True).content.decode()
    )
