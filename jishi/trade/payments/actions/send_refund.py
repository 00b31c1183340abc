"""Have the provider give money back.

An entry point of its own: the network comes first and outside of any transaction, then the
booking in one. Called inside a transaction it fails: Django refuses to nest a durable one.
"""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.finish_refund import finish_refund
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import get_payment, get_refund
from jishi.trade.payments.types import RefundOrder, RefundStatus, RefundView


def send_refund(refund_id: UUID) -> RefundView:
    """Have the provider give money back and book its answer; once, however often it is called."""
    refund = get_refund(refund_id)
    if refund.status is not RefundStatus.REQUESTED:
        return refund
    provider = get_provider(get_payment(refund.payment_id).provider)
    state = provider.query_refund(refund.id) or provider.refund(
        RefundOrder(
            refund.id, refund.payment_id, refund.amount_minor, refund.currency, refund.reason
        )
    )
    with durable():
        return finish_refund(refund_id=refund.id, state=state)
