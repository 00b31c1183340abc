"""What is in a deposit, what is asked for, what was paid in."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor, Lifecycle
from jishi.foundation.ledger.queries import get_balances
from jishi.trade.catalog.queries import list_shop_categories
from jishi.trade.deposits.models import TopUp
from jishi.trade.deposits.policies import RELEASE_DAYS
from jishi.trade.deposits.rules import TOP_UP
from jishi.trade.deposits.types import DepositView, TopUpStatus, TopUpView
from jishi.trade.orders.queries import count_unfinished
from jishi.trade.shops.queries import (
    get_closed_at,
    get_required_deposits,
    require_shop_right,
)
from jishi.trade.shops.types import Right


def deposit_account(shop_id: UUID) -> str:
    """The deposit's account in the ledger."""
    return f"shop:{shop_id}:deposit"


def balance_of(shop_id: UUID) -> int:
    """What is in a shop's deposit now, in minor units."""
    name = deposit_account(shop_id)
    return get_balances([name], settings.currency)[name].available_minor


def get_deposit(actor: Actor, shop_id: UUID) -> DepositView:
    """A shop's deposit, for those who see its money or pay it, and the operator.

    Raises NotAllowed, NotFound. Five statements.
    """
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.SEE_MONEY)
    demands = get_required_deposits()
    sold_in = {"", *list_shop_categories(shop_id)} if demands else set()
    return DepositView(
        shop_id=shop_id,
        currency=settings.currency,
        balance_minor=balance_of(shop_id),
        required_minor=max((demands[c] for c in demands if c in sold_in), default=0),
        demands=tuple(sorted(demands.items())),
        free_at=find_free_at(shop_id),
        is_busy=count_unfinished(shop_id) > 0,
    )


def find_free_at(shop_id: UUID) -> datetime | None:
    """From when on the deposit may be given back; None for a shop that is not closed."""
    closed_at = get_closed_at(shop_id)
    return closed_at + timedelta(days=RELEASE_DAYS.get()) if closed_at else None


def list_top_ups(actor: Actor, shop_id: UUID) -> tuple[TopUpView, ...]:
    """Payments into a deposit, newest first, at most a hundred; raises NotAllowed."""
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.SEE_MONEY)
    rows = TopUp.objects.filter(shop_id=shop_id).order_by("-opened_at")[:100]
    return tuple(top_up_of(row) for row in rows)


def top_up_of(row: TopUp) -> TopUpView:
    """The view of a row of this room."""
    return TopUpView(
        id=row.id,
        shop_id=row.shop_id,
        amount_minor=row.amount_minor,
        returned_minor=row.returned_minor,
        currency=row.currency,
        status=TopUpStatus(row.status),
        payment_id=row.payment_id,
        opened_at=row.opened_at,
        paid_at=row.paid_at,
    )


def get_top_up_shop(top_up_id: UUID) -> UUID:
    """Whose deposit a payment goes into; raises NotFound."""
    shop_id = TopUp.objects.filter(id=top_up_id).values_list("shop_id", flat=True).first()
    if shop_id is None:
        raise NotFound()
    return shop_id


def lock_top_up(top_up_id: UUID) -> TopUp:
    """The row, locked to the end of the transaction; for this room's actions. Raises NotFound."""
    row = TopUp.objects.select_for_update(no_key=True).filter(id=top_up_id).first()
    if row is None:
        raise NotFound()
    return row


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The machines of this room."""
    return (TOP_UP,)


def list_paying_shops() -> list[UUID]:
    """Shops that ever paid into a deposit; for this room's job."""
    rows = TopUp.objects.filter(status=TopUpStatus.PAID).order_by("shop_id")
    return list(rows.values_list("shop_id", flat=True).distinct())
