"""Take the money of a payment into a deposit."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.deposits.actions.move_top_up import move_top_up
from jishi.trade.deposits.events import DepositPaid
from jishi.trade.deposits.models import TopUp
from jishi.trade.deposits.queries.deposits import balance_of, deposit_account, lock_top_up
from jishi.trade.deposits.types import TopUpStatus
from jishi.trade.payments.types import PaymentView
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.queries import get_shop_card, lock_shop
from jishi.trade.shops.types import ShopStatus

_PROVIDER = Actor(ActorKind.PROVIDER)


def accept_deposit(*, payment: PaymentView) -> Sequence[PostingInput] | None:
    """Credit the shop's deposit and let it sell what that allows; None when it is too late.

    Runs in the transaction that books the payment.
    """
    require_transaction()
    top_up_id = UUID(payment.reference.partition(":")[2])
    shop_id = TopUp.objects.values_list("shop_id", flat=True).get(id=top_up_id)
    lock_shop(shop_id)
    row = lock_top_up(top_up_id)
    if row.status != TopUpStatus.PENDING or get_shop_card(shop_id).status is ShopStatus.CLOSED:
        return None
    move_top_up(actor=_PROVIDER, row=row, target=TopUpStatus.PAID, by="provider")
    row.paid_at = clock.now()
    row.save(update_fields=["status", "paid_at"])
    balance = balance_of(shop_id) + row.amount_minor
    record(
        DepositPaid(
            shop_id=shop_id,
            top_up_id=row.id,
            amount_minor=row.amount_minor,
            balance_minor=balance,
            currency=row.currency,
        )
    )
    refresh_standing(shop_id=shop_id, deposit_minor=balance)
    return [PostingInput(deposit_account(shop_id), row.amount_minor, row.currency)]


class DepositConsumer:
    """Payments whose reference is `deposit:<id of a top-up>`."""

    prefix = "deposit"

    def on_paid(self, payment: PaymentView) -> Sequence[PostingInput] | None:
        """As `accept_deposit`."""
        return accept_deposit(payment=payment)
