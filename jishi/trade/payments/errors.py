"""What payments refuse."""

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class ForgedNotice(DomainError):
    """This notice did not come from the payment provider."""

    code = "forged_notice"
    kind = ErrorKind.FORBIDDEN


class StaleNotice(DomainError):
    """This notice was signed too long ago to be believed now."""

    code = "stale_notice"
    kind = ErrorKind.FORBIDDEN


class ForeignNotice(DomainError):
    """This notice is meant for another merchant."""

    code = "foreign_notice"
    kind = ErrorKind.FORBIDDEN


class NoticeMismatch(DomainError):
    """This notice speaks of another amount or currency than the payment."""

    code = "notice_mismatch"
    kind = ErrorKind.FORBIDDEN


class UnknownNotice(DomainError):
    """This notice speaks of a payment that does not exist here."""

    code = "unknown_notice"
    kind = ErrorKind.FORBIDDEN


class UnknownProvider(DomainError):
    """There is no payment provider of this name."""

    code = "unknown_provider"
    kind = ErrorKind.MISSING


class ProviderUnavailable(DomainError):
    """The payment provider does not answer. Try again in a moment."""

    code = "provider_unavailable"
    kind = ErrorKind.CONFLICT


class ProviderRefused(DomainError):
    """The payment provider refused this: {reason}"""

    code = "provider_refused"
    kind = ErrorKind.CONFLICT


class DisputeNotOpen(DomainError):
    """This chargeback has been answered or decided; the bank takes evidence once."""

    code = "dispute_not_open"
    kind = ErrorKind.CONFLICT


class BillNotReady(DomainError):
    """The payment provider has not made the bill of this day yet."""

    code = "bill_not_ready"
    kind = ErrorKind.CONFLICT


class TooManyAttempts(DomainError):
    """This payment was begun too often. Place the order again."""

    code = "too_many_attempts"
    kind = ErrorKind.CONFLICT


class PaymentNotPaid(DomainError):
    """This payment has not been paid."""

    code = "payment_not_paid"
    kind = ErrorKind.CONFLICT


class RefundTooLarge(DomainError):
    """More than was paid cannot be refunded."""

    code = "refund_too_large"
    kind = ErrorKind.CONFLICT


class ChargeEnded(DomainError):
    """This button has no meaning now: the charge is {status}."""

    code = "charge_ended"
    kind = ErrorKind.CONFLICT
