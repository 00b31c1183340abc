"""An order for its buyer: state in words, next step, where the money is, the way, the buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.figures import write_percent, write_when
from jishi.surfaces.market.presenters.aftersales import CasePage, present_case
from jishi.trade.aftersales.types import AfterSaleView, Side
from jishi.trade.orders.types import (
    BuyerWord,
    FulfilmentStatus,
    NodeState,
    OrderView,
    Otherwise,
    StepAction,
    TimelineNode,
)
from jishi.trade.settlement.types import SettlementView

_HEADINGS = {
    BuyerWord.TO_PAY: _("Waiting for your payment"),
    BuyerWord.TO_SHIP: _("Waiting for the shop to ship"),
    BuyerWord.TO_RECEIVE: _("On its way to you"),
    BuyerWord.RECEIVED: _("Received"),
    BuyerWord.REFUNDING: _("Your money is on its way back"),
    BuyerWord.REFUNDED: _("Cancelled and refunded in full"),
    BuyerWord.CANCELLED: _("Cancelled; nothing was charged"),
}
_DOES = {
    StepAction.PAY: _("pay"),
    StepAction.SHIP: _("ships"),
    StepAction.RECEIVE: _("confirm receipt"),
    StepAction.HAND_OVER: _("hands it over when you fetch it"),
    StepAction.DELIVER_ONLINE: _("delivers it online"),
}
_OTHERWISE = {
    Otherwise.CHECKOUT_CLOSES: _("Otherwise the order closes and the goods go back on the shelf."),
    Otherwise.BUYER_MAY_CANCEL: _(
        "Not shipped by then? You may cancel at once for a full refund; nobody needs to agree."
    ),
    Otherwise.CANCELLED_WITH_REFUND: _(
        "The shop is late. Cancel now for a full refund; otherwise the market does it for you then."
    ),
    Otherwise.REST_REFUNDED: _(
        "The shop is late. Give up the rest now for its money; otherwise the market does it then."
    ),
    Otherwise.RECEIVED_BY_ITSELF: _("Otherwise it counts as received."),
}
_BUTTONS = {
    StepAction.PAY: _("Pay now"),
    StepAction.CANCEL: _("Cancel order"),
    StepAction.RECEIVE: _("I have received it"),
    StepAction.EXTEND_RECEIPT: _("Give me 3 more days"),
    StepAction.URGE: _("Urge the shop"),
    StepAction.CANCEL_REST: _("Give up the rest"),
}
_CONFIRM = {
    StepAction.CANCEL: _("Cancel this order? What you paid goes back to you in full."),
    StepAction.RECEIVE: _("Have you received everything, and is it as promised?"),
    StepAction.EXTEND_RECEIPT: _("This can be done once for an order."),
    StepAction.URGE: _("The shop sees your order on top of its work. Once in 12 hours."),
    StepAction.CANCEL_REST: _("Give up what was not shipped? Its money goes back to you."),
}
_NOW = {
    "paid": _("Waiting for payment"),
    "shipped": _("On its way"),
    "parcel": _("Parcel on its way"),
    "rest": _("The rest is being packed"),
    "ready": _("Ready to be fetched"),
    "delivered": _("Delivered, waiting for you"),
    "refunded": _("Being refunded"),
}
_TO_COME = {
    "shipped": _("The shop hands it to the carrier"),
    "delivered": _("The carrier brings it to you"),
    "received": _("You confirm; or it confirms itself 7 days after delivery"),
    "settled": _("7 days after receipt, if nothing is wrong"),
}


@dataclass(frozen=True, slots=True)
class OrderButton:
    """Something the buyer may do now, as the machine allows it."""

    action: str
    label: str
    kind: str
    confirm: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class OrderNode:
    """A stop on the order's way."""

    state: str
    title: str
    detail: str
    time: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything that the page of an order says besides the order itself."""

    order: OrderView
    heading: str
    who: str
    does: str
    until: datetime | None
    left_percent: int
    otherwise: str
    is_yours: bool
    is_late: bool
    money_code: str
    nodes: tuple[OrderNode, ...]
    buttons: tuple[OrderButton, ...]
    cases: tuple[CasePage, ...] = ()
    may_apply: bool = False

    @property
    def kept_minor(self) -> int:
        """What was paid and not given back."""
        return self.order.payable_minor - self.order.refund_minor

    @property
    def open_case(self) -> CasePage | None:
        """The after-sale that is still open, the one that asks something of the buyer first."""
        running = [page for page in self.cases if page.case.is_open]
        return min(running, key=lambda page: not page.is_yours, default=None)


def with_cases(
    page: OrderPage, viewer: Actor, cases: tuple[AfterSaleView, ...], *, may_apply: bool
) -> OrderPage:
    """The page with the order's after-sales beside its own way; for its buyer."""
    if viewer.person_id != page.order.buyer_id:
        return page
    shown = tuple(present_case(case, Side.BUYER, page.order.shop_name) for case in cases)
    return replace(page, cases=shown, may_apply=may_apply)


def present_order(
    order: OrderView, viewer: Actor, settlement: SettlementView | None = None
) -> OrderPage:
    """The page of an order as `viewer` sees it; buttons only for its buyer.

    After receipt the next step is the market's: it pays the shop when `settlement` says so.
    """
    settled_at = settlement.settled_at if settlement else None
    release_at = settlement.release_at if settlement and not settled_at else None
    step = order.expected_step
    is_buyer = viewer.person_id == order.buyer_id
    is_yours = step is not None and "buyer" in step.by
    who = (gettext("you") if is_yours else order.shop_name) if step else ""
    does = gettext(_DOES.get(step.action, step.action.label)) if step else ""
    if step is None and order.word is BuyerWord.RECEIVED and release_at:
        who, does = gettext("the market"), gettext("pays the shop")
    return OrderPage(
        order=order,
        heading=_heading(order),
        who=who,
        does=does,
        until=step.until if step else release_at,
        left_percent=_left_percent(order, step.until if step else release_at),
        otherwise=gettext(_OTHERWISE[step.otherwise]) if step and step.otherwise else "",
        is_yours=is_yours and is_buyer,
        is_late=bool(step and step.is_late),
        money_code=_money_code(order, settled_at),
        nodes=(
            *(_node(order, n) for n in order.timeline),
            *_settled_node(order, settled_at, release_at),
        ),
        buttons=tuple(_buttons(order)) if is_buyer else (),
    )


def _heading(order: OrderView) -> str:
    if order.fulfilment_status is FulfilmentStatus.DELIVERED:
        return gettext("Delivered, waiting for you")
    return gettext(_HEADINGS[order.word])


def _left_percent(order: OrderView, until: datetime | None) -> int:
    if until is None:
        return 0
    since = order.received_at or order.delivered_at or order.shipped_at
    since = since or order.paid_at or order.placed_at
    whole = (until - since) / timedelta(seconds=1)
    return write_percent(max(0.0, (until - clock.now()) / timedelta(seconds=1)), whole)


def _money_code(order: OrderView, settled_at: datetime | None) -> str:
    if order.word in {BuyerWord.TO_PAY, BuyerWord.CANCELLED}:
        return "none"
    if order.word is BuyerWord.RECEIVED and not settled_at:
        return "window"
    if order.word in {BuyerWord.REFUNDING, BuyerWord.REFUNDED}:
        return str(order.word)
    return "settled" if settled_at else "held"


def _buttons(order: OrderView) -> list[OrderButton]:
    late = any(step.is_late for step in order.next_steps)
    buttons = []
    for step in order.next_steps:
        if "buyer" not in step.by or step.action not in _BUTTONS:
            continue
        filled = step.is_expected or (late and step.action is StepAction.CANCEL)
        buttons.append(
            OrderButton(
                action=str(step.action),
                label=gettext(_BUTTONS[step.action]),
                kind="primary" if filled else "quiet",
                confirm=gettext(_CONFIRM.get(step.action, "")) if step.action in _CONFIRM else "",
                href=f"/checkout/{order.checkout_id}/" if step.action is StepAction.PAY else "",
            )
        )
    return sorted(buttons, key=lambda b: b.kind == "primary")


def _node(order: OrderView, node: TimelineNode) -> OrderNode:
    state = {NodeState.DONE: "done", NodeState.NOW: "now"}.get(node.state, "todo")
    if node.code == "cancelled":
        state = "stopped"
    title = _NOW.get(node.code, node.title) if node.state is NodeState.NOW else node.title
    return OrderNode(
        state=state,
        title=gettext(title),
        detail=_detail(order, node),
        time=write_when(node.at) if node.at else "",
    )


def _detail(order: OrderView, node: TimelineNode) -> str:
    facts = dict(node.detail or {})
    if node.code == "placed":
        words = ngettext("%(n)s piece from %(shop)s", "%(n)s pieces from %(shop)s", order.count)
        return words % {"n": order.count, "shop": order.shop_name}
    if node.code == "paid" and node.at:
        return gettext("Held by the market, not by the shop")
    if node.code == "cancelled":
        return facts.get("reason", "")
    if facts.get("tracking_number"):
        return f"{facts.get('carrier', '')} {facts['tracking_number']}".strip()
    if node.code == "received" and node.until:
        words = gettext("You confirm; by itself on %(at)s")
        return words % {"at": write_when(node.until)}
    if node.code == "ready" and order.pickup:
        return f"{order.pickup.name} · {order.pickup.address} {order.pickup.hours}".strip()
    if node.code == "packing":
        return gettext("The shop is packing it")
    if node.until:
        return gettext("At the latest %(at)s") % {"at": write_when(node.until)}
    return gettext(_TO_COME[node.code]) if node.code in _TO_COME and not node.at else ""


def _settled_node(
    order: OrderView, settled_at: datetime | None, release_at: datetime | None
) -> tuple[OrderNode, ...]:
    if order.word in {BuyerWord.CANCELLED, BuyerWord.REFUNDING, BuyerWord.REFUNDED}:
        return ()
    title = gettext("Paid out to the shop")
    if settled_at:
        return (OrderNode("done", title, "", write_when(settled_at)),)
    state = "now" if order.word is BuyerWord.RECEIVED else "todo"
    detail = gettext(_TO_COME["settled"])
    if release_at and state == "now":
        detail = gettext("On %(at)s, if nothing is wrong") % {"at": write_when(release_at)}
    return (OrderNode(state, title, detail, ""),)
