import pytest

from jishi.foundation.accounts.actions.grant_membership import grant_membership
from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import person_actor
from jishi.trade.shops import queries
from jishi.trade.shops.actions.update_shop import update_shop
from jishi.trade.shops.errors import ShopNameTaken
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


def member_of(shop, role):
    person = make_person()
    grant_membership(
        actor=owner_of(shop),
        person_id=person.id,
        scope_kind="shop",
        scope_id=shop.id,
        role=role,
    )
    return person_actor(person.id)


def test_what_is_given_changes_and_the_rest_stays():
    shop = make_shop(region="Yunling", about="Fruit")
    changed = update_shop(actor=owner_of(shop), shop_id=shop.id, about="Fruit\n\nand honey")
    assert (changed.about, changed.region, changed.name) == (
        "Fruit\n\nand honey",
        "Yunling",
        shop.name,
    )
    assert [e.shop_id for e in recorded("shops.shop_changed")] == [shop.id]


def test_managers_may_and_staff_strangers_and_operators_may_not():
    shop = make_shop()
    update_shop(actor=member_of(shop, "manager"), shop_id=shop.id, region="Lhasa")
    strangers = (member_of(shop, "staff"), person_actor(make_person().id), operator())
    for actor in (*strangers, owner_of(make_shop())):
        with pytest.raises(NotAllowed):
            update_shop(actor=actor, shop_id=shop.id, region="Mars")
    assert queries.get_shop_card(shop.id).region == "Lhasa"


def test_a_taken_or_empty_name_is_refused():
    shop, other = make_shop(), make_shop()
    with pytest.raises(ShopNameTaken):
        update_shop(actor=owner_of(shop), shop_id=shop.id, name=other.name.upper())
    with pytest.raises(InvalidInput):
        update_shop(actor=owner_of(shop), shop_id=shop.id, name="  ")
    assert queries.get_shop_card(shop.id).name == shop.name


def test_a_shop_that_is_not_there():
    with pytest.raises(NotFound):
        update_shop(actor=operator(), shop_id=new_id(), name="x")
