"""For tests: payments of a made-up consumer, paid in the sandbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions.open_payment import open_payment
from jishi.trade.payments.actions.pay_in_sandbox import pay_in_sandbox
from jishi.trade.payments.actions.press_sandbox_button import press_sandbox_button
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.models import PaymentNotice, SandboxCharge, SandboxNotice
from jishi.trade.payments.providers.sandbox import make_notice
from jishi.trade.payments.types import (
    PaymentView,
    SandboxButton,
    SandboxNotices,
    register_consumer,
)


class Till:
    """A consumer that takes all money into an escrow of its own, unless told otherwise."""

    prefix = "till"

    def __init__(self) -> None:
        self.calls: list[UUID] = []
        self.is_too_late = False

    def on_paid(self, payment: PaymentView) -> Sequence[PostingInput] | None:
        self.calls.append(payment.id)
        if self.is_too_late:
            return None
        escrow = f"escrow:{payment.reference}"
        return [PostingInput(escrow, payment.amount_minor, payment.currency)]


def make_till() -> Till:
    till = Till()
    register_consumer(till)
    return till


def make_payment(
    *,
    amount_minor: int = 4590,
    minutes: int = 30,
    payer_id: UUID | None = None,
    provider: str = "sandbox",
) -> PaymentView:
    key = new_id()
    return open_payment(
        actor=SYSTEM,
        reference=f"till:{key}",
        amount_minor=amount_minor,
        currency="CNY",
        provider=provider,
        payer_id=payer_id or new_id(),
        expires_at=clock.now() + timedelta(minutes=minutes),
        idempotency_key=str(key),
        description="A test",
    )


def press(
    payment: PaymentView,
    button: SandboxButton = SandboxButton.PAY,
    notices: SandboxNotices = SandboxNotices.NEVER,
) -> str:
    """Go to the sandbox page of a payment and press a button; gives the charge's ref."""
    page = start_payment(payer_id=payment.payer_id, payment_id=payment.id).url
    ref = page.rstrip("/").rpartition("/")[2]
    with durable():
        press_sandbox_button(ref=ref, button=button, notices=notices)
    return ref


def pay(payment_id: UUID) -> PaymentView:
    """Start, pay and book a payment; no notices."""
    return pay_in_sandbox(payment_id)


@dataclass(frozen=True, slots=True)
class SandboxBooks:
    """What the sandbox provider has in its own books about a payment."""

    state: str
    returned_minor: int
    notices: tuple[UUID, ...]
    delivered: int
    attempts: int


def sandbox_books(payment_id: UUID) -> SandboxBooks | None:
    """The provider's side of a payment, or None when it was never started."""
    charge = SandboxCharge.objects.filter(merchant_ref=payment_id).first()
    if charge is None:
        return None
    sent = list(charge.sent.order_by("id"))
    return SandboxBooks(
        charge.state,
        charge.returned_minor,
        tuple(notice.id for notice in sent),
        sum(notice.delivered_at is not None for notice in sent),
        sum(notice.attempts for notice in sent),
    )


def owed_notice(payment_id: UUID) -> tuple[dict[str, str], bytes]:
    """Headers and body of the first notice that the provider owes, signed now."""
    notices = SandboxNotice.objects.select_related("charge").order_by("id")
    return make_notice(notices.filter(charge__merchant_ref=payment_id)[0])


def count_heard(payment_id: UUID) -> int:
    """How many different notices about a payment were heard."""
    return PaymentNotice.objects.filter(payment_id=payment_id).count()
