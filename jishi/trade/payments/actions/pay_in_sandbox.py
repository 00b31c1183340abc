"""Pay a payment in the sandbox without its page: for demos, tests and benchmarks."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.press_sandbox_button import press_sandbox_button
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.providers.sandbox import SandboxProvider
from jishi.trade.payments.queries import get_payment
from jishi.trade.payments.types import PaymentView, SandboxButton, SandboxNotices


def pay_in_sandbox(payment_id: UUID) -> PaymentView:
    """Start a payment, pay it and book it, without its page or notices: for demos and tests.

    An entry point of its own: call it outside of transactions. Raises NotFound, ChargeEnded,
    InvalidInput for a payment of another provider.
    """
    payment = get_payment(payment_id)
    if payment.provider != SandboxProvider.code:
        raise InvalidInput(field="payment_id")
    page = start_payment(payer_id=payment.payer_id, payment_id=payment.id).url
    if page.startswith("/payments/sandbox/"):
        with durable():
            press_sandbox_button(
                ref=page.rstrip("/").rpartition("/")[2],
                button=SandboxButton.PAY,
                notices=SandboxNotices.NEVER,
            )
    return sync_payment(payment.id)
