"""Begin to pay into a shop's deposit."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput
from jishi.foundation.kernel.money import MAX_MINOR
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.deposits.models import TopUp
from jishi.trade.deposits.policies import PAY_MINUTES
from jishi.trade.deposits.queries.deposits import top_up_of
from jishi.trade.deposits.rules import MIN_MINOR
from jishi.trade.deposits.types import TopUpView
from jishi.trade.payments.actions.open_payment import open_payment
from jishi.trade.shops.errors import ShopNotOpen
from jishi.trade.shops.queries import get_shop_card, lock_shop, require_shop_right
from jishi.trade.shops.types import Right, ShopStatus

_PAYING = (ShopStatus.APPLIED, ShopStatus.OPEN, ShopStatus.SUSPENDED)


def open_top_up(
    *, actor: Actor, shop_id: UUID, amount_minor: int, provider: str, idempotency_key: str
) -> TopUpView:
    """A payment into the deposit, to be paid at its `pay_url`; it counts when it has come.

    The same key with the same amount gives that of the first time. Raises NotAllowed, NotFound,
    ShopNotOpen for one that is closed or refused, InvalidInput, UnknownProvider,
    IdempotencyConflict.
    """
    require_transaction()
    lock_shop(shop_id)
    person_id = require_shop_right(actor, shop_id, Right.PAY_DEPOSIT)
    if not 0 < len(idempotency_key) <= 120 or "\x00" in idempotency_key:
        raise InvalidInput(field="idempotency_key")
    known = TopUp.objects.filter(shop_id=shop_id, idempotency_key=idempotency_key).first()
    if known is not None:
        if known.amount_minor != amount_minor:
            raise IdempotencyConflict(key=idempotency_key)
        return top_up_of(known)
    shop = get_shop_card(shop_id)
    if shop.status not in _PAYING:
        raise ShopNotOpen()
    if type(amount_minor) is not int or not MIN_MINOR <= amount_minor <= MAX_MINOR:
        raise InvalidInput(field="amount_minor")
    row = TopUp.objects.create(
        shop_id=shop_id,
        amount_minor=amount_minor,
        currency=settings.currency,
        idempotency_key=idempotency_key,
        opened_by=person_id,
        opened_at=clock.now(),
    )
    payment = open_payment(
        actor=actor,
        reference=f"deposit:{row.id}",
        amount_minor=amount_minor,
        currency=row.currency,
        provider=provider,
        payer_id=person_id,
        expires_at=row.opened_at + timedelta(minutes=PAY_MINUTES.get()),
        idempotency_key=f"deposit:{row.id}",
        description=gettext("Deposit of %(shop)s") % {"shop": shop.name},
    )
    row.payment_id = payment.id
    row.save(update_fields=["payment_id"])
    return top_up_of(row)
