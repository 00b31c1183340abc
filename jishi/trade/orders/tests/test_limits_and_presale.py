"""Purchase limits are counted and refused; a presale's day moves the deadline to ship."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import translation

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.factories import pass_time
from jishi.foundation.kernel.settings import settings
from jishi.trade.catalog.factories import fit_details, make_product, two_sizes
from jishi.trade.catalog.types import LimitPeriod, PurchaseLimit
from jishi.trade.orders.actions._limits import period_start
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.errors import PurchaseLimited
from jishi.trade.orders.factories import line_of, make_buyer, make_checkout, make_paid_order
from jishi.trade.orders.models import Checkout
from jishi.trade.orders.types import OrderLineInput

pytestmark = pytest.mark.django_db


def limited(quantity, period, **values):
    limit = PurchaseLimit(quantity, period)
    return make_product(details=fit_details("fruit", limit=limit), **values)


def test_a_limit_counts_all_skus_and_checkouts_of_a_person(django_assert_num_queries):
    product = limited(3, LimitPeriod.WEEK, **two_sizes(20))
    buyer = make_buyer()
    order = make_paid_order(buyer, line_of(product, 2))
    both = [OrderLineInput(s.id, 1, s.price_minor, None) for s in product.skus]
    with pytest.raises(PurchaseLimited) as caught, transaction.atomic():
        make_checkout(buyer, *both)
    assert (caught.value.code, caught.value.details["left"]) == ("purchase_limited", 1)
    with translation.override("zh-hans"):
        assert "每周" in caught.value.message()
    assert Checkout.objects.count() == 1
    make_checkout(make_buyer(), line_of(product, 3))  # somebody else's own three
    make_checkout(buyer, line_of(product))
    with transaction.atomic():
        cancel_order(actor=buyer, order_id=order.id, idempotency_key="c")
    make_checkout(buyer, line_of(product, 2))  # what was cancelled no longer counts
    with pytest.raises(PurchaseLimited):
        make_checkout(buyer, line_of(product))


def test_a_new_period_begins_anew():
    product = limited(1, LimitPeriod.DAY)
    buyer = make_buyer()
    make_checkout(buyer, line_of(product))
    with pytest.raises(PurchaseLimited):
        make_checkout(buyer, line_of(product))
    pass_time(timedelta(days=1))
    make_checkout(buyer, line_of(product))
    day = period_start(LimitPeriod.DAY)
    assert period_start(LimitPeriod.WEEK) <= day < clock.now()
    assert period_start(LimitPeriod.WEEK).weekday() == 0
    assert period_start(LimitPeriod.MONTH).day == 1


def test_a_presale_is_shipped_from_its_day_on():
    zone = ZoneInfo(settings.time_zone)
    day = (clock.now().astimezone(zone) + timedelta(days=20)).date()
    product = make_product(details=fit_details("fruit", ships_on=day), promises=["dispatch_24h"])
    order = make_paid_order(make_buyer(), line_of(product))
    begin = datetime.combine(day, time.min, zone)
    assert order.ship_by == begin + timedelta(hours=24)
    assert order.cancel_by > order.ship_by
    ready = make_product(details=fit_details("fruit", ships_on=clock.now().date()))
    order = make_paid_order(make_buyer(), line_of(ready))
    assert order.ship_by - clock.now() < timedelta(hours=49)
