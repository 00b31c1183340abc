"""What can be wrong with promotions."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class CouponGone(DomainError):
    """This coupon cannot be taken any more."""

    code = "coupon_gone"
    kind = ErrorKind.CONFLICT


class CouponTaken(DomainError):
    """You have taken as many of this coupon as one person may."""

    code = "coupon_taken"
    kind = ErrorKind.CONFLICT


class CouponUnusable(DomainError):
    """A coupon you chose cannot be used any more. Look at the new price."""

    code = "coupon_unusable"
    kind = ErrorKind.CONFLICT


class FlashOver(DomainError):
    """This flash sale does not run now."""

    code = "flash_over"
    kind = ErrorKind.CONFLICT


class FlashSoldOut(DomainError):
    """All pieces of this flash sale are taken."""

    code = "flash_sold_out"
    kind = ErrorKind.CONFLICT


class FlashLimit(DomainError):
    """One person may buy at most {limit} of these in the flash sale."""

    code = "flash_limit"
    kind = ErrorKind.CONFLICT


class FlashAlready(DomainError):
    """Another flash sale of these goods runs in that time."""

    code = "flash_already"
    kind = ErrorKind.CONFLICT


class GroupClosed(DomainError):
    """This group takes nobody in any more. Open one of your own."""

    code = "group_closed"
    kind = ErrorKind.CONFLICT


class GroupJoined(DomainError):
    """You are in this group already."""

    code = "group_joined"
    kind = ErrorKind.CONFLICT
