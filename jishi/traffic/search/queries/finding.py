"""What words find."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.types import Actor
from jishi.relations.follows.queries import list_followed_ids
from jishi.traffic.search.rules import like_of, normalise, query_of, query_words
from jishi.traffic.search.types import Kind, SearchResults

MAX_LIMIT = 100
MAX_TEXT = 200
_KINDS = {
    "all": [k.value for k in Kind],
    "products": [Kind.PRODUCT.value],
    "posts": [Kind.POST.value],
    "shops": [Kind.SHOP.value],
}
# Weights of D, C, B, A: a word in a title says most. A title that contains the text as it was
# typed counts as much again; how well known a thing is only breaks near ties.
_FIND = """
SELECT kind, subject_id FROM (
  SELECT kind, subject_id,
         row_number() OVER (PARTITION BY kind ORDER BY rank DESC, subject_id DESC) AS place
  FROM (SELECT kind, subject_id,
               ts_rank('{{0.05,0.2,0.5,1.0}}', words, %(query)s::tsquery, 1)
               + CASE WHEN title_key LIKE %(like)s THEN 0.5 ELSE 0 END
               + 0.02 * weight AS rank
        FROM search_searchdocument
        WHERE {match} AND kind = ANY(%(kinds)s)
          AND (NOT for_followers OR owner_id = ANY(%(creators)s))) AS found) AS placed
WHERE place <= %(limit)s ORDER BY kind, place
"""
# Trigrams need three signs; of fewer the index would be read from end to end.
_FIND_SHORT = _FIND.format(match="words @@ %(query)s::tsquery")
_FIND_LONG = _FIND.format(match="(words @@ %(query)s::tsquery OR title_key LIKE %(like)s)")
_SUGGEST = """
SELECT title FROM search_searchdocument
WHERE title_key LIKE %s AND NOT for_followers
ORDER BY (title_key LIKE %s) DESC, kind = 'post', weight DESC, length(title), title LIMIT %s
"""


def search(
    words: str, *, kind: str = "all", viewer: Actor | None = None, limit: int = 20
) -> SearchResults:
    """At most `limit` of each kind, best first, that hold every word; else any of the words.

    One query, two when nothing holds all words, one more for a signed-in viewer (posts for
    followers). Raises InvalidInput for an unknown kind.
    """
    if kind not in _KINDS:
        raise InvalidInput(field="kind")
    text = words[:MAX_TEXT]
    parts = query_words(text)
    if not parts:
        return SearchResults()
    creators = _creators_of(viewer) if kind in {"all", "posts"} else []
    limit = max(1, min(limit, MAX_LIMIT))
    rows = _find(query_of(parts), like_of(text), _KINDS[kind], creators, limit)
    if not rows and len(parts) > 1:
        rows = _find(query_of(parts, "|"), like_of(text), _KINDS[kind], creators, limit)
    found: dict[str, list[UUID]] = {k.value: [] for k in Kind}
    for of_kind, subject_id in rows:
        found[of_kind].append(subject_id)
    return SearchResults(tuple(found["product"]), tuple(found["post"]), tuple(found["shop"]))


def _creators_of(viewer: Actor | None) -> list[UUID]:
    if viewer is None or viewer.person_id is None:
        return []
    return [viewer.person_id, *list_followed_ids(viewer.person_id)]


def _find(query: str, like: str, kinds: list[str], creators: list[UUID], limit: int) -> list[Any]:
    sql = _FIND_LONG if len(like) >= 5 else _FIND_SHORT
    values: dict[str, Any] = {
        "query": query,
        "like": like,
        "kinds": kinds,
        "creators": creators,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def suggestions(prefix: str, *, limit: int = 8) -> tuple[str, ...]:
    """Titles that begin with what was typed, then titles that contain it, each once."""
    text = normalise(prefix[:MAX_TEXT]).strip()
    if not text:
        return ()
    like = like_of(text)
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST, [like, like[1:], 3 * limit])
        titles = [row[0] for row in cursor.fetchall()]
    return tuple(dict.fromkeys(titles))[:limit]
