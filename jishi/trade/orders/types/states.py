"""In what states checkouts and orders are, and what may happen to them."""

from __future__ import annotations

from enum import StrEnum


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class CheckoutStatus(StrEnum):
    """Whether the money of a checkout, and so of its orders, has come."""

    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _CHECKOUT_LABELS[self]


_CHECKOUT_LABELS = {
    CheckoutStatus.PENDING: _("Waiting for payment"),
    CheckoutStatus.PAID: _("Paid"),
    CheckoutStatus.CLOSED: _("Closed without payment"),
}


class FulfilmentStatus(StrEnum):
    """Where the goods of an order are."""

    TO_SHIP = "to_ship"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RECEIVED = "received"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _FULFILMENT_LABELS[self]


_FULFILMENT_LABELS = {
    FulfilmentStatus.TO_SHIP: _("Being packed"),
    FulfilmentStatus.PART_SHIPPED: _("Shipped in part"),
    FulfilmentStatus.SHIPPED: _("Shipped"),
    FulfilmentStatus.DELIVERED: _("Delivered"),
    FulfilmentStatus.RECEIVED: _("Received"),
    FulfilmentStatus.CANCELLED: _("Cancelled"),
}


class BuyerWord(StrEnum):
    """The one word a buyer reads: a function of the order's axes, never stored."""

    TO_PAY = "to_pay"
    TO_SHIP = "to_ship"
    TO_RECEIVE = "to_receive"
    RECEIVED = "received"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _WORD_LABELS[self]


_WORD_LABELS = {
    BuyerWord.TO_PAY: _("To pay"),
    BuyerWord.TO_SHIP: _("To be shipped"),
    BuyerWord.TO_RECEIVE: _("To receive"),
    BuyerWord.RECEIVED: _("Completed"),
    BuyerWord.REFUNDING: _("Being refunded"),
    BuyerWord.REFUNDED: _("Refunded"),
    BuyerWord.CANCELLED: _("Cancelled"),
}


class DeskTab(StrEnum):
    """The heaps into which a shop's desk sorts its orders."""

    TO_PAY = "to_pay"
    TO_SHIP = "to_ship"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RECEIVED = "received"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _TAB_LABELS[self]


_TAB_LABELS = {
    DeskTab.TO_PAY: _("Waiting for payment"),
    DeskTab.TO_SHIP: _("To ship"),
    DeskTab.SHIPPED: _("Shipped"),
    DeskTab.DELIVERED: _("Delivered"),
    DeskTab.RECEIVED: _("Received"),
    DeskTab.CANCELLED: _("Cancelled"),
}


class StepAction(StrEnum):
    """What somebody may do with an order; each is an action of this room but `pay`."""

    PAY = "pay"
    SHIP = "ship"
    CANCEL = "cancel"
    CONFIRM_DELIVERY = "confirm_delivery"
    RECEIVE = "receive"
    EXTEND_RECEIPT = "extend_receipt"
    URGE = "urge"
    CANCEL_REST = "cancel_rest"
    HAND_OVER = "hand_over"
    DELIVER_ONLINE = "deliver_online"

    @property
    def label(self) -> str:
        """The words on its button, in English: a message to translate."""
        return _ACTION_LABELS[self]


_ACTION_LABELS = {
    StepAction.PAY: _("Pay"),
    StepAction.SHIP: _("Ship"),
    StepAction.CANCEL: _("Cancel order"),
    StepAction.CONFIRM_DELIVERY: _("Confirm delivery"),
    StepAction.RECEIVE: _("Confirm receipt"),
    StepAction.EXTEND_RECEIPT: _("Extend by 3 days"),
    StepAction.URGE: _("Urge the shop to ship"),
    StepAction.CANCEL_REST: _("Give up the rest"),
    StepAction.HAND_OVER: _("Hand over"),
    StepAction.DELIVER_ONLINE: _("Deliver online"),
}


class Otherwise(StrEnum):
    """What happens by itself when a deadline passes."""

    CHECKOUT_CLOSES = "checkout_closes"
    BUYER_MAY_CANCEL = "buyer_may_cancel"
    CANCELLED_WITH_REFUND = "cancelled_with_refund"
    REST_REFUNDED = "rest_refunded"
    RECEIVED_BY_ITSELF = "received_by_itself"

    @property
    def label(self) -> str:
        """The same in an English sentence: a message to translate."""
        return _OTHERWISE_LABELS[self]


_OTHERWISE_LABELS = {
    Otherwise.CHECKOUT_CLOSES: _("the order closes and the goods go back on the shelf"),
    Otherwise.BUYER_MAY_CANCEL: _("the buyer may cancel at once for a full refund"),
    Otherwise.CANCELLED_WITH_REFUND: _("the order is cancelled and refunded in full"),
    Otherwise.REST_REFUNDED: _("what was not shipped is refunded"),
    Otherwise.RECEIVED_BY_ITSELF: _("the order counts as received"),
}
