"""Cursors: opaque, signed by nothing, safe to be wrong."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.types import Page

T = TypeVar("T")
MAX_PAGE = 100


def encode_cursor(*parts: object) -> str:
    """An opaque text of the sort key of the last row of a page."""
    text = "|".join(p.isoformat() if isinstance(p, datetime) else str(p) for p in parts)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, count: int) -> list[str]:
    """The parts of a cursor; raises InvalidInput when it is not one of `count` parts."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise InvalidInput(field="cursor") from None
    parts = text.split("|")
    if len(parts) != count or "\x00" in text:
        raise InvalidInput(field="cursor")
    return parts


def decode_time_cursor(cursor: str) -> tuple[datetime, UUID]:
    """The (time, id) of a cursor made by `encode_cursor(time, id)`; raises InvalidInput."""
    moment, key = decode_cursor(cursor, 2)
    try:
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError
        return at, UUID(key)
    except ValueError:
        raise InvalidInput(field="cursor") from None


def make_page(rows: Sequence[T], limit: int, key: Callable[[T], tuple[object, ...]]) -> Page[T]:
    """A page from `limit + 1` rows: the extra row only tells that there is more."""
    items = tuple(rows[:limit])
    more = len(rows) > limit and items
    return Page(items, encode_cursor(*key(items[-1])) if more else None)
