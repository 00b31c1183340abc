import pytest

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.errors import NotAllowed, NotFound, TextTooLong
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.actions.delete_product import delete_product
from jishi.trade.catalog.actions.update_product import update_product
from jishi.trade.catalog.errors import OptionsInvalid
from jishi.trade.catalog.factories import make_draft, make_product, two_sizes
from jishi.trade.catalog.models import Sku
from jishi.trade.catalog.queries import get_product, get_skus
from jishi.trade.catalog.types import EditStatus, SkuInput
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


def test_what_is_given_changes_and_the_rest_stays(shop):
    product = make_product(shop)
    changed = update_product(
        actor=owner_of(shop), product_id=product.id, title="Guifei mango", promises=["return_7d"]
    )
    assert changed.title == "Guifei mango"
    assert len(changed.promises) == 1
    assert changed.description == product.description
    assert changed.skus == product.skus
    assert get_product(product.id).title == "Guifei mango"
    assert [e.product_id for e in recorded("catalog.product_changed")] == [product.id]


def test_skus_are_matched_by_code_and_keep_id_and_stock(shop):
    product = make_product(shop, **two_sizes(5))
    medium, large = product.skus
    changed = update_product(
        actor=owner_of(shop),
        product_id=product.id,
        skus=[SkuInput("L", ("Large",), 7990, 8990, 99), SkuInput("S", ("Small",), 1990, None, 3)],
    )
    assert [s.code for s in changed.skus] == ["L", "S"]
    assert changed.skus[0].id == large.id
    assert changed.skus[0].available == 5, "stock of a known SKU is not entered here"
    assert changed.skus[1].available == 3
    assert (changed.price_minor, changed.list_price_minor) == (1990, None)
    assert not get_skus([medium.id])[medium.id].is_buyable
    back = update_product(actor=owner_of(shop), product_id=product.id, skus=two_sizes()["skus"])
    assert back.skus[0].id == medium.id
    assert back.skus[0].available == 5
    assert Sku.objects.filter(product_id=product.id).count() == 3
    assert ask_all() == []


def test_options_change_only_together_with_skus(shop):
    product = make_product(shop, **two_sizes())
    with pytest.raises(OptionsInvalid):
        update_product(actor=owner_of(shop), product_id=product.id, option_names=["Colour"])
    changed = update_product(
        actor=owner_of(shop),
        product_id=product.id,
        option_names=["Colour"],
        skus=[SkuInput("M", ("Red",), 4590)],
    )
    assert changed.skus[0].options == (("Colour", "Red"),)


def test_strangers_and_unfit_words_change_nothing(shop):
    product = make_product(shop)
    for actor in (person_actor(make_person().id), owner_of(make_shop()), operator()):
        with pytest.raises(NotAllowed):
            update_product(actor=actor, product_id=product.id, title="Mine")
    with pytest.raises(TextTooLong):
        update_product(actor=owner_of(shop), product_id=product.id, title="🥭" * 10_000)
    assert get_product(product.id) == product


def test_a_deleted_product_cannot_be_changed(shop):
    draft = make_draft(shop)
    delete_product(actor=owner_of(shop), product_id=draft.id)
    with pytest.raises(NotFound):
        update_product(actor=owner_of(shop), product_id=draft.id, title="x")


def test_under_review_the_passed_version_goes_on_selling(shop):
    product = make_product(shop)
    change_policy(actor=operator(), name="catalog.review_required", value=True, reason="a bad week")
    owner = owner_of(shop)
    edited = update_product(actor=owner, product_id=product.id, title="Best mango of all")
    assert edited.title == product.title
    assert edited.edit_status is EditStatus.IN_REVIEW
    assert edited.has_pending_edit
    assert edited.is_buyable
    again = update_product(actor=owner, product_id=product.id, description="Sweet")
    assert again.edit_status is EditStatus.IN_REVIEW
    assert len(recorded("catalog.edit_submitted")) == 2
    assert recorded("catalog.product_changed") == []
