"""A shop's programs: products, prices, stock, warehouses, imports, showcases."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.surfaces.api.factories import Program
from jishi.surfaces.api.schemas.catalog import (
    BulkOut,
    CategoryTreeOut,
    ImportOut,
    ImportRowOut,
    ShowcaseItemOut,
    StockChangeOut,
    StockRowOut,
    WarehouseOut,
)
from jishi.surfaces.api.schemas.goods import ProductCardOut, ProductOut
from jishi.surfaces.api.schemas.parts import PageOut
from jishi.trade.catalog.factories import make_product, two_sizes
from jishi.trade.shops.factories import make_shop

pytestmark = pytest.mark.django_db

HONEY = {
    "title": "Aster honey",
    "category": "honey",
    "pictures": ["demo/honey.webp"],
    "option_names": ["Size"],
    "skus": [{"code": "H-1", "options": ["500 g"], "price_minor": 3990, "stock": 5}],
    "details": {
        "subcategory": "honey",
        "attributes": {"origin": "Yunling", "net_weight_g": 500, "flower": "aster"},
        "blocks": [{"kind": "table", "rows": [["Water", "17.2%"]]}],
        "size_chart": {"columns": ["Size", "cm"], "rows": [["S", "10"]]},
        "limit": {"quantity": 2, "period": "week"},
        "ships_on": "2027-01-01",
    },
}


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def parse(schema, answer, status=200):
    assert answer.status_code == status, answer.content
    return schema.model_validate_json(answer.content)


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def erp(shop):
    return Program(shop.owner_id)


def test_a_product_from_its_entry_to_the_shelf(shop, erp, django_assert_num_queries):
    path = f"/shops/{shop.id}/products"
    wrong = HONEY | {"details": HONEY["details"] | {"attributes": {"net_weight_g": "heavy"}}}
    assert code(erp.post(path, wrong, key="a")) == (422, "attribute_invalid")
    made = parse(ProductOut, erp.post(path, HONEY, key="b"), 201)
    assert parse(ProductOut, erp.post(path, HONEY, key="b"), 201).id == made.id
    assert code(erp.post(path, wrong, key="b")) == (409, "idempotency_conflict")
    assert made.details.limit.quantity == 2
    listed = parse(ProductOut, erp.post(f"{path}/{made.id}/list"))
    assert listed.status == "listed"
    price = f"{path}/{made.id}/skus/{made.skus[0].id}/price"
    assert parse(ProductOut, erp.send("PUT", price, {"price_minor": 4100})).price_minor == 4100
    patched = erp.send("PATCH", f"{path}/{made.id}", {"title": "Honey", "details": {}})
    assert code(patched) == (409, "attributes_missing")
    assert parse(ProductOut, erp.send("PATCH", f"{path}/{made.id}", {"title": "Honey"})).title
    with django_assert_num_queries(1):
        page = Program().get("/products", category="honey", attribute=["flower:aster"])
    assert [p.id for p in parse(PageOut[ProductCardOut], page).items] == [made.id]
    page = Program().get("/products", attribute=["flower:acacia"])
    assert parse(PageOut[ProductCardOut], page).items == []
    assert code(Program().get("/products", attribute=["flower"])) == (422, "invalid_input")
    stranger = Program(make_person().id)
    assert stranger.post(path, HONEY, key="c").status_code == 403
    assert stranger.get(path).status_code == 403
    parse(PageOut[ProductOut], erp.get(path, status="listed"))
    assert parse(ProductOut, erp.post(f"{path}/{made.id}/delist")).status == "delisted"
    tree = parse(PageOut[CategoryTreeOut], Program().get("/category-tree"))
    assert len(tree.items) == 12


def test_stock_by_warehouse(shop, erp, django_assert_num_queries):
    sku = make_product(shop, stock=10).skus[0].id
    warehouses, stock = f"/shops/{shop.id}/warehouses", f"/shops/{shop.id}/stock"
    north = parse(WarehouseOut, erp.post(warehouses, {"name": "North", "serves": ["北京"]}), 201)
    first = next(
        w.id for w in parse(PageOut[WarehouseOut], erp.get(warehouses)).items if w.id != north.id
    )
    move = {"source_id": str(first), "target_id": str(north.id), "quantity": 4}
    for _ in range(2):  # the same key moves once
        assert erp.post(f"{stock}/{sku}/move", move, key="m").json()["available"] == 4
    assert erp.post(f"{stock}/{sku}", {"delta": -1}, key="d").json()["available"] == 5
    assert erp.post(f"{stock}/{sku}", {"on_hand": 9, "alert_at": 9}, key="e").status_code == 200
    assert code(erp.post(f"{stock}/{sku}", {}, key="f")) == (422, "invalid_input")
    erp.get("/me")
    with django_assert_num_queries(3):  # token, role, stock
        rows = parse(PageOut[StockRowOut], erp.get(stock)).items
    assert {(r.warehouse_name, r.available, r.is_low) for r in rows} == {
        ("North", 4, True),
        ("", 9, True),
    }
    changes = parse(PageOut[StockChangeOut], erp.get(f"{stock}/{sku}/changes")).items
    assert [c.delta for c in changes] == [4, -1, 4, -4, 10]
    closed = erp.send("DELETE", f"{warehouses}/{north.id}")
    assert code(closed) == (409, "warehouse_not_empty")
    renamed = erp.send("PUT", f"{warehouses}/{north.id}", {"name": "N", "position": 2})
    assert parse(WarehouseOut, renamed).name == "N"
    other = Program(make_shop().owner_id)
    assert other.post(f"{stock}/{sku}", {"on_hand": 1}, key="x").status_code == 403


def test_imports_and_changes_of_many(shop, erp):
    product = make_product(shop, **two_sizes())
    path = f"/shops/{shop.id}"
    file = SimpleUploadedFile("a.csv", f"product_id,sku_code,price\n{product.id},M,1.5\n".encode())
    sent = erp.client.post(f"/api/v1{path}/imports", {"file": file}, headers=erp.headers)
    run = parse(ImportOut, sent, 201)
    assert run.counts == {"update": 1}
    rows = parse(PageOut[ImportRowOut], erp.get(f"/imports/{run.id}/rows", fate="update")).items
    assert rows[0].changes["price"] == ["45.90", "1.50"]
    parse(ImportOut, erp.post(f"/imports/{run.id}/apply"))
    assert code(erp.post(f"/imports/{run.id}/apply")) == (409, "transition_refused")
    run_pending_jobs()
    assert parse(ImportOut, erp.get(f"/imports/{run.id}")).status == "done"
    assert len(parse(PageOut[ImportOut], erp.get(f"{path}/imports")).items) == 1
    bulk = {"product_ids": [product.id], "kind": "price_percent", "value": 100}
    for _ in range(2):
        (done,) = parse(PageOut[BulkOut], erp.post(f"{path}/product-changes", bulk, key="k")).items
        assert done.is_done
    seen = parse(ProductOut, erp.get(f"/products/{product.id}"))
    assert seen.price_minor == 300
    sheet = erp.get(f"{path}/product-export", format="csv")
    assert sheet.content.startswith(b"\xef\xbb\xbf")
    assert erp.get(f"{path}/product-export", format="pdf").status_code == 422
    assert Program(make_person().id).get(f"/imports/{run.id}").status_code == 403


def test_showcases(shop, erp):
    one, two = make_product(shop).id, make_product(shop).id
    path = f"/showcases/person/{shop.owner_id}"

    def shown(answer):
        return [i.product.id for i in parse(PageOut[ShowcaseItemOut], answer).items]

    assert shown(erp.post(path, {"product_ids": [one, two]})) == [one, two]
    assert shown(erp.send("PUT", path, {"order": [two]})) == [two, one]
    assert shown(erp.send("PATCH", f"{path}/{one}", {"is_pinned": True})) == [one, two]
    erp.send("PATCH", f"{path}/{two}", {"is_hidden": True})
    assert shown(Program().get(path)) == [one]
    assert shown(erp.get(path)) == [one, two]
    assert shown(erp.send("DELETE", f"{path}/{one}")) == [two]
    stranger = Program(make_person().id)
    assert stranger.post(path, {"product_ids": [one]}).status_code == 403
    assert Program().get(f"/showcases/cat/{shop.id}").status_code == 422
