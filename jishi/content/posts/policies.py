"""What the operator decides about posts."""

from jishi.foundation.kernel.policies import Policy

REVIEW_REQUIRED = Policy(
    "posts.review_required", False, bool, "yes/no", "Whether posts wait for an operator's look."
)
