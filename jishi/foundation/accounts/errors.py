"""What can be wrong with accounts."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class ContactMissing(DomainError):
    """Give an e-mail address or a phone number."""

    code = "contact_missing"


class ContactTaken(DomainError):
    """An account with this e-mail address or phone number exists already."""

    code = "contact_taken"
    kind = ErrorKind.CONFLICT


class ContactUnverified(DomainError):
    """Confirm your e-mail address or phone number first."""

    code = "contact_unverified"
    kind = ErrorKind.FORBIDDEN


class PhoneInvalid(DomainError):
    """This is not a phone number that can receive messages."""

    code = "phone_invalid"


class EmailInvalid(DomainError):
    """This is not an e-mail address."""

    code = "email_invalid"


class HandleInvalid(DomainError):
    """A handle has 3 to 30 of the letters a to z, digits, dots and underscores."""

    code = "handle_invalid"


class HandleTaken(DomainError):
    """The handle {handle} belongs to somebody else."""

    code = "handle_taken"
    kind = ErrorKind.CONFLICT


class PasswordWeak(DomainError):
    """This password is too easy to guess. {why}"""

    code = "password_weak"


class AccountHasObligations(DomainError):
    """This account cannot be closed yet: {obligations}."""

    code = "account_has_obligations"
    kind = ErrorKind.CONFLICT


class InvitationUnusable(DomainError):
    """This invitation was used, withdrawn or has expired. Ask for a new one."""

    code = "invitation_unusable"
    kind = ErrorKind.CONFLICT
