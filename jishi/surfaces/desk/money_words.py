"""Words for the ledger's kinds of entries, and for a printed statement."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

_KINDS = {
    "payment": _("Paid by the buyer"),
    "settlement": _("Settled"),
    "refund": _("Given back to the buyer"),
    "refund_sent": _("Given back to the buyer"),
    "reserve_released": _("Reserve released"),
    "hold_posted": _("Paid out to the bank"),
    "grant": _("Incentive of the market"),
    "write_off": _("Claim given up"),
    "chargeback": _("Charged back by the bank"),
    "deposit": _("Deposit"),
}
_WORDS = {
    "title": _("Statement"),
    "before": _("the last day not included"),
    "accounts": _("By account"),
    "account": _("Account"),
    "opening": _("Opening"),
    "came": _("In"),
    "went": _("Out"),
    "closing": _("Closing"),
    "kinds": _("By kind"),
    "kind": _("What"),
    "amount": _("Amount"),
    "orders": _("Orders settled"),
    "order": _("Order"),
    "settled": _("Settled"),
    "gross": _("Gross"),
    "refunded": _("Refunds"),
    "fee": _("Fee"),
    "tax": _("of it tax"),
    "shares": _("Commission"),
    "net": _("Net"),
    "lines": _("Every movement"),
    "nothing": _("Nothing moved in this time."),
    "at": _("When"),
    "balance": _("Balance"),
    "available": _("Available"),
    "reserve": _("Reserve"),
    "deposit": _("Deposit"),
}


def kind_names() -> dict[str, str]:
    """Kinds of entries in the language in force."""
    return {kind: gettext(words) for kind, words in _KINDS.items()}


def statement_words() -> dict[str, str]:
    """Headings of a printed statement in the language in force."""
    return {key: gettext(words) for key, words in _WORDS.items()}
