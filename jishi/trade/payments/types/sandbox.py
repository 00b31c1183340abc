"""The sandbox provider's page: its buttons, and a charge as it shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SandboxButton(StrEnum):
    """The buttons of the sandbox provider's page."""

    PAY = "pay"
    DECLINE = "decline"
    PAY_LATE = "pay_late"
    CLOSE = "close"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"


class SandboxNotices(StrEnum):
    """How the sandbox provider's notices behave."""

    ONCE = "once"
    TWICE = "twice"
    OUT_OF_ORDER = "out_of_order"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SandboxView:
    """A charge as the sandbox provider's page shows it."""

    ref: str
    amount_minor: int
    currency: str
    description: str
    state: str  # open, declined, late, paid, closed
    return_url: str
    dispute: str = ""  # its chargeback: open, answered, won, lost
