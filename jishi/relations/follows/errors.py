"""What can go wrong with a follow."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class FollowOneself(DomainError):
    """You cannot follow yourself."""

    code = "follow_oneself"


class TooManyFollowed(DomainError):
    """You already follow {limit} creators. Unfollow somebody first."""

    code = "too_many_followed"
    kind = ErrorKind.CONFLICT
