"""The lives of a payment and of a refund, and when a provider is asked again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.payments.types import PaymentStatus as P
from jishi.trade.payments.types import ProviderCode, Terminal
from jishi.trade.payments.types import RefundStatus as R

PAYMENT = Lifecycle(
    "payment",
    P.PENDING,
    (
        Transition(P.PENDING, P.PAID, ("provider",)),
        Transition(
            P.PENDING,
            P.CLOSED,
            ("buyer", "provider", "operator", "system"),
        ),
    ),
)
REFUND = Lifecycle(
    "refund",
    R.REQUESTED,
    (
        Transition(R.REQUESTED, R.SUCCEEDED, ("provider",)),
        Transition(R.REQUESTED, R.FAILED, ("provider",)),
        Transition(R.FAILED, R.REQUESTED, ("operator",)),
    ),
)
LIFECYCLES = (PAYMENT, REFUND)
TRANSITIONS = (*PAYMENT.transitions, *REFUND.transitions)

DESCRIPTION_LIMIT = 120
REASON_LIMIT = 200
# Whoever opened a payment closes it at its end; this is for one that nobody closed.
GRACE = timedelta(minutes=5)


MAX_ATTEMPTS = 20
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def merchant_number(payment_id: UUID, attempt: int) -> str:
    """Our number of a charge at a provider: 32 letters and digits at most, as WeChat Pay asks."""
    if attempt == 1:
        return payment_id.hex
    rest, text = payment_id.int, ""
    for _ in range(25):
        rest, digit = divmod(rest, 36)
        text = _DIGITS[digit] + text
    return f"{text}{attempt:02d}"


def read_merchant_number(number: str) -> tuple[UUID, int] | None:
    """The payment and attempt of a merchant number; None for what is none of ours."""
    try:
        if len(number) == 32:
            return UUID(hex=number), 1
        if len(number) == 27 and number.isascii() and number.isalnum():
            return UUID(int=int(number[:25], 36)), int(number[25:])
    except ValueError:
        pass
    return None


def pick_terminal(provider: str, terminal: Terminal, *, has_openid: bool) -> Terminal:
    """The terminals of a provider that are one way to pay are one terminal here."""
    if provider == ProviderCode.WECHATPAY:
        inside = terminal in (Terminal.WECHAT, Terminal.APP)
        if inside:
            return Terminal.WECHAT if has_openid else Terminal.DESKTOP
        return terminal
    if provider == ProviderCode.ALIPAY:
        return Terminal.DESKTOP if terminal is Terminal.DESKTOP else Terminal.PHONE
    if provider == ProviderCode.STRIPE and terminal is Terminal.APP:
        return Terminal.APP
    return Terminal.DESKTOP


def next_refund_delay(asked: int) -> timedelta:
    """How long to wait before a refund that is not through is sent or asked about again."""
    return timedelta(minutes=min(360, 2 ** min(asked, 9)))


def next_query_delay(asked: int, *, is_pending: bool) -> timedelta | None:
    """How long to wait before asking the provider again, for a notice may never come.

    A pending payment is asked about after 15 s, then ever more rarely up to each 5 min; a closed
    one from a minute to a day after, for money that comes late. None: not any more.
    """
    if is_pending:
        return timedelta(seconds=min(300, 15 * 2 ** min(asked, 10)))
    wait = timedelta(minutes=4 ** min(asked, 10))
    return wait if wait <= timedelta(days=3) else None
