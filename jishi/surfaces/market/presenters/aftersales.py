"""An after-sale for its buyer: state in words, next step, what otherwise, its way, the buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.money import format_minor
from jishi.surfaces.market.figures import write_percent, write_when
from jishi.trade.aftersales.types import (
    AfterSaleStatus,
    AfterSaleView,
    DisputeStatus,
    MoveView,
    NextStep,
    Outcome,
    Side,
    StepAction,
)

_HEADINGS = {
    AfterSaleStatus.REQUESTED: _("Waiting for the shop's answer"),
    AfterSaleStatus.OFFERED: _("The shop offers other terms"),
    AfterSaleStatus.AWAITING_RETURN: _("Send the goods back"),
    AfterSaleStatus.AWAITING_RECEIPT: _("The shop waits for your parcel"),
    AfterSaleStatus.AWAITING_REPLACEMENT: _("The shop sends the replacement"),
    AfterSaleStatus.REPLACEMENT_SENT: _("The replacement is on its way to you"),
    AfterSaleStatus.REJECTED: _("The shop has refused"),
    AfterSaleStatus.REFUNDED: _("Your money is given back"),
    AfterSaleStatus.EXCHANGED: _("Exchanged"),
    AfterSaleStatus.WITHDRAWN: _("Withdrawn"),
    AfterSaleStatus.CLOSED: _("Closed without refund"),
}
_DISPUTE_HEADINGS = {
    DisputeStatus.EVIDENCE: _("The market hears both sides"),
    DisputeStatus.DECIDING: _("The market decides"),
    DisputeStatus.RULED: _("The market has ruled"),
    DisputeStatus.APPEALED: _("Appealed: somebody else decides"),
}
# What whoever is next does: said of somebody else, said to you.
_DOES = {
    StepAction.AGREE: (_("answers"), _("answer")),
    StepAction.ACCEPT_OFFER: (_("answers the offer"), _("answer the offer")),
    StepAction.SHIP_BACK: (_("hands the goods to a carrier"), _("hand the goods to a carrier")),
    StepAction.CONFIRM_RETURN: (_("checks the returned goods"), _("check the returned goods")),
    StepAction.SHIP_REPLACEMENT: (_("sends the replacement"), _("send the replacement")),
    StepAction.CONFIRM_REPLACEMENT: (_("confirms the replacement"), _("confirm the replacement")),
    StepAction.ESCALATE: (_("may ask the market to decide"), _("may ask the market to decide")),
    StepAction.GIVE_EVIDENCE: (_("give evidence"), _("give evidence")),
    StepAction.RULE: (_("decides"), _("decide")),
    StepAction.APPEAL: (_("may appeal"), _("may appeal")),
}
_NODES = {
    "requested": _("Applied"),
    "offered": _("Other terms offered"),
    "awaiting_return": _("Agreed: the goods go back"),
    "awaiting_receipt": _("Goods on their way to the shop"),
    "awaiting_replacement": _("Goods are back; replacement due"),
    "replacement_sent": _("Replacement sent"),
    "rejected": _("Refused by the shop"),
    "disputed": _("The market was asked to decide"),
    "refunded": _("Money given back"),
    "exchanged": _("Exchanged"),
    "withdrawn": _("Withdrawn"),
    "closed": _("Closed without refund"),
}
_BY = {
    "buyer": _("Buyer"),
    "merchant": _("Shop"),
    "operator": _("Market"),
    "system": _("By itself"),
}
_CONFIRM = {
    StepAction.ACCEPT_OFFER: _("Accept these terms? They are carried out at once."),
    StepAction.REFUSE_OFFER: _("Refuse? The shop then answers to what you asked for at first."),
    StepAction.CONFIRM_REPLACEMENT: _("Has the replacement come, and is it as promised?"),
    StepAction.WITHDRAW: _("Withdraw? You may apply again while there is time."),
    StepAction.CONCEDE: _("Give in? What the buyer asks for is carried out at once."),
}
_QUIET = (StepAction.WITHDRAW, StepAction.APPEAL, StepAction.REFUSE_OFFER)
_ENDINGS = (AfterSaleStatus.WITHDRAWN, AfterSaleStatus.CLOSED, AfterSaleStatus.REJECTED)


@dataclass(frozen=True, slots=True)
class CaseButton:
    """Something this side may do now."""

    action: str
    label: str
    kind: str
    confirm: str


@dataclass(frozen=True, slots=True)
class CaseNode:
    """A stop on a case's way."""

    state: str
    title: str
    detail: str
    time: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """All that a page says of a case besides the case itself."""

    case: AfterSaleView
    heading: str
    who: str
    does: str
    until: datetime | None
    left_percent: int
    otherwise: str
    is_yours: bool
    nodes: tuple[CaseNode, ...]
    buttons: tuple[CaseButton, ...]


def present_case(case: AfterSaleView, side: Side, shop_name: str) -> CasePage:
    """The page of a case as one side sees it; buttons only for what that side may do."""
    step = case.expected_step
    yours = step is not None and str(side) in step.by
    return CasePage(
        case=case,
        heading=_heading(case),
        who=_who(step, side, shop_name) if step else "",
        does=_does(step, yours=yours) if step else "",
        until=step.until if step else None,
        left_percent=_left_percent(case, step.until) if step and step.until else 0,
        otherwise=_otherwise(step),
        is_yours=yours,
        nodes=tuple(_nodes(case)),
        buttons=tuple(_buttons(case, side)),
    )


def _heading(case: AfterSaleView) -> str:
    if case.status is AfterSaleStatus.DISPUTED and case.dispute:
        return gettext(_DISPUTE_HEADINGS[case.dispute.status])
    if case.status is AfterSaleStatus.REFUNDED and not case.arrived_at:
        return gettext("Your money is on its way back")
    return gettext(_HEADINGS[case.status])


def _who(step: NextStep, side: Side, shop_name: str) -> str:
    if set(step.by) >= {"buyer", "merchant"}:
        return gettext("both sides")
    if str(side) in step.by:
        return gettext("you")
    return {"merchant": shop_name, "operator": gettext("the market")}.get(
        step.by[0], gettext("the buyer")
    )


def _does(step: NextStep, *, yours: bool) -> str:
    of_others, to_you = _DOES.get(step.action, (step.action.label, step.action.label))
    return gettext(to_you if yours else of_others)


def _otherwise(step: NextStep | None) -> str:
    if step is None or step.otherwise is None:
        return ""
    return gettext("Otherwise: %(what)s.") % {"what": gettext(step.otherwise.label)}


def _left_percent(case: AfterSaleView, until: datetime) -> int:
    since = case.moves[-1].at if case.moves else case.requested_at
    if case.dispute and not case.dispute.ended_at:
        since = max([case.dispute.opened_at, *(r.at for r in case.dispute.rulings)])
    whole = (until - since) / timedelta(seconds=1)
    return write_percent(max(0.0, (until - clock.now()) / timedelta(seconds=1)), whole)


def _nodes(case: AfterSaleView) -> list[CaseNode]:
    nodes = []
    for n, move in enumerate(case.moves):
        last = n == len(case.moves) - 1
        state = "now" if last and case.is_open else "done"
        if last and case.status in _ENDINGS:
            state = "stopped"
        nodes.append(CaseNode(state, _title(move), _detail(move), write_when(move.at)))
    if case.refunded_at and case.refunded_minor:
        arrived = case.arrived_at
        title = gettext("Returned the way you paid")
        state = "done" if arrived else "now"
        nodes.append(CaseNode(state, title, "", write_when(arrived) if arrived else ""))
    return nodes


def _title(move: MoveView) -> str:
    if move.source == "offered" and move.target == "requested":
        return gettext("Offer refused")
    return gettext(_NODES[move.target])


def _detail(move: MoveView) -> str:
    note = move.note if move.by in ("buyer", "merchant") else ""
    return " · ".join(part for part in (gettext(_BY[move.by]), note) if part)


def _buttons(case: AfterSaleView, side: Side) -> list[CaseButton]:
    buttons = []
    for step in case.next_steps:
        if str(side) not in step.by:
            continue
        filled = step.is_expected and step.action not in _QUIET
        confirm = gettext(_CONFIRM[step.action]) if step.action in _CONFIRM else ""
        label, kind = gettext(step.action.label), "primary" if filled else "quiet"
        buttons.append(CaseButton(str(step.action), label, kind, confirm))
    return sorted(buttons, key=lambda b: b.kind == "primary")


def write_terms(case: AfterSaleView) -> str:
    """What is asked for, in one line: kind, pieces, amount."""
    kind = gettext(case.kind.label)
    return f"{kind} · ×{case.quantity} · {format_minor(case.asked_minor, case.currency)}"


def write_outcome(outcome: Outcome) -> str:
    """What a ruling orders, in words."""
    return gettext(outcome.label)
