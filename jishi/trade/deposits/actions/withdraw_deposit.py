"""Give a closed shop its deposit back."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.deposits.actions.move_top_up import move_top_up
from jishi.trade.deposits.errors import DepositEmpty, DepositInUse, ShopStillBusy
from jishi.trade.deposits.events import DepositReturned
from jishi.trade.deposits.models import TopUp
from jishi.trade.deposits.queries.deposits import balance_of, deposit_account, find_free_at
from jishi.trade.deposits.rules import split_return
from jishi.trade.deposits.types import TopUpStatus
from jishi.trade.orders.queries import count_unfinished
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.queries import lock_shop, require_shop_right
from jishi.trade.shops.types import Right


def withdraw_deposit(*, actor: Actor, shop_id: UUID, idempotency_key: str) -> int:
    """Send all that is in the deposit back the way it came; gives the amount.

    A second call finds it empty, so a repeated request never pays twice; the key names the
    refunds in the ledger. Raises NotAllowed for anybody but the owner and the operator, NotFound,
    DepositInUse, ShopStillBusy, DepositEmpty.
    """
    require_transaction()
    lock_shop(shop_id)
    by = "operator"
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.CLOSE_SHOP)
        by = "owner"
    _check(shop_id)
    rows = list(
        TopUp.objects.select_for_update(no_key=True)
        .filter(shop_id=shop_id, status=TopUpStatus.PAID)
        .order_by("paid_at", "id")
    )
    balance = balance_of(shop_id)
    parts = split_return(balance, [(row.id, row.amount_minor) for row in rows])
    if not parts:
        raise DepositEmpty()
    by_id = {row.id: row for row in rows}
    for top_up_id, amount in parts:
        _give_back(actor, by_id[top_up_id], amount, by, idempotency_key)
    audit(
        actor=actor,
        action="withdraw_deposit",
        subject_kind="shop",
        subject_id=shop_id,
        detail={"amount_minor": balance},
    )
    record(DepositReturned(shop_id=shop_id, amount_minor=balance, currency=settings.currency))
    refresh_standing(shop_id=shop_id, deposit_minor=0)
    return balance


def _check(shop_id: UUID) -> None:
    free_at = find_free_at(shop_id)
    if free_at is None or free_at > clock.now():
        raise DepositInUse(free_at=free_at.date().isoformat() if free_at else "—")
    if count_unfinished(shop_id):
        raise ShopStillBusy()


def _give_back(actor: Actor, row: TopUp, amount: int, by: str, key: str) -> None:
    assert row.payment_id is not None  # a paid one has its payment
    request_refund(
        actor=actor,
        payment_id=row.payment_id,
        amount_minor=amount,
        reason="deposit given back",
        business_ref=f"deposit:{row.id}:back",
        postings_from=[PostingInput(deposit_account(row.shop_id), -amount, row.currency)],
        idempotency_key=f"deposit:{row.id}:{key}"[:120],
    )
    move_top_up(actor=actor, row=row, target=TopUpStatus.RETURNED, by=by)
    row.returned_minor = amount
    row.save(update_fields=["status", "returned_minor"])
