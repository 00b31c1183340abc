"""What every domain error is, and which HTTP status each kind becomes."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import Any, ClassVar


class ErrorKind(StrEnum):
    """What went wrong, as far as a caller must tell cases apart."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    CONFLICT = "conflict"
    INVALID = "invalid"
    LIMITED = "limited"
    UNAUTHENTICATED = "unauthenticated"


HTTP_STATUS: dict[ErrorKind, HTTPStatus] = {
    ErrorKind.MISSING: HTTPStatus.NOT_FOUND,
    ErrorKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorKind.LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorKind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
}


class DomainError(Exception):
    """Something is not as it must be."""

    # The docstring of a subclass is the message people read, with {placeholders} filled from
    # the keyword arguments; it is also the msgid of its translation.
    code: ClassVar[str] = "error"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.template().format_map(_Known(details)))

    @classmethod
    def template(cls) -> str:
        """The message with its placeholders, in English."""
        return " ".join((cls.__doc__ or cls.code).split())

    def message(self) -> str:
        """The message in the active language."""
        from django.utils.translation import gettext

        return gettext(self.template()).format_map(_Known(self.details))

    @property
    def status(self) -> int:
        """HTTP status of this error."""
        return int(HTTP_STATUS[self.kind])


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class NotSignedIn(DomainError):
    """Sign in to go on."""

    code = "not_signed_in"
    kind = ErrorKind.UNAUTHENTICATED


class NotAllowed(DomainError):
    """You may not do this."""

    code = "not_allowed"
    kind = ErrorKind.FORBIDDEN


class NotFound(DomainError):
    """This does not exist, or is not yours to see."""

    code = "not_found"
    kind = ErrorKind.MISSING


class InvalidInput(DomainError):
    """{field}: this value cannot be used."""

    code = "invalid_input"


class TextTooLong(DomainError):
    """{field} may have at most {limit} characters."""

    code = "text_too_long"


class IdempotencyConflict(DomainError):
    """This idempotency key was used before with other input."""

    code = "idempotency_conflict"
    kind = ErrorKind.CONFLICT


class TooManyRequests(DomainError):
    """Too many attempts. Try again in {seconds} s."""

    code = "too_many_requests"
    kind = ErrorKind.LIMITED


class TransitionRefused(DomainError):
    """This is {status} now, so it cannot become {to}."""

    code = "transition_refused"
    kind = ErrorKind.CONFLICT


class SandboxOnly(DomainError):
    """This works only in a sandbox market."""

    code = "sandbox_only"
    kind = ErrorKind.FORBIDDEN
