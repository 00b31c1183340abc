"""A shop's papers decide what of it is on the shelf."""

from datetime import timedelta

import pytest

from jishi.foundation.accounts.factories import operator
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.policies import change_policy
from jishi.trade.catalog.actions.hold_product import hold_product
from jishi.trade.catalog.actions.list_product import list_product
from jishi.trade.catalog.actions.review_selling_rights import review_selling_rights
from jishi.trade.catalog.factories import make_draft, make_product
from jishi.trade.catalog.queries import get_product
from jishi.trade.shops.actions.cancel_document import cancel_document
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.errors import ShopDepositShort, ShopDocumentsMissing
from jishi.trade.shops.factories import make_document, make_shop, owner_of

pytestmark = pytest.mark.django_db


def ask_for(**documents):
    change_policy(actor=operator(), name="shops.required_documents", value=documents, reason="law")


def status(product):
    return get_product(product.id, operator()).status.value


def test_products_are_held_with_the_paper_and_come_back_with_it():
    shop = make_shop()
    tea = make_product(shop, category="tea")
    other, risky = make_product(shop, category="books"), make_product(shop, category="tea")
    ask_for(tea=["food_permit"])
    permit = make_document(shop, valid_until=clock.now().date() + timedelta(days=9))
    hold_product(actor=operator(), product_id=risky.id, note="risk")
    assert review_selling_rights(shop_id=shop.id) == 0

    cancel_document(actor=owner_of(shop), document_id=permit.id)
    assert review_selling_rights(shop_id=shop.id) == 1
    assert review_selling_rights(shop_id=shop.id) == 0
    assert [status(p) for p in (tea, other, risky)] == ["held", "listed", "held"]
    draft = make_draft(shop, category="tea")
    with pytest.raises(ShopDocumentsMissing):
        list_product(actor=owner_of(shop), product_id=draft.id)
    assert status(draft) == "draft"

    make_document(shop)
    assert review_selling_rights(shop_id=shop.id) == 1
    assert [status(p) for p in (tea, other, risky)] == ["listed", "listed", "held"]
    list_product(actor=owner_of(shop), product_id=draft.id)


def test_a_short_deposit_holds_the_category():
    shop = make_shop()
    tea = make_product(shop, category="tea")
    change_policy(actor=operator(), name="shops.deposits", value={"tea": 50000}, reason="risk")
    assert refresh_standing(shop_id=shop.id, deposit_minor=20000).blocks[0].short_minor == 30000
    assert review_selling_rights(shop_id=shop.id) == 1
    draft = make_draft(shop, category="tea")
    with pytest.raises(ShopDepositShort):
        list_product(actor=owner_of(shop), product_id=draft.id)
    refresh_standing(shop_id=shop.id, deposit_minor=50000)
    review_selling_rights(shop_id=shop.id)
    assert status(tea) == "listed"
