"""Values of allocation that an operator may change; all are shown in the Control room."""

from jishi.foundation.kernel.policies import Policy

FIRST_IMPRESSIONS = Policy(
    "allocation.first_impressions", 100, int, "impressions", "Promised to every new post."
)
FIRST_DAYS = Policy(
    "allocation.first_days", 7, int, "days", "Time within which the first impressions are due."
)
MAX_SUBSIDY = Policy(
    "allocation.max_subsidy",
    2.0,
    float,
    "value",
    "Most that one promised impression may cost: the price of a floor never exceeds it.",
)
STEP = Policy(
    "allocation.step", 0.2, float, "value", "How far prices move per impression of shortfall."
)
BATCH = Policy("allocation.batch", 4, int, "requests", "Requests between two moves of a price.")
WINDOW_HOURS = Policy(
    "allocation.window", 24, int, "hours", "Time over which outstanding promises are spread."
)
FLOOR_SHARE = Policy(
    "allocation.floor_share", 0.5, float, "share", "Most of a page that promises may ask for."
)
COMMERCIAL_SHARE = Policy(
    "allocation.commercial_share",
    0.7,
    float,
    "share",
    "Cap of posts with products or sponsors among all impressions.",
)
SEEN_HOURS = Policy(
    "allocation.seen_hours", 48, int, "hours", "A seen post does not come again for so long."
)
FATIGUE = Policy(
    "allocation.author_decay", 0.5, float, "factor", "Each further post of an author on a page."
)
FATIGUE_FLOOR = Policy(
    "allocation.author_floor", 0.25, float, "factor", "Least that author fatigue leaves of a value."
)
EXPLORED_SHARE = Policy(
    "allocation.explored_share",
    0.02,
    float,
    "share",
    "Requests whose slots are drawn by chance, so that other rules can be judged from the log.",
)
TEMPERATURE = Policy(
    "allocation.temperature", 0.25, float, "value", "How wide such a draw ranges over values."
)
