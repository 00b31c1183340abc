"""The database itself refuses to oversell, whatever the code above it does."""

import pytest
from django.db import IntegrityError, transaction

from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog import invariants
from jishi.trade.catalog.actions.refresh_popularity import refresh_popularity
from jishi.trade.catalog.factories import make_product
from jishi.trade.catalog.models import Product, Sku, Stock
from jishi.trade.catalog.queries import list_lifecycles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"on_hand": -1},
        {"reserved": -1},
        {"reserved": 11},
        {"sold": -1},
        {"on_hand": 1, "reserved": 2},
    ],
)
def test_impossible_stock_is_refused(values):
    sku = make_product(stock=10).skus[0].id
    with pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.filter(sku_id=sku).update(**values)


def test_a_price_of_nothing_is_refused():
    product = make_product()
    for rows in (Product.objects.filter(id=product.id), Sku.objects.filter(product=product.id)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(price_minor=0)


def test_invariants_notice_what_is_wrong():
    product = make_product(stock=10)
    sku = product.skus[0].id
    Stock.objects.filter(sku_id=sku).update(reserved=2)
    assert len(invariants.stock_reserved_without_reservation()) == 1
    Stock.objects.filter(sku_id=sku).update(reserved=0, on_hand=9)
    assert len(invariants.stock_without_history()) == 1
    Sku.objects.filter(id=sku).update(price_minor=1)
    assert len(invariants.shelf_prices_off_their_skus()) == 1
    assert invariants.skus_without_stock_row() == []


def test_popularity_follows_what_was_sold():
    product = make_product()
    Stock.objects.filter(sku_id=product.skus[0].id).update(sold=7)
    assert refresh_popularity(actor=SYSTEM) == 1
    assert Product.objects.get(id=product.id).popularity == 7
    assert refresh_popularity(actor=SYSTEM) == 0


def test_the_machines_are_served_as_data():
    assert {m.name for m in list_lifecycles()} == {
        "catalog.listing",
        "catalog.edit",
        "catalog.import",
    }
