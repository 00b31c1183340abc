"""What the ledger refuses."""

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class InsufficientFunds(DomainError):
    """There is not enough money on this account for that."""

    code = "insufficient_funds"
    kind = ErrorKind.CONFLICT


class UnbalancedEntry(DomainError):
    """The postings of an entry must sum to zero in every currency."""

    code = "unbalanced_entry"


class BadAccountName(DomainError):
    """{account} is not the name of an account."""

    code = "bad_account_name"


class HoldEnded(DomainError):
    """This hold has ended already: {status}."""

    code = "hold_ended"
    kind = ErrorKind.CONFLICT


class HoldExceeded(DomainError):
    """A hold pays out at most what was set aside."""

    code = "hold_exceeded"
    kind = ErrorKind.CONFLICT
