"""Rows of the index, written and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel.transactions import require_transaction
from jishi.traffic.search.rules import normalise, vector_of
from jishi.traffic.search.types import Kind

_PUT = """
INSERT INTO search_searchdocument
  (subject_id, kind, owner_id, title, title_key, words, for_followers, weight)
VALUES (%s, %s, %s, %s, %s, %s::tsvector, %s, %s)
ON CONFLICT (subject_id) DO UPDATE SET owner_id = EXCLUDED.owner_id, title = EXCLUDED.title,
  title_key = EXCLUDED.title_key,
  words = EXCLUDED.words, for_followers = EXCLUDED.for_followers, weight = EXCLUDED.weight,
  indexed_at = statement_timestamp()
"""


def put_document(
    kind: Kind,
    subject_id: UUID,
    owner_id: UUID,
    title: str,
    parts: Sequence[tuple[str, str]],
    *,
    for_followers: bool = False,
    weight: float = 0.0,
) -> None:
    """Write the row of one thing, replacing what was there."""
    require_transaction()
    shown = " ".join(title.replace("\x00", " ").split())[:200]
    with connection.cursor() as cursor:
        cursor.execute(
            _PUT,
            [
                subject_id,
                kind.value,
                owner_id,
                shown,
                normalise(shown)[:400],
                vector_of([(weight_, normalise(text)) for weight_, text in parts]),
                for_followers,
                weight,
            ],
        )


def drop_document(subject_id: UUID) -> None:
    """Remove a row; nothing happens when there is none."""
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_searchdocument WHERE subject_id = %s", [subject_id])
