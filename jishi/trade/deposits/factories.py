"""Deposits for tests, by the real actions."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction

from jishi.trade.deposits.actions.open_top_up import open_top_up
from jishi.trade.deposits.types import TopUpView
from jishi.trade.payments.actions.book_payment import book_payment
from jishi.trade.payments.queries import get_payment
from jishi.trade.payments.types import ChargeStatus, ProviderState
from jishi.trade.shops.factories import owner_of
from jishi.trade.shops.types import ShopCard


def open_deposit(shop: ShopCard, amount_minor: int) -> TopUpView:
    """A payment into the deposit that waits for its money."""
    with transaction.atomic():
        return open_top_up(
            actor=owner_of(shop),
            shop_id=shop.id,
            amount_minor=amount_minor,
            provider="sandbox",
            idempotency_key=uuid4().hex,
        )


def pay_deposit(shop: ShopCard, amount_minor: int) -> TopUpView:
    """A payment into the deposit whose money has come."""
    top_up = open_deposit(shop, amount_minor)
    assert top_up.payment_id is not None
    with transaction.atomic():
        payment = get_payment(top_up.payment_id)
        state = ProviderState(ChargeStatus.PAID, amount_minor, top_up.currency, "sandbox-1")
        book_payment(payment=payment, state=state)
    return top_up
