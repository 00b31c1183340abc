"""What can be wrong with shops."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class ShopNameTaken(DomainError):
    """Another shop is named {name}."""

    code = "shop_name_taken"
    kind = ErrorKind.CONFLICT


class ShopOwnedAlready(DomainError):
    """You have a shop already."""

    code = "shop_owned_already"
    kind = ErrorKind.CONFLICT


class ShopNotOpen(DomainError):
    """This shop is not open."""

    code = "shop_not_open"
    kind = ErrorKind.CONFLICT
