"""The lives of a payment and of a refund, and when a provider is asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.payments.types import (
    BillLine,
    DifferenceKind,
    Finding,
    Movement,
    ProviderCode,
    Terminal,
)
from jishi.trade.payments.types import DisputeStatus as D
from jishi.trade.payments.types import PaymentStatus as P
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
DISPUTE = Lifecycle(
    "chargeback",
    D.OPEN,
    (
        Transition(D.OPEN, D.ANSWERED, ("operator", "provider")),
        Transition(D.OPEN, D.WON, ("provider",)),
        Transition(D.OPEN, D.LOST, ("provider",)),
        Transition(D.ANSWERED, D.WON, ("provider",)),
        Transition(D.ANSWERED, D.LOST, ("provider",)),
    ),
)
LIFECYCLES = (PAYMENT, REFUND, DISPUTE)
TRANSITIONS = (*PAYMENT.transitions, *REFUND.transitions, *DISPUTE.transitions)

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


def compare_line(line: BillLine, ours: Movement | None) -> Finding | None:
    """What differs between a line of a bill and our side of it; the gravest comes first."""
    subject = str(line.our_id or line.provider_ref)
    if ours is None:
        return Finding(
            DifferenceKind.MISSING_HERE, line.kind, subject, 0, line.amount_minor, line.currency
        )
    subject = str(ours.id)
    if line.is_done is not ours.is_done:
        kind = DifferenceKind.STATUS
    elif (line.amount_minor, line.currency) != (ours.amount_minor, ours.currency):
        kind = DifferenceKind.AMOUNT
    elif ours.ledger_minor is not None and ours.ledger_minor != -line.amount_minor:
        # Clearing holds what the provider owes us with the opposite sign.
        booked = -ours.ledger_minor
        return Finding(
            DifferenceKind.LEDGER, line.kind, subject, booked, line.amount_minor, line.currency
        )
    else:
        return None
    return Finding(kind, line.kind, subject, ours.amount_minor, line.amount_minor, line.currency)


def compare_bill(
    lines: Mapping[str, BillLine], matched: Mapping[str, Movement], unmatched: Iterable[Movement]
) -> list[Finding]:
    """All differences of a day: each line with our side of it, and ours that no line speaks of."""
    found = [compare_line(line, matched.get(ref)) for ref, line in lines.items()]
    found += [
        Finding(
            DifferenceKind.MISSING_THERE,
            ours.kind,
            str(ours.id),
            ours.amount_minor,
            0,
            ours.currency,
        )
        for ours in unmatched
        if ours.is_done
    ]
    return [finding for finding in found if finding is not None]
