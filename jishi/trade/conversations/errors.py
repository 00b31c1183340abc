"""What can be wrong with conversations."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class OwnShop(DomainError):
    """You work in this shop: answer its buyers on the Shop desk."""

    code = "conversation_own_shop"
    kind = ErrorKind.CONFLICT


class TooManyQuickReplies(DomainError):
    """A shop keeps at most {limit} quick replies."""

    code = "too_many_quick_replies"
    kind = ErrorKind.LIMITED
