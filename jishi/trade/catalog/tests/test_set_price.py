import pytest

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.actions.set_price import set_price
from jishi.trade.catalog.errors import PriceInvalid
from jishi.trade.catalog.factories import make_product, two_sizes
from jishi.trade.catalog.queries import get_product, list_products
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


def test_the_shelf_follows_the_cheapest_sku():
    shop = make_shop()
    product = make_product(shop, **two_sizes())
    medium, large = product.skus
    owner = owner_of(shop)
    after = set_price(actor=owner, sku_id=large.id, price_minor=1990, list_price_minor=2990)
    assert (after.price_minor, after.list_price_minor) == (1990, 2990)
    assert list_products().items[0].price_minor == 1990
    set_price(actor=owner, sku_id=large.id, price_minor=9990)
    assert list_products().items[0].price_minor == medium.price_minor
    fact = recorded("catalog.price_changed")[0]
    assert (fact.price_minor, fact.price_before_minor) == (1990, 6990)


@pytest.mark.parametrize("price", [0, -1, 10**11, 45.9, None, True])
def test_an_unfit_price_changes_nothing(price):
    shop = make_shop()
    product = make_product(shop)
    with pytest.raises(PriceInvalid):
        set_price(actor=owner_of(shop), sku_id=product.skus[0].id, price_minor=price)
    with pytest.raises(PriceInvalid):
        set_price(
            actor=owner_of(shop),
            sku_id=product.skus[0].id,
            price_minor=100,
            list_price_minor=-5,
        )
    assert get_product(product.id) == product


def test_strangers_set_no_prices():
    product = make_product()
    sku = product.skus[0].id
    for actor in (person_actor(make_person().id), operator(), owner_of(make_shop())):
        with pytest.raises(NotAllowed):
            set_price(actor=actor, sku_id=sku, price_minor=1)
    with pytest.raises(NotFound):
        set_price(actor=operator(), sku_id=new_id(), price_minor=1)
    assert get_product(product.id) == product
