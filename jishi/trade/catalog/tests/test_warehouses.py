"""Warehouses: the nearest one sends, several share what one cannot, oversell stays impossible."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.trade.catalog.actions.close_warehouse import close_warehouse
from jishi.trade.catalog.actions.commit_reservation import commit_reservation
from jishi.trade.catalog.actions.move_stock import move_stock
from jishi.trade.catalog.actions.release_reservation import release_reservation
from jishi.trade.catalog.actions.reserve_stock import reserve_stock
from jishi.trade.catalog.actions.restock import restock
from jishi.trade.catalog.actions.save_warehouse import save_warehouse
from jishi.trade.catalog.actions.set_stock import set_stock
from jishi.trade.catalog.actions.set_stock_alert import set_stock_alert
from jishi.trade.catalog.errors import (
    StockBelowReserved,
    StockShort,
    WarehouseNameTaken,
    WarehouseNotEmpty,
)
from jishi.trade.catalog.factories import make_product
from jishi.trade.catalog.models import Stock
from jishi.trade.catalog.queries import (
    get_allotments,
    get_skus,
    get_stock_rows,
    list_stock_changes,
    list_warehouses,
)
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def sku(shop):
    return make_product(shop, stock=10).skus[0].id


@pytest.fixture
def north(shop, sku):
    """A second warehouse with four, for the north."""
    made = save_warehouse(
        actor=owner_of(shop), shop_id=shop.id, name="North", serves=["北京", "河北"], position=1
    )
    set_stock(actor=owner_of(shop), sku_id=sku, on_hand=4, warehouse_id=made.id)
    return made.id


def hold(sku, count, region="", reference="checkout:x"):
    until = clock.now() + timedelta(minutes=30)
    with transaction.atomic():
        reserve_stock(
            actor=SYSTEM, lines=[(sku, count)], reference=reference, expires_at=until, region=region
        )
    return {a.warehouse_name: a.quantity for a in get_allotments(reference)}


def test_the_nearest_warehouse_sends_and_takes_back(shop, sku, north, django_assert_num_queries):
    assert get_skus([sku])[sku].sku.available == 14
    with django_assert_num_queries(4):  # two of them the savepoint of the test, one the look
        assert hold(sku, 2, "北京市 朝阳区") == {"North": 2}
    assert hold(sku, 2, "云南省 昆明市", "checkout:y") == {"": 2}
    commit_reservation(actor=SYSTEM, reference="checkout:x")
    rows = {r.warehouse_name: r for r in get_stock_rows(owner_of(shop), shop.id)}
    assert (rows["North"].on_hand, rows["North"].sold, rows[""].reserved) == (2, 2, 2)
    restock(actor=SYSTEM, lines=[(sku, 2)], reference="o", reason="back", sold_as="checkout:x")
    assert Stock.objects.get(sku_id=sku, warehouse_id=north).on_hand == 4
    release_reservation(actor=SYSTEM, reference="checkout:y")
    assert ask_all() == []


def test_several_share_what_no_one_has_alone_and_never_more(shop, sku, north):
    assert hold(sku, 12, "河北省 保定市") == {"North": 4, "": 8}
    with pytest.raises(StockShort) as caught:
        hold(sku, 3, reference="checkout:y")
    assert caught.value.details["left"] == 2
    commit_reservation(actor=SYSTEM, reference="checkout:x")
    restock(actor=SYSTEM, lines=[(sku, 9)], reference="o", reason="back")  # no word of a checkout
    assert [s.sold for s in Stock.objects.filter(sku_id=sku).order_by("sold")] == [0, 3]
    with pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.filter(sku_id=sku, warehouse_id=north).update(reserved=99)
    assert ask_all() == []


def test_units_are_carried_and_an_empty_warehouse_closes(shop, sku, north):
    owner = owner_of(shop)
    first = next(w.id for w in list_warehouses(owner, shop.id) if not w.name)
    hold(sku, 3, "北京市")
    with pytest.raises(StockBelowReserved):
        move_stock(actor=owner, sku_id=sku, source_id=north, target_id=first, quantity=2)
    with pytest.raises(InvalidInput):
        move_stock(actor=owner, sku_id=sku, source_id=north, target_id=north, quantity=1)
    release_reservation(actor=SYSTEM, reference="checkout:x")
    with pytest.raises(WarehouseNotEmpty):
        close_warehouse(actor=owner, shop_id=shop.id, warehouse_id=north)
    move_stock(actor=owner, sku_id=sku, source_id=north, target_id=first, quantity=4)
    assert close_warehouse(actor=owner, shop_id=shop.id, warehouse_id=north).is_closed
    with pytest.raises(NotFound):
        set_stock(actor=owner, sku_id=make_product(shop).skus[0].id, on_hand=1, warehouse_id=north)
    history = list_stock_changes(owner, sku).items
    assert [(c.warehouse_name, c.delta) for c in history[:2]] == [("", 4), ("North", -4)]
    assert history[0].reference == history[1].reference
    assert ask_all() == []


def test_the_sale_that_leaves_too_few_is_told_once(shop, sku):
    owner = owner_of(shop)
    set_stock_alert(actor=owner, sku_id=sku, alert_at=7)
    for number, count in enumerate([2, 2, 1]):
        hold(sku, count, reference=f"checkout:{number}")
        commit_reservation(actor=SYSTEM, reference=f"checkout:{number}")
    assert [event.available for event in recorded("catalog.stock_low")] == [6]
    assert get_stock_rows(owner, shop.id)[0].is_low
    set_stock(actor=owner, sku_id=sku, on_hand=20)
    hold(sku, 15, reference="checkout:z")
    commit_reservation(actor=SYSTEM, reference="checkout:z")
    assert len(recorded("catalog.stock_low")) == 2


def test_whose_warehouse_it_is(shop, sku, north, django_assert_num_queries):
    stranger, owner = person_actor(make_person().id), owner_of(shop)
    with pytest.raises(NotAllowed):
        save_warehouse(actor=stranger, shop_id=shop.id, name="Mine")
    with pytest.raises(NotAllowed):
        list_stock_changes(stranger, sku)
    with pytest.raises(WarehouseNameTaken):
        save_warehouse(actor=owner, shop_id=shop.id, name="North")
    other = make_shop()
    with pytest.raises(NotFound):
        save_warehouse(actor=owner_of(other), shop_id=other.id, warehouse_id=north, name="X")
    with django_assert_num_queries(3):
        assert [w.unit_count for w in list_warehouses(owner, shop.id)] == [10, 4]
    with django_assert_num_queries(3):
        list_stock_changes(owner, sku)
