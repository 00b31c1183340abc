"""Have the provider give money back.

An entry point of its own: the network comes first and outside of any transaction, then the
booking in one. Called inside a transaction it fails: Django refuses to nest a durable one.
"""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.finish_refund import finish_refund
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import get_refund, get_refund_order
from jishi.trade.payments.types import RefundStatus, RefundView


def send_refund(refund_id: UUID) -> RefundView:
    """Have the provider give money back and book its answer; once, however often it is called."""
    order, status = get_refund_order(refund_id)
    if status is not RefundStatus.REQUESTED:
        return get_refund(refund_id)
    provider = get_provider(order.payment.provider)
    state = provider.query_refund(order) or provider.refund(order)
    with durable():
        return finish_refund(refund_id=refund_id, state=state)
