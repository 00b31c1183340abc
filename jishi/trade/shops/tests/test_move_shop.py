"""The whole machine: every step of the table works, every other is refused."""

from itertools import product

import pytest

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.audit import list_audit
from jishi.foundation.kernel.errors import NotAllowed, NotFound, TransitionRefused
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import person_actor
from jishi.trade.shops.actions.admit_shop import admit_shop
from jishi.trade.shops.actions.apply_for_shop import apply_for_shop
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.actions.move_shop import move_shop
from jishi.trade.shops.actions.reject_shop import reject_shop
from jishi.trade.shops.actions.reopen_shop import reopen_shop
from jishi.trade.shops.actions.suspend_shop import suspend_shop
from jishi.trade.shops.factories import make_applied_shop, make_shop, owner_of
from jishi.trade.shops.models import Shop, ShopMove
from jishi.trade.shops.queries import lock_shop
from jishi.trade.shops.rules import SHOP
from jishi.trade.shops.types import ShopStatus

pytestmark = pytest.mark.django_db
ROLES = ("operator", "owner", "buyer", "system")


def test_every_step_of_the_table_works_and_no_other():
    shop, staff = make_applied_shop(), operator()
    for source, target, role in product(ShopStatus, ShopStatus, ROLES):
        Shop.objects.filter(id=shop.id).update(status=source)
        row, step = lock_shop(shop.id), SHOP.find(source, target)
        if step is None or role not in step.by:
            with pytest.raises(TransitionRefused):
                move_shop(actor=staff, shop=row, target=target, by=role)
            assert Shop.objects.get(id=shop.id).status == source
            continue
        move_shop(actor=staff, shop=row, target=target, by=role, note="so")
        assert Shop.objects.get(id=shop.id).status == target
        last = ShopMove.objects.filter(shop_id=shop.id).order_by("-at", "-id").first()
        assert (last.source, last.target, last.by, last.note) == (source, target, role, "so")
    assert set(SHOP.states) == set(ShopStatus)
    assert ShopMove.objects.count() == sum(len(step.by) for step in SHOP.transitions)


@pytest.mark.parametrize("action", [admit_shop, reject_shop, suspend_shop, reopen_shop])
def test_only_the_operator_decides(action):
    shop = make_applied_shop()
    for actor in (owner_of(shop), person_actor(make_person().id)):
        with pytest.raises(NotAllowed):
            action(actor=actor, shop_id=shop.id)
    assert Shop.objects.get(id=shop.id).status == ShopStatus.APPLIED
    with pytest.raises(NotFound):
        action(actor=operator(), shop_id=new_id())


def test_admission_opens_the_shop_and_is_told_and_audited():
    shop = make_applied_shop()
    staff = operator()
    opened = admit_shop(actor=staff, shop_id=shop.id, note="Papers in order")
    assert opened.is_open
    assert opened.opened_at is not None
    assert [e.shop_id for e in recorded("shops.shop_admitted")] == [shop.id]
    lines = list_audit(subject_kind="shop", subject_id=shop.id).items
    assert ("move_shop", staff.person_id) in {(x.action, x.actor_id) for x in lines}


def test_a_note_reaches_the_owner_with_the_refusal():
    shop = make_applied_shop()
    refused = reject_shop(actor=operator(), shop_id=shop.id, note="No licence")
    assert (refused.status, refused.decision_note) == (ShopStatus.REJECTED, "No licence")
    assert recorded("shops.shop_rejected")[0].note == "No licence"


def test_suspension_ends_with_reopening():
    shop = make_shop()
    assert not suspend_shop(actor=operator(), shop_id=shop.id, note="x").is_open
    assert reopen_shop(actor=operator(), shop_id=shop.id).is_open
    assert recorded("shops.shop_suspended")
    assert recorded("shops.shop_reopened")


def test_an_owner_closes_their_own_shop_and_nobody_elses():
    shop, other = make_shop(), make_shop()
    with pytest.raises(NotAllowed):
        close_shop(actor=owner_of(other), shop_id=shop.id)
    assert close_shop(actor=owner_of(shop), shop_id=shop.id).status is ShopStatus.CLOSED
    with pytest.raises(TransitionRefused):
        close_shop(actor=owner_of(shop), shop_id=shop.id)
    assert len(recorded("shops.shop_closed")) == 1


def test_the_first_opening_is_kept_through_a_suspension():
    shop = make_shop()
    suspend_shop(actor=operator(), shop_id=shop.id)
    assert reopen_shop(actor=operator(), shop_id=shop.id).opened_at == shop.opened_at


def test_an_owner_whose_application_waits_cannot_apply_again():
    from jishi.trade.shops.errors import ShopOwnedAlready

    shop = make_applied_shop()
    with pytest.raises(ShopOwnedAlready):
        apply_for_shop(actor=owner_of(shop), name="Other")
