"""Pictures of a review, as their keys in storage."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.foundation.kernel.texts import clean_line
from jishi.trade.reviews.errors import TooManyPictures
from jishi.trade.reviews.rules import KEY_LIMIT
from jishi.trade.reviews.types import MAX_PICTURES


def check_pictures(keys: Sequence[str]) -> list[str]:
    """The keys, without repeats; raises TooManyPictures, InvalidInput, TextTooLong."""
    clean = [clean_line(key, field="pictures", limit=KEY_LIMIT) for key in dict.fromkeys(keys)]
    if len(clean) > MAX_PICTURES:
        raise TooManyPictures(limit=MAX_PICTURES)
    return clean
