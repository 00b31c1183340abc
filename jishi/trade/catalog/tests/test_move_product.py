"""The machines of listing and edit: every step of the tables works, every other is refused."""

from itertools import product

import pytest

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.errors import NotAllowed, NotFound, TransitionRefused
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.actions.delete_product import delete_product
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.hold_product import hold_product
from jishi.trade.catalog.actions.list_product import list_product
from jishi.trade.catalog.actions.move_product import move_product
from jishi.trade.catalog.actions.pass_edit import pass_edit
from jishi.trade.catalog.actions.reject_edit import reject_edit
from jishi.trade.catalog.actions.release_product import release_product
from jishi.trade.catalog.actions.update_product import update_product
from jishi.trade.catalog.errors import NotReadyToList
from jishi.trade.catalog.factories import make_draft, make_product
from jishi.trade.catalog.models import Product, ProductMove
from jishi.trade.catalog.queries import get_product, list_edits_in_review
from jishi.trade.catalog.rules import EDIT, LISTING
from jishi.trade.catalog.types import EditStatus, ListingStatus
from jishi.trade.shops.actions.suspend_shop import suspend_shop
from jishi.trade.shops.errors import ShopNotOpen
from jishi.trade.shops.factories import make_applied_shop, make_shop, owner_of

pytestmark = pytest.mark.django_db
ROLES = ("merchant", "operator", "system", "buyer")


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def reviewing():
    change_policy(actor=operator(), name="catalog.review_required", value=True, reason="test")


@pytest.mark.parametrize(
    ("field", "machine", "states"),
    [("listing_status", LISTING, ListingStatus), ("edit_status", EDIT, EditStatus)],
)
def test_every_step_of_the_tables_works_and_no_other(shop, field, machine, states):
    draft, staff = make_draft(shop), operator()
    for source, target, role in product(states, states, ROLES):
        Product.objects.filter(id=draft.id).update(**{field: source})
        row = Product.objects.get(id=draft.id)
        step = machine.find(source, target)
        if step is None or role not in step.by:
            with pytest.raises(TransitionRefused):
                move_product(actor=staff, product=row, target=target, by=role)
            assert getattr(row, field) == source
            continue
        move_product(actor=staff, product=row, target=target, by=role)
        assert getattr(row, field) == target
        move = ProductMove.objects.order_by("-at", "-id").first()
        assert (move.source, move.target, move.by) == (source, target, role)
    assert set(machine.states) == set(states)
    assert ProductMove.objects.count() == sum(len(step.by) for step in machine.transitions)


def test_a_draft_goes_onto_the_shelf_and_comes_off_and_back(shop):
    owner, draft = owner_of(shop), make_draft(shop)
    listed = list_product(actor=owner, product_id=draft.id)
    assert (listed.status, listed.edit_status) == (ListingStatus.LISTED, EditStatus.PASSED)
    assert listed.listed_at is not None
    with pytest.raises(TransitionRefused):
        list_product(actor=owner, product_id=draft.id)
    off = delist_product(actor=owner, product_id=draft.id)
    assert off.status is ListingStatus.DELISTED
    assert list_product(actor=owner, product_id=draft.id).is_buyable
    assert len(recorded("catalog.product_listed")) == 2
    assert recorded("catalog.product_delisted")[0].status == "delisted"


def test_a_shelf_needs_a_picture_and_an_open_shop(shop):
    bare = make_draft(shop, pictures=[])
    with pytest.raises(NotReadyToList):
        list_product(actor=owner_of(shop), product_id=bare.id)
    applied = make_applied_shop()
    waiting = make_draft(applied)
    with pytest.raises(ShopNotOpen):
        list_product(actor=owner_of(applied), product_id=waiting.id)
    draft = make_draft(shop)
    suspend_shop(actor=operator(), shop_id=shop.id)
    with pytest.raises(ShopNotOpen):
        list_product(actor=owner_of(shop), product_id=draft.id)
    assert recorded("catalog.product_listed") == []


@pytest.mark.parametrize("action", [list_product, delist_product, delete_product])
def test_only_the_shops_own_people_move_its_products(shop, action):
    item = make_product(shop)
    for actor in (person_actor(make_person().id), owner_of(make_shop()), operator()):
        with pytest.raises(NotAllowed):
            action(actor=actor, product_id=item.id)
    with pytest.raises(NotFound):
        action(actor=owner_of(shop), product_id=new_id())
    assert get_product(item.id).status is ListingStatus.LISTED


@pytest.mark.parametrize("action", [hold_product, release_product, pass_edit])
def test_only_the_operator_holds_and_judges(shop, action):
    item = make_product(shop)
    with pytest.raises(NotAllowed):
        action(actor=owner_of(shop), product_id=item.id)
    with pytest.raises(NotAllowed):
        reject_edit(actor=owner_of(shop), product_id=item.id, note="x")


def test_a_held_product_says_why_and_is_put_back_by_its_shop(shop):
    item, owner = make_product(shop), owner_of(shop)
    held = hold_product(actor=operator(), product_id=item.id, note="Label missing")
    assert (held.status, held.note, held.is_buyable) == (
        ListingStatus.HELD,
        "Label missing",
        False,
    )
    for action in (list_product, delist_product, delete_product):
        with pytest.raises(TransitionRefused):
            action(actor=owner, product_id=item.id)
    release_product(actor=operator(), product_id=item.id)
    assert list_product(actor=owner, product_id=item.id).is_buyable


def test_a_listed_product_cannot_be_deleted(shop):
    item = make_product(shop)
    with pytest.raises(TransitionRefused):
        delete_product(actor=owner_of(shop), product_id=item.id)


def test_a_reviewed_draft_is_listed_when_it_passes(shop, reviewing):
    draft = make_draft(shop)
    waiting = list_product(actor=owner_of(shop), product_id=draft.id)
    assert (waiting.status, waiting.edit_status) == (ListingStatus.DRAFT, EditStatus.IN_REVIEW)
    assert [p.id for p in list_edits_in_review().items] == [draft.id]
    passed = pass_edit(actor=operator(), product_id=draft.id)
    assert passed.is_buyable
    assert list_edits_in_review().items == ()


def test_a_rejected_draft_is_mended_and_brought_again(shop, reviewing):
    draft, owner = make_draft(shop), owner_of(shop)
    list_product(actor=owner, product_id=draft.id)
    refused = reject_edit(actor=operator(), product_id=draft.id, note="Which village?")
    assert (refused.edit_status, refused.note) == (EditStatus.REJECTED, "Which village?")
    update_product(actor=owner, product_id=draft.id, description="From Yunling")
    assert list_product(actor=owner, product_id=draft.id).edit_status is EditStatus.IN_REVIEW
    assert pass_edit(actor=operator(), product_id=draft.id).status is ListingStatus.LISTED


def test_a_passed_edit_becomes_what_sells_and_a_rejected_one_does_not(shop, reviewing):
    draft, owner = make_draft(shop), owner_of(shop)
    list_product(actor=owner, product_id=draft.id)
    pass_edit(actor=operator(), product_id=draft.id)
    update_product(actor=owner, product_id=draft.id, title="Bad words")
    reject_edit(actor=operator(), product_id=draft.id, note="No")
    assert get_product(draft.id).title == draft.title
    update_product(actor=owner, product_id=draft.id, title="Good words")
    passed = pass_edit(actor=operator(), product_id=draft.id)
    assert (passed.title, passed.has_pending_edit) == ("Good words", False)
    assert recorded("catalog.edit_judged")[-1].passed
