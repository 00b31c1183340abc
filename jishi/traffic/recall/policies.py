"""Values of recall that an operator may change."""

from jishi.foundation.kernel.policies import Policy

CANDIDATES = Policy(
    "recall.candidates", 500, int, "posts", "Posts that are ranked for one page of a feed."
)
