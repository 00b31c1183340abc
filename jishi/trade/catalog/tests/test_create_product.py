import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import actor_for, make_person
from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotAllowed, TextTooLong
from jishi.trade.catalog.actions.create_product import create_product
from jishi.trade.catalog.errors import (
    CategoryUnknown,
    OptionsInvalid,
    PriceInvalid,
    QuantityInvalid,
    SkuCodeTaken,
    TooManyPictures,
    TooManySkus,
)
from jishi.trade.catalog.factories import make_draft, two_sizes
from jishi.trade.catalog.models import Product, Sku, Stock
from jishi.trade.catalog.types import EditStatus, ListingStatus, Promise, SkuInput
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


def test_a_product_starts_as_a_draft_with_its_skus_and_stock():
    product = make_draft(**two_sizes(stock=7))
    assert product.status is ListingStatus.DRAFT
    assert product.edit_status is EditStatus.EDITING
    assert [s.options for s in product.skus] == [(("Size", "Medium"),), (("Size", "Large"),)]
    assert [s.available for s in product.skus] == [7, 7]
    assert (product.price_minor, product.list_price_minor) == (4590, 5800)
    assert product.option_values == (("Size", ("Medium", "Large")),)
    assert product.promises == (Promise.RETURN_7D, Promise.DISPATCH_48H)
    assert product.available_total == 14
    assert not product.is_buyable


def test_strangers_cannot_enter_products():
    shop = make_shop()
    stranger = actor_for(make_person())
    sku = SkuInput("a", (), 100)
    with pytest.raises(NotAllowed):
        create_product(actor=stranger, shop_id=shop.id, title="Mango", category="fruit", skus=[sku])
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"title": ""}, InvalidInput),
        ({"title": "  \u200b\u3000 ".replace("\u200b", "")}, InvalidInput),
        ({"title": "芒" * 10_000}, TextTooLong),
        ({"title": "🥭" * 101}, TextTooLong),
        ({"description": "x" * 10_001}, TextTooLong),
        ({"category": "weapons"}, CategoryUnknown),
        ({"pictures": ["a.webp"] * 13}, TooManyPictures),
        ({"pictures": ["../secret"]}, InvalidInput),
        ({"pictures": ["/etc/passwd"]}, InvalidInput),
        ({"pictures": ["https://elsewhere.test/a.png"]}, InvalidInput),
        ({"promises": ["moon"]}, InvalidInput),
        ({"price_minor": 0}, PriceInvalid),
        ({"price_minor": -4590}, PriceInvalid),
        ({"price_minor": 45.9}, PriceInvalid),
        ({"price_minor": 10**12}, PriceInvalid),
        ({"stock": -1}, QuantityInvalid),
        ({"stock": 10**9}, QuantityInvalid),
        ({"stock": True}, QuantityInvalid),
        ({"skus": []}, TooManySkus),
        ({"skus": [SkuInput(str(n), (), 100) for n in range(101)]}, TooManySkus),
        ({"skus": [SkuInput("a", ("M",), 100)]}, OptionsInvalid),
        ({"option_names": ["Size"], "skus": [SkuInput("a", (), 100)]}, OptionsInvalid),
        ({"option_names": ["Size", "Size"]}, OptionsInvalid),
        ({"option_names": ["a", "b", "c", "d"]}, OptionsInvalid),
        (
            {
                "option_names": ["Size"],
                "skus": [SkuInput("a", ("M",), 100), SkuInput("a", ("L",), 100)],
            },
            SkuCodeTaken,
        ),
        (
            {
                "option_names": ["Size"],
                "skus": [SkuInput("a", ("M",), 100), SkuInput("b", ("M",), 100)],
            },
            OptionsInvalid,
        ),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(values, error):
    shop = make_shop()
    with pytest.raises(error) as caught:
        make_draft(shop, **values)
    assert isinstance(caught.value, DomainError)
    assert caught.value.code
    assert not Product.objects.exists()
    assert not Sku.objects.exists()
    assert not Stock.objects.exists()


def test_emoji_markup_and_template_strings_are_kept_as_they_are():
    title = "🥭 <script>alert(1)</script> {{ 7*7 }} '; DROP TABLE x;--"
    product = make_draft(title=title)
    assert product.title == title


def test_an_empty_code_is_numbered():
    product = make_draft(skus=[SkuInput("", (), 100)])
    assert product.skus[0].code == "1"


def test_an_action_refuses_to_run_outside_a_transaction(transactional_db):
    shop = make_shop()
    assert not transaction.get_connection().in_atomic_block
    with pytest.raises(RuntimeError):
        create_product(
            actor=owner_of(shop),
            shop_id=shop.id,
            title="Mango",
            category="fruit",
            skus=[SkuInput("a", (), 100)],
        )
