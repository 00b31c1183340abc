"""The weights of the one currency: what one more expected act of a viewer is worth."""

from __future__ import annotations

from jishi.foundation.kernel.policies import Policy


def _weight(name: str, default: float, about: str) -> Policy[float]:
    return Policy(f"ranking.{name}", default, float, "value", about)


VIEW = _weight("weight_view", 1.0, "Worth of one expected view (two seconds or more).")
COMPLETE = _weight("weight_complete", 1.5, "Worth of one expected complete watch or read.")
LIKE = _weight("weight_like", 3.0, "Worth of one expected like.")
CARD_CLICK = _weight("weight_card_click", 4.0, "Worth of one expected click on a product card.")
SHARE = _weight("weight_share", 4.0, "Worth of one expected share.")
DISLIKE = _weight("weight_dislike", -6.0, "Worth of one expected 'not interested'.")
RECENT = _weight("weight_recent", 0.6, "Worth of being published just now; halves with age.")
FOLLOWED = _weight("weight_followed", 0.8, "Worth of being by a creator the viewer follows.")
TOPIC = _weight("weight_topic", 0.8, "Worth of being wholly of the viewer's topics.")
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
