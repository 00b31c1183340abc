from uuid import uuid4

import pytest
from django.db import transaction

from jishi.foundation.kernel.errors import InvalidInput, NotFound, NotSignedIn
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.set_price import set_price
from jishi.trade.catalog.actions.set_stock import set_stock
from jishi.trade.catalog.errors import QuantityInvalid
from jishi.trade.catalog.factories import make_product, two_sizes
from jishi.trade.orders import queries, rules
from jishi.trade.orders.actions import add_to_cart as module
from jishi.trade.orders.actions.add_to_cart import add_to_cart
from jishi.trade.orders.actions.remove_from_cart import remove_from_cart
from jishi.trade.orders.actions.set_cart_quantity import set_cart_quantity
from jishi.trade.orders.errors import CartFull, SkuUnavailable
from jishi.trade.orders.factories import make_buyer
from jishi.trade.orders.models import CartLine
from jishi.trade.orders.types import Attribution, CartProblem
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


def put(buyer, sku_id, quantity=1, **values):
    with transaction.atomic():
        return add_to_cart(actor=buyer, sku_id=sku_id, quantity=quantity, **values)


def test_a_cart_stands_by_shop_with_todays_prices():
    buyer, shop = make_buyer(), make_shop()
    mango, honey = make_product(shop, **two_sizes()), make_product(shop, price_minor=1000)
    tea = make_product(price_minor=12800)
    put(buyer, mango.skus[0].id, 2)
    put(buyer, honey.skus[0].id)
    cart = put(buyer, tea.skus[0].id)
    assert [group.shop_id for group in cart.shops] == [tea.shop_id, shop.id]
    assert cart.shops[1].shop_name == shop.name
    assert cart.shops[1].total_minor == 2 * 4590 + 1000
    assert (cart.total_minor, cart.count) == (2 * 4590 + 1000 + 12800, 3)
    set_price(actor=owner_of(shop), sku_id=honey.skus[0].id, price_minor=500)
    assert queries.get_cart(buyer).total_minor == 2 * 4590 + 500 + 12800


def test_the_same_sku_adds_up_and_the_newest_attribution_counts():
    buyer, sku = make_buyer(), make_product(stock=100).skus[0].id
    first, second = Attribution("feed", "post", uuid4()), Attribution("search")
    put(buyer, sku, 2, attribution=first)
    put(buyer, sku, 3, attribution=second)
    (line,) = put(buyer, sku, 1).lines
    assert (line.quantity, line.attribution) == (6, second)
    assert queries.count_cart(buyer.person_id) == 1


def test_a_cart_says_what_is_wrong_with_a_line_and_does_not_count_it():
    buyer, shop = make_buyer(), make_shop()
    scarce, gone, none = (make_product(shop) for _ in range(3))
    for product in (scarce, gone, none):
        put(buyer, product.skus[0].id, 5)
    set_stock(actor=owner_of(shop), sku_id=scarce.skus[0].id, on_hand=3)
    set_stock(actor=owner_of(shop), sku_id=none.skus[0].id, on_hand=0)
    delist_product(actor=owner_of(shop), product_id=gone.id)
    cart = queries.get_cart(buyer)
    problems = {line.sku.product_id: line.problem for line in cart.lines}
    assert problems == {
        scarce.id: CartProblem.SHORT,
        gone.id: CartProblem.GONE,
        none.id: CartProblem.SOLD_OUT,
    }
    assert cart.total_minor == 0
    close_shop(actor=owner_of(shop), shop_id=shop.id)
    assert {x.problem for x in queries.get_cart(buyer).lines} == {CartProblem.GONE}


def test_reading_a_cart_costs_two_statements(django_assert_num_queries):
    buyer = make_buyer()
    for _ in range(4):
        put(buyer, make_product().skus[0].id)
    with django_assert_num_queries(2):
        assert queries.get_cart(buyer).count == 4
    with django_assert_num_queries(1):
        assert queries.count_cart(buyer.person_id) == 4
    with django_assert_num_queries(1):
        assert queries.get_cart(make_buyer_without_queries).lines == ()


class make_buyer_without_queries:
    """Somebody whose cart is empty, known without a statement."""

    @staticmethod
    def require_person():
        return uuid4()


def test_quantities_are_set_and_lines_taken_out():
    buyer, product = make_buyer(), make_product()
    sku = product.skus[0].id
    put(buyer, sku)
    assert set_cart_quantity(actor=buyer, sku_id=sku, quantity=4).lines[0].quantity == 4
    with pytest.raises(NotFound):
        set_cart_quantity(actor=buyer, sku_id=uuid4(), quantity=4)
    other = make_buyer()
    assert remove_from_cart(actor=other, sku_ids=[sku]).count == 0
    assert queries.count_cart(buyer.person_id) == 1
    assert remove_from_cart(actor=buyer, sku_ids=[sku, uuid4()]).count == 0


@pytest.mark.parametrize("quantity", [0, -1, 1000, 10**15, 1.5, True])
def test_absurd_quantities_are_refused(quantity):
    buyer, sku = make_buyer(), make_product().skus[0].id
    with pytest.raises(QuantityInvalid):
        put(buyer, sku, quantity)
    assert not CartLine.objects.exists()
    put(buyer, sku, 999)
    with pytest.raises(QuantityInvalid):
        set_cart_quantity(actor=buyer, sku_id=sku, quantity=quantity)
    with pytest.raises(QuantityInvalid):
        put(buyer, sku, 1)
    assert queries.get_cart(buyer).lines[0].quantity == 999


def test_what_is_not_on_sale_does_not_go_in():
    buyer, shop = make_buyer(), make_shop()
    product = make_product(shop)
    delist_product(actor=owner_of(shop), product_id=product.id)
    for sku in (product.skus[0].id, uuid4()):
        with pytest.raises(SkuUnavailable):
            put(buyer, sku)
    with pytest.raises(NotSignedIn):
        put(SYSTEM, product.skus[0].id)
    with pytest.raises(InvalidInput):
        put(buyer, product.skus[0].id, attribution=Attribution("x" * 50))
    assert not CartLine.objects.exists()


def test_a_cart_has_an_end(monkeypatch):
    monkeypatch.setattr(module, "MAX_CART_LINES", 2)
    assert rules.MAX_CART_LINES == 120
    buyer = make_buyer()
    for _ in range(2):
        put(buyer, make_product().skus[0].id)
    with pytest.raises(CartFull):
        put(buyer, make_product().skus[0].id)
    assert queries.count_cart(buyer.person_id) == 2
