"""Checks of people's texts: length, invisible characters, nothing that a database refuses."""

from __future__ import annotations

import re
import unicodedata

from jishi.foundation.kernel.errors import InvalidInput, TextTooLong

_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_LINES = re.compile(r"\n{3,}")


def clean_line(value: str, *, field: str, limit: int, required: bool = True) -> str:
    """One line of text, normalised (NFC), trimmed, without control characters.

    Raises InvalidInput when nothing is left of a required one, TextTooLong beyond `limit`.
    """
    text = unicodedata.normalize("NFC", value)
    text = "".join(c if unicodedata.category(c) not in {"Cc", "Cs", "Cn"} else " " for c in text)
    text = _BLANKS.sub(" ", text).strip()
    return _bounded(text, field, limit, required)


def clean_text(value: str, *, field: str, limit: int, required: bool = True) -> str:
    """Several lines of text; as `clean_line`, but line breaks stay (at most one empty line)."""
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Cn"} else " " for c in text
    )
    text = _LINES.sub("\n\n", "\n".join(_BLANKS.sub(" ", s).strip() for s in text.split("\n")))
    return _bounded(text.strip(), field, limit, required)


def _bounded(text: str, field: str, limit: int, required: bool) -> str:
    if required and not text:
        raise InvalidInput(field=field)
    if len(text) > limit:
        raise TextTooLong(field=field, limit=limit)
    return text
