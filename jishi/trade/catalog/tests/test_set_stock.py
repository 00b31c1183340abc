from datetime import timedelta

import pytest

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.trade.catalog.actions.adjust_stock import adjust_stock
from jishi.trade.catalog.actions.reserve_stock import reserve_stock
from jishi.trade.catalog.actions.set_stock import set_stock
from jishi.trade.catalog.errors import QuantityInvalid, StockBelowReserved
from jishi.trade.catalog.factories import make_product
from jishi.trade.catalog.models import Stock, StockChange
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def sku(shop):
    return make_product(shop, stock=10).skus[0].id


def hold(sku, count):
    until = clock.now() + timedelta(minutes=30)
    reserve_stock(actor=SYSTEM, lines=[(sku, count)], reference="checkout:x", expires_at=until)


def test_a_count_replaces_what_was_there_and_is_kept_in_history(shop, sku):
    assert set_stock(actor=owner_of(shop), sku_id=sku, on_hand=25).quantity == 25
    adjust_stock(actor=owner_of(shop), sku_id=sku, delta=-5, reason="bruised")
    assert Stock.objects.get(sku_id=sku).on_hand == 20
    changes = StockChange.objects.filter(sku_id=sku).order_by("at", "id")
    assert [(c.delta, c.reason) for c in changes] == [(10, "first"), (15, "count"), (-5, "bruised")]
    assert recorded("catalog.stock_changed")[-1].available == 20
    assert ask_all() == []


def test_an_equal_count_changes_nothing(shop, sku):
    set_stock(actor=owner_of(shop), sku_id=sku, on_hand=10)
    assert StockChange.objects.filter(sku_id=sku).count() == 1
    assert recorded("catalog.stock_changed") == []


def test_what_is_promised_cannot_be_taken_away(shop, sku):
    hold(sku, 4)
    owner = owner_of(shop)
    with pytest.raises(StockBelowReserved) as caught:
        set_stock(actor=owner, sku_id=sku, on_hand=3)
    assert caught.value.details["reserved"] == 4
    with pytest.raises(StockBelowReserved):
        adjust_stock(actor=owner, sku_id=sku, delta=-7, reason="lost")
    assert set_stock(actor=owner, sku_id=sku, on_hand=4).quantity == 0


@pytest.mark.parametrize("count", [-1, 10**9, 1.5, "3", True])
def test_an_unfit_count_changes_nothing(shop, sku, count):
    with pytest.raises(QuantityInvalid):
        set_stock(actor=owner_of(shop), sku_id=sku, on_hand=count)
    with pytest.raises(QuantityInvalid):
        adjust_stock(actor=owner_of(shop), sku_id=sku, delta=10**8, reason="x")
    assert Stock.objects.get(sku_id=sku).on_hand == 10


def test_a_change_needs_a_reason(shop, sku):
    with pytest.raises(InvalidInput):
        adjust_stock(actor=owner_of(shop), sku_id=sku, delta=1, reason=" ")


def test_strangers_count_nothing(sku):
    for actor in (person_actor(make_person().id), operator(), owner_of(make_shop())):
        with pytest.raises(NotAllowed):
            set_stock(actor=actor, sku_id=sku, on_hand=0)
        with pytest.raises(NotAllowed):
            adjust_stock(actor=actor, sku_id=sku, delta=1, reason="x")
    with pytest.raises(NotFound):
        set_stock(actor=operator(), sku_id=new_id(), on_hand=0)
    assert Stock.objects.get(sku_id=sku).on_hand == 10
