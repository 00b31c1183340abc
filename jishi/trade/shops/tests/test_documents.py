"""The life of a paper: every step, every refusal, its end by the clock, and what that holds."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import fire_due
from jishi.foundation.kernel.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    TransitionRefused,
)
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.types import person_actor
from jishi.trade.shops import invariants, queries
from jishi.trade.shops.actions.admit_shop import admit_shop
from jishi.trade.shops.actions.approve_document import approve_document
from jishi.trade.shops.actions.cancel_document import cancel_document
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.actions.move_document import move_document
from jishi.trade.shops.actions.reject_document import reject_document
from jishi.trade.shops.actions.submit_document import submit_document
from jishi.trade.shops.actions.withdraw_document import withdraw_document
from jishi.trade.shops.errors import (
    BrandNotProved,
    DocumentEndsInPast,
    DocumentRenewedAlready,
    ShopDocumentsMissing,
)
from jishi.trade.shops.factories import (
    make_applied_shop,
    make_document,
    make_member,
    make_shop,
    owner_of,
)
from jishi.trade.shops.models import Document, DocumentMove
from jishi.trade.shops.queries.documents import lock_document
from jishi.trade.shops.rules import DOCUMENT, find_blocks
from jishi.trade.shops.types import DocumentKind, DocumentStatus, ShopRole

pytestmark = pytest.mark.django_db
PERMIT, TRADEMARK = DocumentKind.FOOD_PERMIT, DocumentKind.TRADEMARK


@pytest.fixture
def tea_needs_permit():
    value = {"tea": ["food_permit"], "": ["business_licence"]}
    change_policy(actor=operator(), name="shops.required_documents", value=value, reason="law")


def today():
    return clock.now().date()


def test_every_step_of_the_table_works_and_no_other():
    row = Document.objects.get(id=make_document(make_shop(), approved=False).id)
    staff = operator()
    for source, target, role in product(
        DocumentStatus, DocumentStatus, ("operator", "merchant", "system", "buyer")
    ):
        Document.objects.filter(id=row.id).update(status=source)
        document, step = lock_document(row.id), DOCUMENT.find(source, target)
        if step is None or role not in step.by:
            with pytest.raises(TransitionRefused):
                move_document(actor=staff, document=document, target=target, by=role)
            assert Document.objects.get(id=row.id).status == source
            continue
        move_document(actor=staff, document=document, target=target, by=role, note="so")
        last = DocumentMove.objects.filter(document=row).order_by("-at", "-id").first()
        assert (last.source, last.target, last.by, last.note) == (source, target, role, "so")
    assert set(DOCUMENT.states) == set(DocumentStatus)
    Document.objects.filter(id=row.id).update(status="approved", ends_at=clock.now())
    assert [b.subject for b in invariants.documents_off_their_history()] == [str(row.id)]
    clock.advance(timedelta(hours=2))
    assert [b.subject for b in invariants.documents_past_their_end()] == [str(row.id)]


def test_approval_lets_a_shop_sell_and_its_end_holds_it(tea_needs_permit):
    shop = make_applied_shop()
    with pytest.raises(ShopDocumentsMissing), transaction.atomic():
        admit_shop(actor=operator(), shop_id=shop.id)
    make_document(shop, kind=DocumentKind.BUSINESS_LICENCE)
    admit_shop(actor=operator(), shop_id=shop.id)
    with pytest.raises(ShopDocumentsMissing) as refused:
        queries.require_may_sell(shop.id, ("tea", "food"))
    assert refused.value.details["category"] == "tea"
    queries.require_may_sell(shop.id, ("books",))

    permit = make_document(shop, valid_until=today() + timedelta(days=40))
    queries.require_may_sell(shop.id, ("tea",))
    assert recorded("shops.selling_rights_changed")[-1].blocked == ()
    clock.advance(timedelta(days=15))
    fire_due()
    fire_due()
    assert [e.document_id for e in recorded("shops.document_ending")] == [permit.id]
    clock.advance(timedelta(days=27))
    fire_due()
    assert [e.document_id for e in recorded("shops.document_expired")] == [permit.id]
    assert queries.get_document(owner_of(shop), permit.id).status is DocumentStatus.EXPIRED
    with pytest.raises(ShopDocumentsMissing):
        queries.require_may_sell(shop.id, ("tea",))
    assert recorded("shops.selling_rights_changed")[-1].blocked == ("tea",)
    assert invariants.documents_past_their_end() == []


def test_a_renewal_takes_the_place_of_the_older_without_a_gap(tea_needs_permit):
    shop = make_shop_with_licence()
    older = make_document(shop, valid_until=today() + timedelta(days=5))
    events = len(recorded("shops.selling_rights_changed"))
    later = today() + timedelta(days=365)
    renewal = make_document(shop, approved=False, renews=older.id, valid_until=later)
    assert queries.get_document(owner_of(shop), older.id).has_renewal
    with pytest.raises(DocumentRenewedAlready), transaction.atomic():
        make_document(shop, approved=False, renews=older.id, valid_until=later)
    approve_document(actor=operator(), document_id=renewal.id)
    found = {d.id: d.status for d in queries.list_documents(owner_of(shop), shop.id)}
    assert found[older.id] is DocumentStatus.REPLACED
    assert found[renewal.id] is DocumentStatus.APPROVED
    assert len(recorded("shops.selling_rights_changed")) == events
    with pytest.raises(TransitionRefused):
        make_document(shop, approved=False, renews=older.id)


def make_shop_with_licence():
    shop = make_applied_shop()
    make_document(shop, kind=DocumentKind.BUSINESS_LICENCE)
    admit_shop(actor=operator(), shop_id=shop.id)
    return shop


def test_who_may_hand_in_decide_and_give_up():
    shop, stranger = make_shop(), person_actor(make_person().id)
    packer, manager = make_member(shop, ShopRole.PACKER), make_member(shop, ShopRole.MANAGER)
    values = {"shop_id": shop.id, "kind": PERMIT, "file_key": "documents/a.pdf"}
    for actor in (stranger, packer, operator()):
        with pytest.raises(NotAllowed):
            submit_document(actor=actor, **values)
    waiting = submit_document(actor=manager, **values)
    for actor in (owner_of(shop), stranger):
        for action in (approve_document, reject_document):
            with pytest.raises(NotAllowed):
                action(actor=actor, document_id=waiting.id, note="x")
    assert queries.count_documents_in_review() == 1
    back = reject_document(actor=operator(), document_id=waiting.id, note="Blurred")
    assert (back.status, back.note) == (DocumentStatus.REJECTED, "Blurred")
    again = submit_document(actor=manager, **values)
    with pytest.raises(NotAllowed):
        withdraw_document(actor=packer, document_id=again.id)
    assert withdraw_document(actor=manager, document_id=again.id).status == "withdrawn"
    assert queries.list_documents(packer, shop.id)
    for read in (lambda: queries.list_documents(stranger, shop.id),):
        with pytest.raises(NotAllowed):
            read()
    with pytest.raises(NotFound):
        queries.get_document(operator(), new_id())
    held = make_document(shop)
    assert cancel_document(actor=operator(), document_id=held.id, note="Forged").note == "Forged"
    assert recorded("shops.document_cancelled")[0].note == "Forged"


def test_what_cannot_be_handed_in_is_refused():
    shop = make_shop()
    values = {"actor": owner_of(shop), "shop_id": shop.id, "file_key": "documents/a.pdf"}
    with pytest.raises(DocumentEndsInPast):
        submit_document(**values, kind=PERMIT, valid_until=today() - timedelta(days=2))
    with pytest.raises(InvalidInput):
        submit_document(**values, kind=TRADEMARK)
    with pytest.raises(InvalidInput):
        submit_document(**values, kind=PERMIT, brand="Yunling")
    with pytest.raises(NotFound):
        submit_document(**values, kind=PERMIT, renews=new_id())
    close_shop(actor=owner_of(shop), shop_id=shop.id)
    with pytest.raises(TransitionRefused):
        submit_document(**values, kind=PERMIT)
    assert Document.objects.count() == 0


def test_a_registered_brand_is_sold_only_by_those_who_proved_it():
    owner, seller = make_shop(), make_shop()
    queries.require_may_sell(seller.id, ("tea",), brand="云岭")
    make_document(owner, kind=TRADEMARK, brand="云岭")
    assert queries.get_shop_card(owner.id).brands == ("云岭",)
    assert queries.get_standing(owner.id).brands[0].is_owner
    queries.require_may_sell(owner.id, ("tea",), brand="云岭")
    with pytest.raises(BrandNotProved):
        queries.require_may_sell(seller.id, ("tea",), brand="云岭")
    make_document(seller, kind=DocumentKind.BRAND_LICENCE, brand="云岭")
    queries.require_may_sell(seller.id, ("tea",), brand="云岭")
    assert not queries.get_standing(seller.id).brands[0].is_owner


def test_blocks_are_worked_out_by_category():
    required, deposits = {"": [DocumentKind.BUSINESS_LICENCE], "tea": [PERMIT]}, {"tea": 100}
    blocks = find_blocks(required, deposits, [(PERMIT, "food")], 40)
    assert [(b.reason, b.category, b.short_minor) for b in blocks] == [
        ("document", "", 0),
        ("document", "tea", 0),
        ("deposit", "tea", 60),
    ]
    papers = [(PERMIT, "tea"), (DocumentKind.BUSINESS_LICENCE, "")]
    assert find_blocks(required, deposits, papers, 100) == ()


def test_lists_take_the_statements_they_say(django_assert_num_queries):
    shop = make_shop()
    for _ in range(3):
        make_document(shop)
    with django_assert_num_queries(2):
        assert len(queries.list_documents(owner_of(shop), shop.id)) == 3
    with django_assert_num_queries(1):
        queries.get_standing(shop.id)
    with django_assert_num_queries(1):
        queries.require_may_sell(shop.id, ("tea",))
