"""Why signals are refused."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class SignalsTooLarge(DomainError):
    """A batch of signals may have at most {limit} bytes."""

    code = "signals_too_large"


class InvalidSignals(DomainError):
    """These signals do not have the documented form: {reason}."""

    code = "invalid_signals"


class SignalsPaused(DomainError):
    """The market is still busy with earlier signals. Try again later."""

    code = "signals_paused"
    kind = ErrorKind.LIMITED


class SignalsFromElsewhere(DomainError):
    """Signals are taken only from the market's own pages."""

    code = "signals_from_elsewhere"
    kind = ErrorKind.FORBIDDEN
