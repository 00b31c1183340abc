"""Imports: every row's fate before anything changes, applied by product, harmless files."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import NotAllowed, TransitionRefused
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.actions.cancel_import import cancel_import
from jishi.trade.catalog.actions.change_products import change_products
from jishi.trade.catalog.actions.check_import import check_import
from jishi.trade.catalog.actions.export_products import export_products
from jishi.trade.catalog.actions.move_import import move_import
from jishi.trade.catalog.actions.start_import import start_import
from jishi.trade.catalog.errors import ColumnsMissing, SheetTooLarge, SheetUnreadable
from jishi.trade.catalog.factories import make_draft, make_product, two_sizes
from jishi.trade.catalog.models import ImportRow, ImportRun, Product
from jishi.trade.catalog.providers import sheets
from jishi.trade.catalog.queries import (
    get_import,
    get_product,
    list_import_rows,
    list_imports,
    list_shop_products,
)
from jishi.trade.catalog.rules import IMPORT
from jishi.trade.catalog.types import BulkKind, ImportStatus, RowFate
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def owner(shop):
    return owner_of(shop)


def check(owner, shop, text, name="goods.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return check_import(actor=owner, shop_id=shop.id, filename=name, data=data)


def rows_of(owner, run, **how):
    return list_import_rows(owner, run.id, **how).items


def test_a_dry_run_tells_every_fate_and_the_job_does_it(shop, owner, django_assert_num_queries):
    known = make_product(shop, title="Mango", **two_sizes(10))
    text = (
        "Product name,Category,Option names,Option values,SKU code,Price,Stock,Weight (g),"
        "Origin,net\n"
        "Mango,,,,M,45.90,10,,,x\n"  # as it is
        "Mango,,,,L,¥79.50,7,2800,,x\n"
        "Mango,,,Gift box,G,99,3,,,x\n"
        "Pear,fruit/orchard,Size,Large,P-1,20,5,,Yunling,x\n"
        "\n"
        "Peach,fruit/moon,,,X-1,abc,-1,,,x\n"
        "Peach,fruit,,,X-2,10,1,,,x\n"
        ",,,,Y-1,10,1,,,x\n"
    )
    run = check(owner, shop, text)
    assert dict(run.counts) == {
        RowFate.UNCHANGED: 1, RowFate.UPDATE: 1, RowFate.CREATE: 2, RowFate.ERROR: 3
    }  # fmt: skip
    with django_assert_num_queries(3):
        rows = {row.number: row for row in rows_of(owner, run)}
    assert rows[3].changes["price"] == ("69.90", "79.50")
    assert rows[3].changes["stock"] == ("10", "7")
    assert {p.column for p in rows[7].problems} == {"category", "price", "stock"}
    assert [p.column for p in rows[8].problems] == [""]  # its product is wrong elsewhere
    assert [p.column for p in rows[9].problems] == ["title"]
    assert get_product(known.id) == known  # nothing changed yet
    start_import(actor=owner, import_id=run.id)
    with pytest.raises(TransitionRefused):
        start_import(actor=owner, import_id=run.id)
    run_pending_jobs()
    after = get_import(owner, run.id)
    assert (after.status, after.done_count, after.failed_count) == (ImportStatus.DONE, 4, 0)
    mango = get_product(known.id)
    assert [(s.code, s.price_minor, s.available) for s in mango.skus] == [
        ("M", 4590, 10), ("L", 7950, 7), ("G", 9900, 3)
    ]  # fmt: skip
    assert [s.id for s in mango.skus[:2]] == [s.id for s in known.skus]
    pear = next(p for p in list_shop_products(owner, shop.id).items if p.title == "Pear")
    assert pear.details.attributes == {"origin": "Yunling"}
    assert recorded("catalog.import_finished")[0].done_count == 4
    assert check(owner, shop, text).counts[RowFate.UNCHANGED] == 4
    assert ask_all() == []


def test_what_changed_since_the_dry_run_is_a_failure_of_its_row(shop, owner):
    product = make_draft(shop, title="Mango", **two_sizes())
    run = check(owner, shop, "title,sku_code,price\nMango,M,10\n")
    Product.objects.filter(id=product.id).update(title="Other", listing_status="deleted")
    start_import(actor=owner, import_id=run.id)
    run_pending_jobs()
    (row,) = rows_of(owner, run)
    assert not row.is_applied
    assert row.failure
    assert get_import(owner, run.id).failed_count == 1


def test_what_is_exported_comes_back_unchanged_and_harmless(shop, owner):
    evil = '=HYPERLINK("http://x")'
    make_product(shop, title=evil, description="+cmd|' /C calc'!A0", **two_sizes())
    make_product(shop, title='Tea, "first"\nflush', category="tea")
    for kind in ("csv", "xlsx"):
        file = export_products(actor=owner, shop_id=shop.id, format=kind)
        if kind == "csv":
            assert b"'=HYPERLINK" in file.data
            assert b",=" not in file.data
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(file.data)).worksheets[0]
            assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
        run = check(owner, shop, file.data, file.filename)
        assert dict(run.counts) == {RowFate.UNCHANGED: 3}, rows_of(owner, run)
    empty = export_products(actor=owner, shop_id=shop.id, format="csv", template=True)
    with pytest.raises(SheetUnreadable):  # a heading without rows
        check(owner, shop, empty.data)


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b" " * (sheets.MAX_UNPACKED_BYTES + 1))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (bomb, SheetTooLarge),
        (lambda: b"PK\x03\x04 nonsense", SheetUnreadable),
        (lambda: b"title,sku_code\n" + b"a,b\n" * 10_001, SheetTooLarge),
        (lambda: b"x" * (sheets.MAX_BYTES + 1), SheetTooLarge),
        (lambda: b"\xff\xfe\x00\x81", SheetUnreadable),
        (lambda: b"name,price\na,1\n", ColumnsMissing),
        (lambda: b"", SheetUnreadable),
    ],
)
def test_files_that_are_none_are_refused(shop, owner, data, error):
    with pytest.raises(error):
        check(owner, shop, data())
    assert not ImportRun.objects.exists()


def test_chinese_headings_in_gb18030(shop, owner):
    text = "商品名称,类目,规格编码,售价\n云岭红茶,茶叶/散茶,A-1,128\n".encode("gb18030")
    (row,) = rows_of(owner, check(owner, shop, text))
    assert (row.fate, row.title) == (RowFate.CREATE, "云岭红茶")


def test_the_machine_of_an_import(shop, owner):
    run = ImportRun.objects.get(id=check(owner, shop, "title,sku_code\na,b\n").id)
    for source in ImportStatus:
        for target in ImportStatus:
            for by in ("merchant", "system", "buyer"):
                ImportRun.objects.filter(id=run.id).update(status=source)
                run.refresh_from_db()
                step = IMPORT.find(source, target)
                if step and by in step.by:
                    move_import(actor=owner, run=run, target=target, by=by)
                    assert run.status == target
                else:
                    with pytest.raises(TransitionRefused):
                        move_import(actor=owner, run=run, target=target, by=by)
    fresh = check(owner, shop, "title,sku_code\na,b\n")
    ImportRun.objects.filter(id=run.id).update(status="done")
    pass_time(timedelta(days=8))
    assert get_import(owner, fresh.id).status is ImportStatus.CANCELLED
    assert not ImportRow.objects.filter(run_id=fresh.id).exists()


def test_whose_import_it_is(shop, owner, django_assert_num_queries):
    run = check(owner, shop, "title,sku_code\na,b\n")
    stranger = person_actor(make_person().id)
    for forbidden in (
        lambda: check(stranger, shop, "title,sku_code\na,b\n"),
        lambda: start_import(actor=stranger, import_id=run.id),
        lambda: cancel_import(actor=stranger, import_id=run.id),
        lambda: export_products(actor=stranger, shop_id=shop.id),
        lambda: list_import_rows(stranger, run.id),
        lambda: change_products(
            actor=stranger, shop_id=shop.id, product_ids=[], kind=BulkKind.LIST
        ),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    with django_assert_num_queries(3):
        assert len(list_imports(owner, shop.id).items) == 1


def test_many_products_change_at_once_with_a_result_each(shop, owner):
    one, two = make_product(shop, **two_sizes(5)), make_draft(shop, pictures=[], price_minor=3333)
    other = make_product()

    def change(kind, value=""):
        results = change_products(
            actor=owner,
            shop_id=shop.id,
            product_ids=[one.id, two.id, other.id],
            kind=kind,
            value=value,
        )
        return {r.product_id: r.code or r.is_done for r in results}

    assert change(BulkKind.PRICE_PERCENT, "-10") == {
        one.id: True, two.id: True, other.id: "not_found"
    }  # fmt: skip
    assert [s.price_minor for s in get_product(one.id).skus] == [4131, 6291]
    assert get_product(two.id, owner).price_minor == 3000  # 2999.7, half up
    change(BulkKind.STOCK_ADD, 3)
    assert get_product(one.id).available_total == 16
    change(BulkKind.PROMISE_ADD, "dispatch_24h")
    assert set(get_product(one.id).promises) == {"return_7d", "dispatch_24h"}
    assert change(BulkKind.LIST) == {
        one.id: "transition_refused", two.id: "not_ready_to_list", other.id: "not_found"
    }  # fmt: skip
