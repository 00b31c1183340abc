"""Limits of messages, and how a line of a list shows one."""

from __future__ import annotations

TEXT_LIMIT = 500
REPLY_LIMIT = 300
MAX_REPLIES = 50
EXCERPT = 60
# An answer within this many seconds of business hours is a good one (the score's metric).
SOON_SECONDS = 30 * 60
# A question that nobody answered counts against the shop after this many seconds.
GIVEN_UP_SECONDS = 24 * 3600


def excerpt(text: str) -> str:
    """The beginning of a message, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"
