"""What can be wrong with deposits."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class DepositInUse(DomainError):
    """The deposit is given back after the shop has closed, from {free_at} on."""

    code = "deposit_in_use"
    kind = ErrorKind.CONFLICT


class ShopStillBusy(DomainError):
    """Orders of this shop are not finished yet; the deposit stays until they are."""

    code = "deposit_shop_busy"
    kind = ErrorKind.CONFLICT


class DepositEmpty(DomainError):
    """There is nothing in this deposit."""

    code = "deposit_empty"
    kind = ErrorKind.CONFLICT
