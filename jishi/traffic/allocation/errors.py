"""What can go wrong with an allocation."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class DecisionForgotten(DomainError):
    """Why this was shown is explained for two days only."""

    code = "decision_forgotten"
    kind = ErrorKind.MISSING
