import pytest

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.accounts.queries import has_role
from jishi.foundation.kernel.errors import InvalidInput, NotSignedIn, TextTooLong
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.trade.shops import queries
from jishi.trade.shops.actions.apply_for_shop import apply_for_shop
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.actions.reject_shop import reject_shop
from jishi.trade.shops.errors import ShopNameTaken, ShopOwnedAlready
from jishi.trade.shops.factories import make_applied_shop, make_shop, operator, owner_of
from jishi.trade.shops.models import Shop
from jishi.trade.shops.types import ShopStatus

pytestmark = pytest.mark.django_db


def somebody():
    return person_actor(make_person().id)


def test_whoever_applies_owns_the_shop_and_waits():
    owner = somebody()
    shop = apply_for_shop(actor=owner, name=" Zhou  Family Farm ", region="Yunling", about="Fruit")
    assert (shop.name, shop.status) == ("Zhou Family Farm", ShopStatus.APPLIED)
    assert shop.owner_id == owner.person_id
    assert not shop.is_open
    assert has_role(owner.person_id, "shop", shop.id, ["owner"])
    assert [e.shop_id for e in recorded("shops.shop_applied")] == [shop.id]


def test_nobody_has_two_shops_but_may_start_anew_after_closing():
    owner = somebody()
    shop = make_shop(owner, name="Tea House")
    with pytest.raises(ShopOwnedAlready):
        apply_for_shop(actor=owner, name="Second")
    close_shop(actor=owner, shop_id=shop.id)
    assert apply_for_shop(actor=owner, name="Tea House").id != shop.id


def test_names_are_unique_whatever_their_case():
    make_applied_shop(name="Tea House")
    with pytest.raises(ShopNameTaken) as caught:
        make_applied_shop(name="tea house")
    assert caught.value.code == "shop_name_taken"
    assert Shop.objects.count() == 1


def test_after_a_refusal_the_same_shop_applies_again_with_better_words():
    owner = somebody()
    shop = make_applied_shop(owner, name="X")
    reject_shop(actor=operator(), shop_id=shop.id, note="Give your real name")
    again = apply_for_shop(actor=owner, name="Zhou Farm")
    assert (again.id, again.name, again.status) == (shop.id, "Zhou Farm", ShopStatus.APPLIED)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": ""}, InvalidInput),
        ({"name": "\x00\x07 "}, InvalidInput),
        ({"name": "店" * 41}, TextTooLong),
        ({"name": "🏪" * 10_000}, TextTooLong),
        ({"name": "ok", "about": "x" * 1001}, TextTooLong),
        ({"name": "ok", "region": "x" * 41}, TextTooLong),
        ({"name": "ok", "contact_phone": "1" * 21}, TextTooLong),
    ],
)
def test_unfit_words_are_refused(values, error):
    with pytest.raises(error):
        apply_for_shop(actor=somebody(), **values)
    assert not Shop.objects.exists()


def test_the_system_cannot_apply():
    with pytest.raises(NotSignedIn):
        apply_for_shop(actor=SYSTEM, name="Ghost")


def test_markup_and_emoji_stay_words():
    shop = make_applied_shop(name="🏪 <b>{{7*7}}</b> ';--")
    assert queries.get_shop_card(shop.id).name == "🏪 <b>{{7*7}}</b> ';--"
    assert owner_of(shop).person_id == shop.owner_id
