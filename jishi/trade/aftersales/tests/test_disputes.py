"""A dispute: evidence from both, a ruling, one appeal by somebody else, and what it does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.accounts.types import list_closing_objections, list_data_sources
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError, NotAllowed, NotFound
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import person_actor
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.aftersales import queries
from jishi.trade.aftersales.actions.appeal_ruling import appeal_ruling
from jishi.trade.aftersales.actions.confirm_return import confirm_return
from jishi.trade.aftersales.actions.escalate_after_sale import escalate_after_sale
from jishi.trade.aftersales.actions.give_evidence import give_evidence
from jishi.trade.aftersales.actions.reject_after_sale import reject_after_sale
from jishi.trade.aftersales.actions.ship_back import ship_back
from jishi.trade.aftersales.factories import (
    PICTURE,
    buyer_of,
    disputed,
    give_return_address,
    make_order,
    merchant_of,
    rule,
    take,
)
from jishi.trade.aftersales.queries.cases import load_case
from jishi.trade.aftersales.queries.facts import AfterSaleFacts
from jishi.trade.aftersales.types import (
    AfterSaleStatus,
    DisputeStatus,
    EvidenceInput,
    Liability,
    Outcome,
    Side,
    StepAction,
)
from jishi.trade.shops.types import FactTally, Metric

pytestmark = pytest.mark.django_db
PARCEL = {"carrier": "SF", "tracking_number": "SF12345"}


def test_a_dispute_that_the_buyer_wins_on_appeal():
    order = make_order()
    case = disputed(order)
    step = case.expected_step
    assert (step.action, set(step.by)) == (StepAction.GIVE_EVIDENCE, {"buyer", "merchant"})
    film = EvidenceInput("Packed well, see the film", (), ("media/packing.mp4",))
    take(give_evidence, merchant_of(case), case, evidence=film)
    case = take(give_evidence, buyer_of(case), case, evidence=PICTURE)
    assert [e.side for e in case.evidence if e.in_dispute] == [Side.MERCHANT, Side.BUYER]
    pass_time(timedelta(days=4))
    first, second = operator(), operator()
    case = rule(case, Outcome.DISMISSED, by=first)
    assert case.dispute.ruling.liability is Liability.BUYER
    with pytest.raises(DomainError) as closed:
        take(give_evidence, buyer_of(case), case, evidence=PICTURE)
    assert closed.value.code == "evidence_closed"
    case = take(appeal_ruling, buyer_of(case), case, reason="The seal was broken")
    assert get_balance(f"escrow:order:{order.id}").posted_minor == order.payable_minor
    with pytest.raises(DomainError) as same:
        rule(case, by=first)
    assert same.value.code == "same_operator"
    case = rule(case, by=second)
    assert case.status is AfterSaleStatus.REFUNDED
    assert case.dispute.status is DisputeStatus.FINAL
    assert [r.outcome for r in case.dispute.rulings] == [Outcome.DISMISSED, Outcome.REFUND]
    run_pending_jobs()
    assert get_balance(f"escrow:order:{order.id}").posted_minor == 0
    ruled = recorded("aftersales.dispute_ruled")
    assert [(e.liability, e.is_final) for e in ruled] == [("buyer", False), ("merchant", True)]
    assert ask_all() == []


def test_a_ruling_gives_no_more_than_is_left_and_only_operators_rule():
    case = disputed()
    pass_time(timedelta(days=4))
    with pytest.raises(DomainError) as much:
        rule(case, amount_minor=case.amount_minor + 1)
    assert much.value.code == "amount_too_high"
    for actor in (buyer_of(case), merchant_of(case)):
        with pytest.raises(NotAllowed):
            rule(case, by=actor)
    with pytest.raises(NotFound):
        rule(case, by=person_actor(make_person().id))
    assert load_case(case.id).dispute.status is DisputeStatus.DECIDING


def test_after_two_disputes_a_shop_can_refuse_no_more():
    case = disputed()
    give_return_address(case)
    for number in (1, 2):
        pass_time(timedelta(days=4))
        case = rule(load_case(case.id), Outcome.RETURN_REFUND)
        pass_time(timedelta(days=4))
        case = load_case(case.id)
        if number == 2:
            break
        case = take(ship_back, buyer_of(case), case, **PARCEL)
        case = take(reject_after_sale, merchant_of(case), case, reason="It is a brick")
        case = take(escalate_after_sale, buyer_of(case), case, claim="It is not")
        assert case.dispute.number == 2
    assert case.status is AfterSaleStatus.REFUNDED  # the goods are with the shop already
    case = take(confirm_return, merchant_of(case), case, sellable=0, damaged=1)
    assert case.damaged == 1
    assert ask_all() == []
    facts = AfterSaleFacts().collect(clock.now() - timedelta(days=90))[case.shop_id]
    assert facts.tallies[Metric.AFTERSALES_SETTLED] == FactTally(1, 1)
    assert facts.tallies[Metric.KEPT_GOODS] == FactTally(0, 1)
    assert facts.tallies[Metric.DISPUTES_CLEAN] == FactTally(0, 1)


def test_the_list_of_disputes_and_what_an_account_is_kept_open_by():
    case, _other = disputed(), disputed()
    actor = operator()
    assert queries.list_disputes(actor).items == ()
    pass_time(timedelta(days=4))
    with CaptureQueriesContext(connection) as seen:
        page = queries.list_disputes(actor, limit=1)
    assert (len(page.items), len(seen)) == (1, 4)
    rest = queries.list_disputes(actor, cursor=page.next_cursor)
    assert {c.id for c in (*page.items, *rest.items)} == {case.id, _other.id}
    assert queries.count_disputes_to_rule() == (2, 0)
    assert len(queries.list_disputes(actor, to_rule=False).items) == 2
    assert queries.get_dispute_case(actor, page.items[0].dispute.id).id == page.items[0].id
    with pytest.raises(NotAllowed):
        queries.list_disputes(buyer_of(case))
    asked = [ask(case.buyer_id) for ask in list_closing_objections()]
    assert "after_sales_open" in {o.code for found in asked for o in found}
    (source,) = [s for s in list_data_sources() if s.name == "aftersales"]
    data = source.collect(case.buyer_id)
    assert [c["number"] for c in data["cases"]] == [case.number]
    assert data["evidence"][0] == {"text": "It came like this.", "files": 1}
    source.erase(case.buyer_id)
    assert load_case(case.id).evidence != ()  # the case is not over
