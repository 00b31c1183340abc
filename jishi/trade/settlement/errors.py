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


class RefundExceedsLine(DomainError):
    """No more can be given back than what is left."""

    code = "refund_exceeds_line"
    kind = ErrorKind.CONFLICT


class NothingToRefund(DomainError):
    """A refund gives back at least something."""

    code = "nothing_to_refund"


class TooManyLevels(DomainError):
    """Sharing is rewarded on two levels at most."""

    code = "too_many_levels"
    kind = ErrorKind.CONFLICT


class AccountUnusable(DomainError):
    """Money can be paid to verified accounts only."""

    code = "payout_account_unusable"
    kind = ErrorKind.CONFLICT


class AccountNumberInvalid(DomainError):
    """An account number has 8 to 30 digits."""

    code = "account_number_invalid"


class AccountInUse(DomainError):
    """A payout to this account is still on its way."""

    code = "payout_account_in_use"
    kind = ErrorKind.CONFLICT


class AccountKnown(DomainError):
    """You have this account already."""

    code = "payout_account_known"
    kind = ErrorKind.CONFLICT


class PayoutTooSmall(DomainError):
    """The least that can be paid out at once is {least}."""

    code = "payout_too_small"


class BudgetExceeded(DomainError):
    """There is no budget of this fund with as much left now."""

    code = "budget_exceeded"
    kind = ErrorKind.CONFLICT
