from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.factories import pass_time
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog.actions.commit_reservation import commit_reservation
from jishi.trade.catalog.actions.release_reservation import release_reservation
from jishi.trade.catalog.actions.reserve_stock import reserve_stock
from jishi.trade.catalog.actions.restock import restock
from jishi.trade.catalog.errors import QuantityInvalid, ReservationGone, StockShort
from jishi.trade.catalog.factories import make_product, two_sizes
from jishi.trade.catalog.models import Reservation, Stock, StockChange
from jishi.trade.catalog.types import StockLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def skus():
    return sorted(s.id for s in make_product(**two_sizes(10)).skus)


def hold(*lines, reference="checkout:x", minutes=30):
    until = clock.now() + timedelta(minutes=minutes)
    with transaction.atomic():
        return reserve_stock(actor=SYSTEM, lines=lines, reference=reference, expires_at=until)


def levels(sku):
    stock = Stock.objects.get(sku_id=sku)
    return stock.on_hand, stock.reserved, stock.sold


def test_stock_is_held_sold_and_comes_back(skus):
    first, second = skus
    assert hold((second, 1), (first, 2), (first, 1)) == (
        StockLine(first, 3),
        StockLine(second, 1),
    )
    assert levels(first) == (10, 3, 0)
    assert commit_reservation(actor=SYSTEM, reference="checkout:x")[0].quantity == 3
    assert levels(first) == (7, 0, 3)
    restock(actor=SYSTEM, lines=[(first, 3)], reference="order:1", reason="order cancelled")
    assert levels(first) == (10, 0, 0)
    assert StockChange.objects.filter(sku_id=first, reference="order:1").get().delta == 3
    assert ask_all() == []


def test_what_is_released_can_be_sold_again(skus):
    hold((skus[0], 10))
    release_reservation(actor=SYSTEM, reference="checkout:x")
    assert levels(skus[0]) == (10, 0, 0)
    assert release_reservation(actor=SYSTEM, reference="checkout:x") == ()
    with pytest.raises(ReservationGone):
        commit_reservation(actor=SYSTEM, reference="checkout:x")
    assert hold((skus[0], 10), reference="checkout:y")


def test_a_reservation_is_sold_once(skus):
    hold((skus[0], 4))
    commit_reservation(actor=SYSTEM, reference="checkout:x")
    with pytest.raises(ReservationGone):
        commit_reservation(actor=SYSTEM, reference="checkout:x")
    assert release_reservation(actor=SYSTEM, reference="checkout:x") == ()
    assert levels(skus[0]) == (6, 0, 4)


def test_all_lines_are_held_or_none(skus):
    first, second = skus
    with pytest.raises(StockShort) as caught:
        hold((first, 1), (second, 11))
    assert caught.value.details == {"sku_id": second, "left": 10}
    assert levels(first) == (10, 0, 0)
    assert not Reservation.objects.exists()


def test_a_sku_nobody_knows_has_nothing_left():
    with pytest.raises(StockShort) as caught:
        hold((new_id(), 1))
    assert caught.value.details["left"] == 0


@pytest.mark.parametrize("count", [0, -1, -(10**12), 10**8, 1.5, True, None])
def test_absurd_counts_are_refused(skus, count):
    with pytest.raises(QuantityInvalid):
        hold((skus[0], count))
    with pytest.raises(QuantityInvalid):
        restock(actor=SYSTEM, lines=[(skus[0], count)], reference="x", reason="x")
    assert levels(skus[0]) == (10, 0, 0)


def test_a_reservation_runs_out_by_the_market_clock(skus):
    hold((skus[0], 4), (skus[1], 1), minutes=40)
    hold((skus[0], 1), reference="checkout:later", minutes=90)
    pass_time(timedelta(minutes=39))
    assert levels(skus[0]) == (10, 5, 0)
    pass_time(timedelta(minutes=2))
    assert levels(skus[0]) == (10, 1, 0)
    assert levels(skus[1]) == (10, 0, 0)
    pass_time(timedelta(hours=1))
    assert levels(skus[0]) == (10, 0, 0)
    assert ask_all() == []


def test_a_sku_costs_one_statement(skus, django_assert_num_queries):
    until = clock.now() + timedelta(minutes=30)
    with django_assert_num_queries(2):
        reserve_stock(
            actor=SYSTEM, lines=[(s, 1) for s in skus], reference="checkout:q", expires_at=until
        )
    with django_assert_num_queries(3):
        commit_reservation(actor=SYSTEM, reference="checkout:q")
