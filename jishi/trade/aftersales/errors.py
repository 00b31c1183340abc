"""What after-sales and disputes refuse."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class NothingToClaim(DomainError):
    """This order was not shipped, or was cancelled: cancel it instead."""

    code = "nothing_to_claim"
    kind = ErrorKind.CONFLICT


class ClaimTooLate(DomainError):
    """The time to apply is over for this line."""

    code = "claim_too_late"
    kind = ErrorKind.CONFLICT


class TooManyApplications(DomainError):
    """One may apply {limit} times for a line, no more."""

    code = "too_many_applications"
    kind = ErrorKind.CONFLICT


class QuantityNotFree(DomainError):
    """Of this line {left} can still be applied for."""

    code = "quantity_not_free"
    kind = ErrorKind.CONFLICT


class AmountTooHigh(DomainError):
    """No more than {most_minor} can be given back here."""

    code = "amount_too_high"
    kind = ErrorKind.CONFLICT


class ReasonUnfit(DomainError):
    """This reason does not go with what is asked for here."""

    code = "reason_unfit"


class EvidenceMissing(DomainError):
    """Show what is wrong: a picture is needed for this reason."""

    code = "evidence_missing"


class TooMuchEvidence(DomainError):
    """At most {limit} pictures and videos at a time."""

    code = "too_much_evidence"


class NoPriceDrop(DomainError):
    """The price is not lower than what was paid, or the time for it is over."""

    code = "no_price_drop"
    kind = ErrorKind.CONFLICT


class ReturnAddressMissing(DomainError):
    """Say first where the goods should go back to."""

    code = "return_address_missing"
    kind = ErrorKind.CONFLICT


class TooManyOffers(DomainError):
    """Other terms can be offered {limit} times. Agree or refuse."""

    code = "too_many_offers"
    kind = ErrorKind.CONFLICT


class CountDiffers(DomainError):
    """Fit for sale and damaged must be {quantity} together."""

    code = "count_differs"


class AlreadyCounted(DomainError):
    """The returned goods were counted already."""

    code = "already_counted"
    kind = ErrorKind.CONFLICT


class DisputesExhausted(DomainError):
    """The market has decided this case {limit} times: that stands."""

    code = "disputes_exhausted"
    kind = ErrorKind.CONFLICT


class EvidenceClosed(DomainError):
    """The time to give evidence is over."""

    code = "evidence_closed"
    kind = ErrorKind.CONFLICT


class SameOperator(DomainError):
    """An appeal is decided by somebody who did not rule before."""

    code = "same_operator"
    kind = ErrorKind.FORBIDDEN
