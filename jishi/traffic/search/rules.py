"""Words of a text: Chinese segmented by rjieba, Latin lower-cased and stemmed a little."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Letters and digits of any script; everything that SQL or tsquery could take as syntax is gone.
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[a-z]+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_STOP = frozenset(
    (
        "的",
        "了",
        "和",
        "与",
        "在",
        "是",
        "a",
        "an",
        "the",
        "and",
        "of",
        "in",
        "on",
        "for",
        "to",
        "with",
    )
)
MAX_WORDS = 2000
MAX_QUERY_WORDS = 12
TITLE, LABEL, TEXT = "A", "B", "C"


def normalise(text: str) -> str:
    """NFKC (full-width becomes usual), lower case, nothing a database refuses."""
    return unicodedata.normalize("NFKC", text.replace("\x00", " ")).lower()


def _stem(word: str) -> str:
    """An English plural without its ending; rough, but the same for texts and for queries."""
    if len(word) < 4 or not _LATIN.fullmatch(word) or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "zes", "sses")):
        return word[:-2]
    return word.removesuffix("s")


def words_of(text: str) -> list[str]:
    """Words to index, in order: long Chinese words with the shorter ones inside them."""
    import rjieba  # heavy: only who needs it loads it

    found: list[str] = []
    for part in _WORD.findall(normalise(text)):
        pieces = rjieba.cut_for_search(part) if _HAN.search(part) else [part]
        found += [_stem(w) for w in pieces if w.strip() and w not in _STOP]
        if len(found) >= MAX_WORDS:
            break
    return found[:MAX_WORDS]


def query_words(text: str) -> list[str]:
    """Words to look for, each once: the same cutting, without the parts of long words."""
    import rjieba

    found: dict[str, None] = {}
    for part in _WORD.findall(normalise(text)):
        pieces = rjieba.cut(part) if _HAN.search(part) else [part]
        found |= dict.fromkeys(_stem(w) for w in pieces if w.strip() and w not in _STOP)
    return list(found)[:MAX_QUERY_WORDS]


def vector_of(parts: Iterable[tuple[str, str]]) -> str:
    """A PostgreSQL tsvector literal of (weight, text) parts.

    Made here, not by `to_tsvector`, whose parser knows no Chinese. Words hold letters and digits
    only, so the literal needs no escapes.
    """
    places: dict[str, list[str]] = {}
    position = 0
    for weight, text in parts:
        for word in words_of(text):
            position = min(position + 1, 16_383)  # PostgreSQL's last position
            at = places.setdefault(word[:60], [])
            if len(at) < 20:
                at.append(f"{position}{weight}")
        position = min(position + 5, 16_383)  # a gap, so that parts do not touch
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def query_of(words: Iterable[str], joiner: str = "&") -> str:
    """A tsquery literal: every word (`&`) or any (`|`); the last may be unfinished."""
    found = list(words)
    if not found:
        return ""
    terms = [f"'{word[:60]}'" for word in found]
    if len(found[-1]) >= 2:
        terms[-1] += ":*"
    return f" {joiner} ".join(terms)


def like_of(text: str) -> str:
    """A LIKE pattern for a title that contains the text, its own signs escaped."""
    kept = normalise(text).strip()
    for sign in ("\\", "%", "_"):
        kept = kept.replace(sign, "\\" + sign)
    return f"%{kept}%"
