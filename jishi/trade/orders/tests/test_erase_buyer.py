import json

import pytest

from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders import queries
from jishi.trade.orders.actions.add_to_cart import add_to_cart
from jishi.trade.orders.actions.erase_buyer import BuyerData, erase_buyer
from jishi.trade.orders.factories import make_buyer, make_paid_order, make_received_order

pytestmark = pytest.mark.django_db


def test_cart_and_addresses_are_forgotten_and_orders_kept():
    buyer = make_buyer()
    order = make_paid_order(buyer)
    add_to_cart(actor=buyer, sku_id=make_product().skus[0].id)
    erase_buyer(actor=SYSTEM, person_id=buyer.person_id)
    assert queries.get_cart(buyer).count == 0
    assert queries.list_addresses(buyer.person_id) == ()
    assert queries.load_order(order.id).address.name == "Lin Xiaoyu"


def test_the_export_names_addresses_and_orders_in_plain_json():
    buyer = make_buyer()
    order = make_paid_order(buyer)
    found = BuyerData().collect(buyer.person_id)
    assert found["orders"][0]["number"] == order.number
    assert found["addresses"][0]["name"] == "Lin Xiaoyu"
    assert json.loads(json.dumps(found)) == found


def test_orders_under_way_keep_an_account_open():
    order = make_paid_order()
    assert queries.list_buyer_obligations(order.buyer_id)[0].code == "orders_under_way"
    done = make_received_order()
    assert queries.list_buyer_obligations(person_actor(done.buyer_id).person_id) == ()
