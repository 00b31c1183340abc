import pytest

from jishi.foundation.accounts.actions.grant_membership import grant_membership
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound, NotSignedIn
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.shops import invariants, queries
from jishi.trade.shops.factories import make_applied_shop, make_shop, owner_of
from jishi.trade.shops.models import Shop
from jishi.trade.shops.types import ShopStatus

pytestmark = pytest.mark.django_db


def test_shops_are_read_with_one_statement_each(django_assert_num_queries):
    shops = [make_shop() for _ in range(3)]
    owner = owner_of(shops[0]).person_id
    with django_assert_num_queries(1):
        assert queries.get_shop_card(shops[0].id).name == shops[0].name
    with django_assert_num_queries(1):
        assert len(queries.list_shop_cards([s.id for s in shops])) == 3
    with django_assert_num_queries(0):
        assert queries.list_shop_cards([]) == {}
    with django_assert_num_queries(1):
        assert queries.find_shop_of_owner(owner).id == shops[0].id
    with django_assert_num_queries(2):
        assert [s.id for s in queries.list_shops_of(owner)] == [shops[0].id]
    with django_assert_num_queries(1):
        assert len(queries.list_shops(status=ShopStatus.OPEN).items) == 3
    with django_assert_num_queries(1):
        assert queries.count_shops(ShopStatus.OPEN) == 3
    with django_assert_num_queries(1):
        assert queries.can_manage_shop(owner, shops[0].id)


def test_lists_page_through_all_once_newest_first():
    shops = [make_applied_shop() for _ in range(5)]
    found, cursor = [], None
    while True:
        page = queries.list_shops(status=ShopStatus.APPLIED, cursor=cursor, limit=2)
        found += [s.id for s in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == [s.id for s in reversed(shops)]
    assert queries.list_shops(q=shops[2].name).items[0].id == shops[2].id
    with pytest.raises(InvalidInput):
        queries.list_shops(cursor="nonsense")


def test_who_may_act_for_a_shop():
    shop, person = make_shop(), make_person()
    grant_membership(
        actor=owner_of(shop),
        person_id=person.id,
        scope_kind="shop",
        scope_id=shop.id,
        role="staff",
    )
    assert queries.can_manage_shop(person.id, shop.id)
    assert not queries.can_manage_shop(person.id, shop.id, ("owner", "manager"))
    assert not queries.can_manage_shop(make_person().id, shop.id)
    with pytest.raises(NotSignedIn):
        queries.require_shop_role(SYSTEM, shop.id)
    with pytest.raises(NotAllowed):
        queries.require_shop_role(owner_of(make_shop()), shop.id)


def test_a_shop_that_is_not_there_is_not_found():
    for read in (queries.get_shop_card, queries.lock_shop):
        with pytest.raises(NotFound):
            read(new_id())


def test_an_open_shop_keeps_its_owners_account_open():
    shop = make_shop()
    (obligation,) = queries.list_owner_obligations(shop.owner_id)
    assert obligation.code == "shop_open"
    assert shop.name in obligation.text
    assert queries.list_owner_obligations(make_person().id) == ()


def test_invariants_notice_what_is_wrong():
    shop = make_shop()
    assert invariants.shops_off_their_history() == []
    Shop.objects.filter(id=shop.id).update(status="suspended")
    assert [b.subject for b in invariants.shops_off_their_history()] == [str(shop.id)]
    Shop.objects.filter(id=shop.id).update(status="open", owner_id=make_person().id)
    assert [b.subject for b in invariants.shops_without_owner_role()] == [str(shop.id)]
