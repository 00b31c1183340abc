"""Errors that only programs meet."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class TokenInvalid(DomainError):
    """This token is unknown, revoked or expired."""

    code = "token_invalid"
    kind = ErrorKind.UNAUTHENTICATED


class ScopeMissing(DomainError):
    """This token lacks the scope {scope}."""

    code = "scope_missing"
    kind = ErrorKind.FORBIDDEN


class CsrfMissing(DomainError):
    """A browser session must send its CSRF token in X-CSRFToken."""

    code = "csrf_missing"
    kind = ErrorKind.FORBIDDEN


class TooManyTokens(DomainError):
    """You have {limit} tokens. Revoke one first."""

    code = "too_many_tokens"
    kind = ErrorKind.CONFLICT


class UnreadableBody(DomainError):
    """The body of the request is not valid JSON."""

    code = "unreadable_body"
