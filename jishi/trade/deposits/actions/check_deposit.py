"""Look whether a shop's deposit is still what its categories ask for."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.trade.deposits.events import DepositShort
from jishi.trade.deposits.queries.deposits import balance_of, get_deposit
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.queries import get_standing

_LOOK = Actor(ActorKind.OPERATOR)


def check_deposit(*, shop_id: UUID) -> bool:
    """Bring what may be sold in line with the ledger; True when the deposit fell short by it.

    Settlement takes from a deposit without knowing this room; this hears of it, or looks at night.
    """
    require_transaction()
    before = get_standing(shop_id).deposit_minor
    balance = balance_of(shop_id)
    refresh_standing(shop_id=shop_id, deposit_minor=balance)
    if balance >= before:
        return False
    deposit = get_deposit(_LOOK, shop_id)
    if not deposit.short_minor:
        return False
    record(
        DepositShort(
            shop_id=shop_id,
            balance_minor=balance,
            required_minor=deposit.required_minor,
            currency=settings.currency,
        )
    )
    return True
