"""Values of the Open API that an operator may change."""

from jishi.foundation.kernel.policies import Policy

WRITE_RATE = Policy(
    "api.write_rate", "300/minute", str, "requests", "Writes taken from one person's programs."
)
