"""Every step of both machines is walked by real actions or by the clock, every other refused."""

from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import operator
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.factories import pass_time, recorded
from jishi.foundation.kernel.invariants import ask_all
from jishi.trade.aftersales import rules
from jishi.trade.aftersales.actions.accept_offer import accept_offer
from jishi.trade.aftersales.actions.agree_after_sale import agree_after_sale
from jishi.trade.aftersales.actions.appeal_ruling import appeal_ruling
from jishi.trade.aftersales.actions.concede_dispute import concede_dispute
from jishi.trade.aftersales.actions.confirm_replacement import confirm_replacement
from jishi.trade.aftersales.actions.confirm_return import confirm_return
from jishi.trade.aftersales.actions.escalate_after_sale import escalate_after_sale
from jishi.trade.aftersales.actions.give_evidence import give_evidence
from jishi.trade.aftersales.actions.offer_terms import offer_terms
from jishi.trade.aftersales.actions.refuse_offer import refuse_offer
from jishi.trade.aftersales.actions.reject_after_sale import reject_after_sale
from jishi.trade.aftersales.actions.rule_dispute import rule_dispute
from jishi.trade.aftersales.actions.ship_back import ship_back
from jishi.trade.aftersales.actions.ship_replacement import ship_replacement
from jishi.trade.aftersales.actions.withdraw_after_sale import withdraw_after_sale
from jishi.trade.aftersales.factories import (
    PICTURE,
    apply,
    awaiting_receipt,
    awaiting_return,
    buyer_of,
    disputed,
    give_return_address,
    merchant_of,
    rejected,
    rule,
    take,
)
from jishi.trade.aftersales.models import AfterSaleMove, DisputeMove
from jishi.trade.aftersales.queries.cases import load_case
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    AfterSaleStatus,
    DisputeStatus,
    Liability,
    Outcome,
    StepAction,
)

pytestmark = pytest.mark.django_db
PARCEL = {"carrier": "SF Express", "tracking_number": "SF1234567"}
TERMS = {"kind": AfterSaleKind.REFUND_ONLY, "amount_minor": 100, "note": "Keep it for less?"}
DAYS = timedelta(days=1)
RULING = {
    "outcome": Outcome.REFUND,
    "liability": Liability.MERCHANT,
    "amount_minor": 100,
    "reason": "So be it",
}
# Each action with who takes it and what it needs besides.
ACTIONS = {
    StepAction.AGREE: (agree_after_sale, "merchant", {}),
    StepAction.OFFER_TERMS: (offer_terms, "merchant", TERMS),
    StepAction.REJECT: (reject_after_sale, "merchant", {"reason": "No damage"}),
    StepAction.ACCEPT_OFFER: (accept_offer, "buyer", {}),
    StepAction.REFUSE_OFFER: (refuse_offer, "buyer", {}),
    StepAction.SHIP_BACK: (ship_back, "buyer", PARCEL),
    StepAction.CONFIRM_RETURN: (confirm_return, "merchant", {"sellable": 1, "damaged": 0}),
    StepAction.SHIP_REPLACEMENT: (ship_replacement, "merchant", PARCEL),
    StepAction.CONFIRM_REPLACEMENT: (confirm_replacement, "buyer", {}),
    StepAction.WITHDRAW: (withdraw_after_sale, "buyer", {}),
    StepAction.ESCALATE: (escalate_after_sale, "buyer", {"claim": "Look at it"}),
    StepAction.GIVE_EVIDENCE: (give_evidence, "buyer", {"evidence": PICTURE}),
    StepAction.CONCEDE: (concede_dispute, "merchant", {}),
    StepAction.RULE: (rule_dispute, "operator", RULING),
    StepAction.APPEAL: (appeal_ruling, "merchant", {"reason": "Not fair"}),
}


def do(case, action, **values):
    run, role, needed = ACTIONS[action]
    actor = {"buyer": buyer_of, "merchant": merchant_of}.get(role, lambda _: operator())(case)
    return take(run, actor, case, **(needed | values))


def after(case, by):
    pass_time(by)
    return load_case(case.id)


def offered(**values):
    return do(apply(), StepAction.OFFER_TERMS, **values)


def awaiting_replacement():
    return do(awaiting_receipt(None, AfterSaleKind.EXCHANGE), StepAction.CONFIRM_RETURN)


def replacement_sent():
    return do(awaiting_replacement(), StepAction.SHIP_REPLACEMENT)


def deciding(**values):
    return after(disputed(**values), 4 * DAYS)


def test_every_step_of_both_machines_is_walked():
    S = StepAction
    # what people do
    do(apply(), S.AGREE)
    do(apply(), S.WITHDRAW)
    do(offered(), S.ACCEPT_OFFER)
    do(do(offered(), S.REFUSE_OFFER), S.WITHDRAW)
    do(offered(), S.WITHDRAW)
    case = apply()
    give_return_address(case)
    do(do(case, S.OFFER_TERMS, kind=AfterSaleKind.RETURN_REFUND), S.ACCEPT_OFFER)
    do(awaiting_return(), S.WITHDRAW)
    do(awaiting_receipt(), S.CONFIRM_RETURN)
    do(awaiting_receipt(), S.REJECT)
    do(replacement_sent(), S.CONFIRM_REPLACEMENT)
    do(replacement_sent(), S.ESCALATE)
    do(awaiting_replacement(), S.AGREE)
    do(rejected(), S.WITHDRAW)
    do(disputed(), S.WITHDRAW)
    do(disputed(), S.CONCEDE)
    # what they leave to the clock
    goods_back = apply(None, AfterSaleKind.RETURN_REFUND)
    give_return_address(goods_back)
    apply(), offered()
    ruled = {outcome: disputed() for outcome in Outcome}
    contested = {outcome: disputed() for outcome in Outcome}
    give_in, give_up, dismissed = disputed(kind=AfterSaleKind.RETURN_REFUND), disputed(), disputed()
    for case in (ruled[Outcome.RETURN_REFUND], contested[Outcome.RETURN_REFUND], give_in):
        give_return_address(case)
    pass_time(4 * DAYS)
    assert load_case(goods_back.id).status is AfterSaleStatus.AWAITING_RETURN
    do(give_in, S.CONCEDE)
    do(give_up, S.WITHDRAW)
    rule(dismissed, Outcome.DISMISSED)
    take(appeal_ruling, buyer_of(dismissed), dismissed, reason="It is broken")
    for outcome in Outcome:
        rule(ruled[outcome], outcome)
        do(rule(contested[outcome], outcome), S.APPEAL)
        rule(contested[outcome], outcome)
    sent_back, refused = awaiting_receipt(), rejected()
    swapped = awaiting_receipt(None, AfterSaleKind.EXCHANGE)
    pass_time(8 * DAYS)
    assert load_case(sent_back.id).status is AfterSaleStatus.REFUNDED
    assert load_case(refused.id).status is AfterSaleStatus.CLOSED
    assert load_case(goods_back.id).status is AfterSaleStatus.WITHDRAWN
    assert load_case(swapped.id).status is AfterSaleStatus.AWAITING_REPLACEMENT
    replaced = replacement_sent()
    pass_time(11 * DAYS)
    assert load_case(swapped.id).status is AfterSaleStatus.REFUNDED
    assert load_case(replaced.id).status is AfterSaleStatus.EXCHANGED
    assert _walked(AfterSaleMove) == _allowed(rules.AFTER_SALE)
    assert _walked(DisputeMove) == _allowed(rules.DISPUTE)
    assert ask_all() == []


def _walked(model):
    rows = model.objects.exclude(source="").values_list("source", "target", "by")
    return set(rows)


def _allowed(machine):
    return {(t.source, t.target, by) for t in machine.transitions for by in t.by}


def build_states():
    """A case in every state of both machines."""
    deciding_, ruled, contested = disputed(), disputed(), disputed()
    closed = rejected()
    pass_time(8 * DAYS)
    rule(ruled)
    do(rule(contested), StepAction.APPEAL)
    return {
        AfterSaleStatus.REQUESTED: apply(),
        AfterSaleStatus.OFFERED: offered(),
        AfterSaleStatus.AWAITING_RETURN: awaiting_return(),
        AfterSaleStatus.AWAITING_RECEIPT: awaiting_receipt(),
        AfterSaleStatus.AWAITING_REPLACEMENT: awaiting_replacement(),
        AfterSaleStatus.REPLACEMENT_SENT: replacement_sent(),
        AfterSaleStatus.REJECTED: rejected(),
        DisputeStatus.EVIDENCE: disputed(),
        DisputeStatus.DECIDING: deciding_,
        DisputeStatus.RULED: ruled,
        DisputeStatus.APPEALED: contested,
        AfterSaleStatus.REFUNDED: do(apply(), StepAction.AGREE),
        AfterSaleStatus.EXCHANGED: do(replacement_sent(), StepAction.CONFIRM_REPLACEMENT),
        AfterSaleStatus.WITHDRAWN: do(apply(), StepAction.WITHDRAW),
        AfterSaleStatus.CLOSED: closed,
    }


# A shop may give money instead of waiting for goods, as its machine allows beside the steps shown.
BESIDE = {(AfterSaleStatus.AWAITING_RECEIPT, StepAction.AGREE)}


def test_what_the_steps_do_not_name_is_refused_and_changes_nothing():
    for status, built in build_states().items():
        case = load_case(built.id)
        assert status in (case.status, case.dispute and case.dispute.status)
        named = {step.action for step in case.next_steps}
        moves, events = AfterSaleMove.objects.count(), len(recorded("aftersales.after_sale_moved"))
        for action in StepAction:
            if action in named or (status, action) in BESIDE:
                continue
            with pytest.raises(DomainError) as refusal, transaction.atomic():
                do(case, action)
            codes = {"transition_refused", "evidence_closed", "already_counted"}
            assert refusal.value.code in codes, (status, action)
        assert load_case(case.id) == case
        assert AfterSaleMove.objects.count() == moves
        assert len(recorded("aftersales.after_sale_moved")) == events


def test_every_state_that_is_no_end_ends_by_itself():
    timed = {t.source for t in rules.AFTER_SALE.transitions if t.after}
    open_states = set(rules.AFTER_SALE.states) - rules.AFTER_SALE.terminal
    assert open_states - timed == {AfterSaleStatus.DISPUTED}  # which its dispute ends
    assert {t.source for t in rules.DISPUTE.transitions if t.after} == {
        DisputeStatus.EVIDENCE,
        DisputeStatus.RULED,
    }
    for status, steps in rules.STEPS.items():
        for kind in AfterSaleKind:
            assert rules.otherwise(status, kind) is not None
            assert rules.target_by_time(status, kind, has_address=True) in rules.AFTER_SALE.states
        assert steps


def test_a_shop_that_names_no_return_address_pays_without_goods():
    case = apply(None, AfterSaleKind.RETURN_REFUND)
    with pytest.raises(DomainError) as refusal:
        do(case, StepAction.AGREE)
    assert refusal.value.code == "return_address_missing"
    assert after(case, timedelta(hours=49)).status is AfterSaleStatus.REFUNDED


def test_the_market_is_late_once_and_the_case_waits():
    case = after(deciding(), 4 * DAYS)
    assert case.dispute.is_overdue
    assert case.dispute.status is DisputeStatus.DECIDING
    pass_time(4 * DAYS)
    assert len(recorded("aftersales.ruling_overdue")) == 1
    assert rule(case).dispute.status is DisputeStatus.RULED


def test_other_terms_are_offered_three_times():
    case = apply()
    for _ in range(3):
        case = do(do(case, StepAction.OFFER_TERMS), StepAction.REFUSE_OFFER)
    with pytest.raises(DomainError) as refusal:
        do(case, StepAction.OFFER_TERMS)
    assert refusal.value.code == "too_many_offers"
    assert [o.answer for o in load_case(case.id).offers] == ["refused"] * 3
