"""Values of signals that an operator may change."""

from jishi.foundation.kernel.policies import Policy

VIEWER_RATE = Policy(
    "signals.viewer_rate", "240/minute", str, "batches", "Batches taken from one viewer."
)
ADDRESS_RATE = Policy(
    "signals.address_rate", "3000/minute", str, "batches", "Batches taken from one IP address."
)
MAX_BACKLOG = Policy(
    "signals.max_backlog",
    500_000,
    int,
    "batches",
    "Unwritten batches beyond which new ones are refused, so that memory is not exhausted.",
)
