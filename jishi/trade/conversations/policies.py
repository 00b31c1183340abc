"""Policy values of conversations."""

from jishi.foundation.kernel.policies import Policy

SEND_RATE = Policy(
    name="conversations.send_rate",
    default="30/minute",
    kind=str,
    unit="messages per time",
    about="How many messages a person may send to shops or buyers.",
)
