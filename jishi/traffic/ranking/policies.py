"""The weights of the one currency: what one more expected act of a viewer is worth."""

from __future__ import annotations

from jishi.foundation.kernel.policies import Policy

VIEW = Policy(
    "ranking.weight_view", 1.0, float, "value", "Worth of one expected view (two seconds or more)."
)
COMPLETE = Policy(
    "ranking.weight_complete", 1.5, float, "value", "Worth of one expected complete watch or read."
)
LIKE = Policy("ranking.weight_like", 3.0, float, "value", "Worth of one expected like.")
CARD_CLICK = Policy(
    "ranking.weight_card_click",
    4.0,
    float,
    "value",
    "Worth of one expected click on a product card.",
)
SHARE = Policy("ranking.weight_share", 4.0, float, "value", "Worth of one expected share.")
DISLIKE = Policy(
    "ranking.weight_dislike", -6.0, float, "value", "Worth of one expected 'not interested'."
)
RECENT = Policy(
    "ranking.weight_recent",
    0.6,
    float,
    "value",
    "Worth of being published just now; halves with age.",
)
FOLLOWED = Policy(
    "ranking.weight_followed",
    0.8,
    float,
    "value",
    "Worth of being by a creator the viewer follows.",
)
TOPIC = Policy(
    "ranking.weight_topic", 0.8, float, "value", "Worth of being wholly of the viewer's topics."
)
HALF_LIFE_HOURS = Policy(
    "ranking.recent_half_life", 48.0, float, "hours", "Age at which the worth of newness halves."
)
PRIOR_IMPRESSIONS = Policy(
    "ranking.prior_impressions",
    20.0,
    float,
    "impressions",
    "How many impressions at the market's own rate every post is credited with at first.",
)
