"""What settlement refuses."""

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class NotReadyToSettle(DomainError):
    """The money of this order is still held: it was not received, or may still be returned."""

    code = "not_ready_to_settle"
    kind = ErrorKind.CONFLICT


class SharesTooLarge(DomainError):
    """The shares of an order cannot be more than what it brings in."""

    code = "shares_too_large"
    kind = ErrorKind.CONFLICT


class SettlementEnded(DomainError):
    """This order has been settled or cancelled already."""

    code = "settlement_ended"
    kind = ErrorKind.CONFLICT
