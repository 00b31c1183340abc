"""Limits of reviews, and how many stars make a good one; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from jishi.trade.reviews.errors import StarsInvalid
from jishi.trade.reviews.types import Stars

REASON_LIMIT = 200
KEY_LIMIT = 200
GOOD_STARS = 4  # and more
CRITICAL_STARS = 2  # and fewer


def check_stars(stars: Stars) -> None:
    """Raises StarsInvalid unless each side has one to five."""
    if not all(1 <= n <= 5 for n in (stars.product, stars.dispatch, stars.service)):
        raise StarsInvalid()


def is_open(since: datetime, now: datetime, days: int) -> bool:
    """Whether the time in which something may still be said is not over."""
    return now < since + timedelta(days=days)
