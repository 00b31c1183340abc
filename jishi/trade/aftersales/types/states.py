"""What may be asked for, where a case stands, and what may happen to it."""

from __future__ import annotations

from enum import StrEnum


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class AfterSaleKind(StrEnum):
    """What a buyer asks for."""

    REFUND_ONLY = "refund_only"
    RETURN_REFUND = "return_refund"
    EXCHANGE = "exchange"
    PRICE_PROTECTION = "price_protection"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _KIND_LABELS[self]

    @property
    def has_return(self) -> bool:
        """Whether goods go back to the shop."""
        return self in (AfterSaleKind.RETURN_REFUND, AfterSaleKind.EXCHANGE)


_KIND_LABELS = {
    AfterSaleKind.REFUND_ONLY: _("Refund only"),
    AfterSaleKind.RETURN_REFUND: _("Return and refund"),
    AfterSaleKind.EXCHANGE: _("Exchange"),
    AfterSaleKind.PRICE_PROTECTION: _("Price protection"),
}


class AfterSaleStatus(StrEnum):
    """Where an after-sale stands."""

    REQUESTED = "requested"
    OFFERED = "offered"
    AWAITING_RETURN = "awaiting_return"
    AWAITING_RECEIPT = "awaiting_receipt"
    AWAITING_REPLACEMENT = "awaiting_replacement"
    REPLACEMENT_SENT = "replacement_sent"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    REFUNDED = "refunded"
    EXCHANGED = "exchanged"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    AfterSaleStatus.REQUESTED: _("The shop is to answer"),
    AfterSaleStatus.OFFERED: _("The shop offers other terms"),
    AfterSaleStatus.AWAITING_RETURN: _("The buyer sends the goods back"),
    AfterSaleStatus.AWAITING_RECEIPT: _("The shop checks the goods"),
    AfterSaleStatus.AWAITING_REPLACEMENT: _("The shop sends the replacement"),
    AfterSaleStatus.REPLACEMENT_SENT: _("The replacement is on its way"),
    AfterSaleStatus.REJECTED: _("Refused by the shop"),
    AfterSaleStatus.DISPUTED: _("The market decides"),
    AfterSaleStatus.REFUNDED: _("Money given back"),
    AfterSaleStatus.EXCHANGED: _("Exchanged"),
    AfterSaleStatus.WITHDRAWN: _("Withdrawn"),
    AfterSaleStatus.CLOSED: _("Closed without refund"),
}


class DisputeStatus(StrEnum):
    """Where a dispute stands."""

    EVIDENCE = "evidence"
    DECIDING = "deciding"
    RULED = "ruled"
    APPEALED = "appealed"
    FINAL = "final"
    CONCEDED = "conceded"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _DISPUTE_LABELS[self]


_DISPUTE_LABELS = {
    DisputeStatus.EVIDENCE: _("Both sides give evidence"),
    DisputeStatus.DECIDING: _("The market decides"),
    DisputeStatus.RULED: _("Ruled; may be appealed"),
    DisputeStatus.APPEALED: _("Appealed; somebody else decides"),
    DisputeStatus.FINAL: _("Decided for good"),
    DisputeStatus.CONCEDED: _("The shop gave in"),
    DisputeStatus.WITHDRAWN: _("Withdrawn"),
}


class Side(StrEnum):
    """Who speaks in a case."""

    BUYER = "buyer"
    MERCHANT = "merchant"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _SIDE_LABELS[self]


_SIDE_LABELS = {
    Side.BUYER: _("Buyer"),
    Side.MERCHANT: _("Shop"),
    Side.OPERATOR: _("Market"),
}


class Liability(StrEnum):
    """Whose fault a ruling names."""

    BUYER = "buyer"
    MERCHANT = "merchant"
    BOTH = "both"
    NONE = "none"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _LIABILITY_LABELS[self]


_LIABILITY_LABELS = {
    Liability.BUYER: _("The buyer's"),
    Liability.MERCHANT: _("The shop's"),
    Liability.BOTH: _("Both sides'"),
    Liability.NONE: _("Nobody's"),
}


class Outcome(StrEnum):
    """What a ruling orders."""

    REFUND = "refund"
    RETURN_REFUND = "return_refund"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS = {
    Outcome.REFUND: _("Money back, the goods stay where they are"),
    Outcome.RETURN_REFUND: _("The goods go back, then the money"),
    Outcome.DISMISSED: _("Nothing is given back"),
}


class Reason(StrEnum):
    """Why a buyer applies; what follows from it stands in `rules.REASONS`."""

    CHANGED_MIND = "changed_mind"
    NOT_AS_DESCRIBED = "not_as_described"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    MISSING_PARTS = "missing_parts"
    NOT_RECEIVED = "not_received"
    AGREED_WITH_SHOP = "agreed_with_shop"
    PRICE_FELL = "price_fell"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _REASON_LABELS[self]


_REASON_LABELS = {
    Reason.CHANGED_MIND: _("Changed my mind"),
    Reason.NOT_AS_DESCRIBED: _("Not as described"),
    Reason.DAMAGED: _("Damaged or spoiled"),
    Reason.WRONG_ITEM: _("Not what I ordered"),
    Reason.MISSING_PARTS: _("Something is missing"),
    Reason.NOT_RECEIVED: _("It has not come"),
    Reason.AGREED_WITH_SHOP: _("Agreed with the shop"),
    Reason.PRICE_FELL: _("The price has fallen"),
}


class StepAction(StrEnum):
    """What somebody may do with a case; each is an action of this room."""

    OFFER_TERMS = "offer_terms"
    AGREE = "agree"
    REJECT = "reject"
    ACCEPT_OFFER = "accept_offer"
    REFUSE_OFFER = "refuse_offer"
    SHIP_BACK = "ship_back"
    CONFIRM_RETURN = "confirm_return"
    SHIP_REPLACEMENT = "ship_replacement"
    CONFIRM_REPLACEMENT = "confirm_replacement"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"
    GIVE_EVIDENCE = "give_evidence"
    CONCEDE = "concede"
    RULE = "rule"
    APPEAL = "appeal"

    @property
    def label(self) -> str:
        """The words on its button, in English: a message to translate."""
        return _ACTION_LABELS[self]


_ACTION_LABELS = {
    StepAction.OFFER_TERMS: _("Offer other terms"),
    StepAction.AGREE: _("Agree"),
    StepAction.REJECT: _("Refuse the application"),
    StepAction.ACCEPT_OFFER: _("Accept the offer"),
    StepAction.REFUSE_OFFER: _("Refuse the offer"),
    StepAction.SHIP_BACK: _("Send the goods back"),
    StepAction.CONFIRM_RETURN: _("Confirm the returned goods"),
    StepAction.SHIP_REPLACEMENT: _("Send the replacement"),
    StepAction.CONFIRM_REPLACEMENT: _("The replacement has come"),
    StepAction.WITHDRAW: _("Withdraw"),
    StepAction.ESCALATE: _("Ask the market to decide"),
    StepAction.GIVE_EVIDENCE: _("Add evidence"),
    StepAction.CONCEDE: _("Give in"),
    StepAction.RULE: _("Rule"),
    StepAction.APPEAL: _("Appeal"),
}


class Otherwise(StrEnum):
    """What happens by itself when a deadline passes."""

    AGREED_BY_ITSELF = "agreed_by_itself"
    REFUNDED_BY_ITSELF = "refunded_by_itself"
    WITHDRAWN_BY_ITSELF = "withdrawn_by_itself"
    REPLACEMENT_DUE = "replacement_due"
    REFUND_INSTEAD = "refund_instead"
    EXCHANGED_BY_ITSELF = "exchanged_by_itself"
    REJECTION_STANDS = "rejection_stands"
    DECIDED_ON_EVIDENCE = "decided_on_evidence"
    MARKET_IS_LATE = "market_is_late"
    RULING_STANDS = "ruling_stands"

    @property
    def label(self) -> str:
        """The same in an English sentence: a message to translate."""
        return _OTHERWISE_LABELS[self]


_OTHERWISE_LABELS = {
    Otherwise.AGREED_BY_ITSELF: _("silence counts as agreed, and the goods may be sent back"),
    Otherwise.REFUNDED_BY_ITSELF: _("the money is given back by itself"),
    Otherwise.WITHDRAWN_BY_ITSELF: _("the application counts as withdrawn"),
    Otherwise.REPLACEMENT_DUE: _("the goods count as come, and the replacement is due"),
    Otherwise.REFUND_INSTEAD: _("the money is given back instead"),
    Otherwise.EXCHANGED_BY_ITSELF: _("the replacement counts as come"),
    Otherwise.REJECTION_STANDS: _("the refusal stands"),
    Otherwise.DECIDED_ON_EVIDENCE: _("the market decides on what it has been given"),
    Otherwise.MARKET_IS_LATE: _("the case stands first in the market's list of work"),
    Otherwise.RULING_STANDS: _("the ruling is carried out"),
}


class DeskTab(StrEnum):
    """The heaps into which a shop's desk sorts its after-sales."""

    TO_DO = "to_do"
    WAITING = "waiting"
    DISPUTES = "disputes"
    DONE = "done"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _TAB_LABELS[self]


_TAB_LABELS = {
    DeskTab.TO_DO: _("For the shop to do"),
    DeskTab.WAITING: _("With the buyer"),
    DeskTab.DISPUTES: _("Disputes"),
    DeskTab.DONE: _("Done"),
}
