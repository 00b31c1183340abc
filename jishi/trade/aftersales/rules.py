"""The machines of after-sales and disputes, what follows from a reason, and bounds of amounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.aftersales.types import AfterSaleKind as K
from jishi.trade.aftersales.types import AfterSaleStatus as A
from jishi.trade.aftersales.types import AfterSaleView, DeskTab, DisputeView, NextStep
from jishi.trade.aftersales.types import DisputeStatus as D
from jishi.trade.aftersales.types import Liability as L
from jishi.trade.aftersales.types import Otherwise as O
from jishi.trade.aftersales.types import Reason as R
from jishi.trade.aftersales.types import StepAction as S

_HOURS_48 = timedelta(hours=48)
_WEEK = timedelta(days=7)
_ANSWER, _CONFIRM = "aftersales.answer_hours", "aftersales.confirm_days"
_RULINGS = ("operator", "merchant", "system")

AFTER_SALE = Lifecycle(
    "aftersales.after_sale",
    A.REQUESTED,
    (
        Transition(A.REQUESTED, A.OFFERED, ("merchant",)),
        Transition(A.REQUESTED, A.AWAITING_RETURN, ("merchant", "system"), _HOURS_48, _ANSWER),
        Transition(A.REQUESTED, A.REFUNDED, ("merchant", "system"), _HOURS_48, _ANSWER),
        Transition(A.REQUESTED, A.REJECTED, ("merchant",)),
        Transition(A.REQUESTED, A.WITHDRAWN, ("buyer",)),
        Transition(A.OFFERED, A.AWAITING_RETURN, ("buyer",)),
        Transition(A.OFFERED, A.REFUNDED, ("buyer",)),
        Transition(A.OFFERED, A.REQUESTED, ("buyer",)),
        Transition(
            A.OFFERED, A.WITHDRAWN, ("buyer", "system"), _HOURS_48, "aftersales.offer_hours"
        ),
        Transition(A.AWAITING_RETURN, A.AWAITING_RECEIPT, ("buyer",)),
        Transition(
            A.AWAITING_RETURN, A.WITHDRAWN, ("buyer", "system"), _WEEK, "aftersales.return_days"
        ),
        Transition(A.AWAITING_RECEIPT, A.REFUNDED, ("merchant", "system"), _WEEK, _CONFIRM),
        Transition(
            A.AWAITING_RECEIPT, A.AWAITING_REPLACEMENT, ("merchant", "system"), _WEEK, _CONFIRM
        ),
        Transition(A.AWAITING_RECEIPT, A.REJECTED, ("merchant",)),
        Transition(A.AWAITING_REPLACEMENT, A.REPLACEMENT_SENT, ("merchant",)),
        Transition(
            A.AWAITING_REPLACEMENT,
            A.REFUNDED,
            ("merchant", "system"),
            timedelta(days=3),
            "aftersales.replacement_days",
        ),
        Transition(
            A.REPLACEMENT_SENT,
            A.EXCHANGED,
            ("buyer", "system"),
            timedelta(days=10),
            "aftersales.replaced_days",
        ),
        Transition(A.REPLACEMENT_SENT, A.DISPUTED, ("buyer",)),
        Transition(A.REJECTED, A.DISPUTED, ("buyer",)),
        Transition(A.REJECTED, A.WITHDRAWN, ("buyer",)),
        Transition(A.REJECTED, A.CLOSED, ("system",), _WEEK, "aftersales.escalate_days"),
        Transition(A.DISPUTED, A.REFUNDED, _RULINGS),
        Transition(A.DISPUTED, A.AWAITING_RETURN, _RULINGS),
        Transition(A.DISPUTED, A.CLOSED, ("operator", "system")),
        Transition(A.DISPUTED, A.WITHDRAWN, ("buyer",)),
    ),
)
_THREE_DAYS = timedelta(days=3)
DISPUTE = Lifecycle(
    "aftersales.dispute",
    D.EVIDENCE,
    (
        Transition(D.EVIDENCE, D.DECIDING, ("system",), _THREE_DAYS, "aftersales.evidence_days"),
        Transition(D.EVIDENCE, D.CONCEDED, ("merchant",)),
        Transition(D.EVIDENCE, D.WITHDRAWN, ("buyer",)),
        Transition(D.DECIDING, D.RULED, ("operator",)),
        Transition(D.DECIDING, D.CONCEDED, ("merchant",)),
        Transition(D.DECIDING, D.WITHDRAWN, ("buyer",)),
        Transition(D.RULED, D.APPEALED, ("buyer", "merchant")),
        Transition(D.RULED, D.FINAL, ("system",), _THREE_DAYS, "aftersales.appeal_days"),
        Transition(D.APPEALED, D.FINAL, ("operator",)),
    ),
)
LIFECYCLES = (AFTER_SALE, DISPUTE)
TRANSITIONS = (*AFTER_SALE.transitions, *DISPUTE.transitions)

MAX_OFFERS = 3
MAX_DISPUTES = 2
MAX_FILES = 9
TEXT_LIMIT = 1000
NOTE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """What a reason allows: which kinds, whose fault it names, what it asks for.

    `needs_promise` is a promise that the line must have been sold with; `is_return_window` has
    the reason end with the return window, not with the longer time for faults.
    """

    kinds: tuple[K, ...]
    fault: L
    needs_picture: bool = False
    needs_promise: str = ""
    is_return_window: bool = False


_ALL = (K.REFUND_ONLY, K.RETURN_REFUND, K.EXCHANGE)
REASONS: dict[R, ReasonRule] = {
    R.CHANGED_MIND: ReasonRule(
        (K.RETURN_REFUND, K.EXCHANGE), L.BUYER, needs_promise="return_7d", is_return_window=True
    ),
    R.NOT_AS_DESCRIBED: ReasonRule(_ALL, L.MERCHANT, needs_picture=True),
    R.DAMAGED: ReasonRule(_ALL, L.MERCHANT, needs_picture=True),
    R.WRONG_ITEM: ReasonRule(_ALL, L.MERCHANT, needs_picture=True),
    R.MISSING_PARTS: ReasonRule((K.REFUND_ONLY, K.RETURN_REFUND), L.MERCHANT, needs_picture=True),
    R.NOT_RECEIVED: ReasonRule((K.REFUND_ONLY,), L.MERCHANT),
    R.AGREED_WITH_SHOP: ReasonRule(_ALL, L.NONE),
    R.PRICE_FELL: ReasonRule((K.PRICE_PROTECTION,), L.NONE),
}

# Who may do what in which state; the first of a state is the step that the case waits for.
STEPS: dict[A, tuple[tuple[S, str], ...]] = {
    A.REQUESTED: (
        (S.AGREE, "merchant"),
        (S.OFFER_TERMS, "merchant"),
        (S.REJECT, "merchant"),
        (S.WITHDRAW, "buyer"),
    ),
    A.OFFERED: ((S.ACCEPT_OFFER, "buyer"), (S.REFUSE_OFFER, "buyer"), (S.WITHDRAW, "buyer")),
    A.AWAITING_RETURN: ((S.SHIP_BACK, "buyer"), (S.WITHDRAW, "buyer")),
    A.AWAITING_RECEIPT: ((S.CONFIRM_RETURN, "merchant"), (S.REJECT, "merchant")),
    A.AWAITING_REPLACEMENT: ((S.SHIP_REPLACEMENT, "merchant"), (S.AGREE, "merchant")),
    A.REPLACEMENT_SENT: ((S.CONFIRM_REPLACEMENT, "buyer"), (S.ESCALATE, "buyer")),
    A.REJECTED: ((S.ESCALATE, "buyer"), (S.WITHDRAW, "buyer")),
}
DISPUTE_STEPS: dict[D, tuple[tuple[S, tuple[str, ...]], ...]] = {
    D.EVIDENCE: (
        (S.GIVE_EVIDENCE, ("buyer", "merchant")),
        (S.CONCEDE, ("merchant",)),
        (S.WITHDRAW, ("buyer",)),
    ),
    D.DECIDING: (
        (S.RULE, ("operator",)),
        (S.CONCEDE, ("merchant",)),
        (S.WITHDRAW, ("buyer",)),
    ),
    D.RULED: ((S.APPEAL, ("buyer", "merchant")),),
    D.APPEALED: ((S.RULE, ("operator",)), (S.GIVE_EVIDENCE, ("buyer", "merchant"))),
}
# In these both sides may add to the file of the case.
TALKING = (A.REQUESTED, A.OFFERED, A.AWAITING_RETURN, A.AWAITING_RECEIPT, A.REJECTED)
_OTHERWISE: dict[A, O] = {
    A.OFFERED: O.WITHDRAWN_BY_ITSELF,
    A.AWAITING_RETURN: O.WITHDRAWN_BY_ITSELF,
    A.AWAITING_REPLACEMENT: O.REFUND_INSTEAD,
    A.REPLACEMENT_SENT: O.EXCHANGED_BY_ITSELF,
    A.REJECTED: O.REJECTION_STANDS,
}
_DISPUTE_OTHERWISE: dict[D, O] = {
    D.EVIDENCE: O.DECIDED_ON_EVIDENCE,
    D.DECIDING: O.MARKET_IS_LATE,
    D.RULED: O.RULING_STANDS,
    D.APPEALED: O.MARKET_IS_LATE,
}
TABS: dict[DeskTab, tuple[A, ...]] = {
    DeskTab.TO_DO: (A.REQUESTED, A.AWAITING_RECEIPT, A.AWAITING_REPLACEMENT),
    DeskTab.WAITING: (A.OFFERED, A.AWAITING_RETURN, A.REPLACEMENT_SENT, A.REJECTED),
    DeskTab.DISPUTES: (A.DISPUTED,),
    DeskTab.DONE: (A.REFUNDED, A.EXCHANGED, A.WITHDRAWN, A.CLOSED),
}


def otherwise(status: A, kind: K) -> O | None:
    """What happens by itself when the deadline of a state passes."""
    if status is A.REQUESTED:
        return O.AGREED_BY_ITSELF if kind.has_return else O.REFUNDED_BY_ITSELF
    if status is A.AWAITING_RECEIPT:
        return O.REPLACEMENT_DUE if kind is K.EXCHANGE else O.REFUNDED_BY_ITSELF
    return _OTHERWISE.get(status)


def target_by_time(status: A, kind: K, *, has_address: bool) -> A:
    """Where a case goes when its deadline passes; a shop without return address just pays."""
    if status is A.REQUESTED:
        return A.AWAITING_RETURN if kind.has_return and has_address else A.REFUNDED
    if status is A.AWAITING_RECEIPT:
        return A.AWAITING_REPLACEMENT if kind is K.EXCHANGE else A.REFUNDED
    return {
        A.OFFERED: A.WITHDRAWN,
        A.AWAITING_RETURN: A.WITHDRAWN,
        A.AWAITING_REPLACEMENT: A.REFUNDED,
        A.REPLACEMENT_SENT: A.EXCHANGED,
        A.REJECTED: A.CLOSED,
    }[status]


def next_steps(case: AfterSaleView) -> tuple[NextStep, ...]:
    """What may happen next by the tables: by whom, until when, what happens otherwise."""
    if case.status is A.DISPUTED and case.dispute is not None:
        return _dispute_steps(case.dispute)
    if case.status is A.REFUNDED and case.returned_at and not case.restocked_at:
        return (NextStep(S.CONFIRM_RETURN, ("merchant",), None, None),)
    steps = [
        NextStep(
            action,
            (role,),
            case.due_at if n == 0 else None,
            otherwise(case.status, case.kind) if n == 0 else None,
            is_expected=n == 0,
        )
        for n, (action, role) in enumerate(STEPS.get(case.status, ()))
    ]
    if case.status in TALKING:
        steps.append(NextStep(S.GIVE_EVIDENCE, ("buyer", "merchant"), None, None))
    return tuple(steps)


def _dispute_steps(dispute: DisputeView) -> tuple[NextStep, ...]:
    return tuple(
        NextStep(
            action,
            by,
            dispute.due_at if n == 0 else None,
            _DISPUTE_OTHERWISE[dispute.status] if n == 0 else None,
            is_expected=n == 0,
        )
        for n, (action, by) in enumerate(DISPUTE_STEPS.get(dispute.status, ()))
    )


def freight_due(fault: L, freight_left_minor: int, rest_minor: int) -> int:
    """Freight goes back with the last of an order's money, when the shop is at fault."""
    return freight_left_minor if fault is L.MERCHANT and rest_minor == 0 else 0


def price_drop(left_minor: int, price_now_minor: int, units: int) -> int:
    """The difference to a lower price for `units` that cost `left_minor`."""
    return max(0, left_minor - price_now_minor * units)


def is_good_buyer(received: int, cases: int, *, min_orders: int, max_rate_ppm: int) -> bool:
    """Whether somebody has received enough and claimed little of it."""
    return received >= min_orders and cases * 1_000_000 <= max_rate_ppm * received
