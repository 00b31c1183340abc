"""One answer per key: repeated requests get the first answer, other input gets a refusal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection
from pydantic import TypeAdapter

from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput

T = TypeVar("T")
MAX_KEY = 120


def hash_input(value: object) -> str:
    """SHA-256 of a value's canonical JSON; texts stand for ids and times."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    *, scope: str, owner: object, key: str, value: object, kind: type[T], run: Callable[[], T]
) -> T:
    """Run `run` once for (scope, owner, key) and keep its answer, a dataclass of `kind`.

    Joins the caller's transaction: a second caller waits for the first one's commit and gets
    its answer. Raises IdempotencyConflict when the key was used with another `value`.
    """
    if not 1 <= len(key) <= MAX_KEY or "\x00" in key:
        raise InvalidInput(field="idempotency_key")
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    digest = hash_input(value)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_idempotencyrecord (scope, owner, key, input_hash)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
            [scope, str(owner), key, digest],
        )
        row = cursor.fetchone()
        if row is None:
            cursor.execute(
                "SELECT input_hash, result::text FROM kernel_idempotencyrecord"
                " WHERE scope = %s AND owner = %s AND key = %s",
                [scope, str(owner), key],
            )
            known, result = cursor.fetchone()
            if known != digest:
                raise IdempotencyConflict(key=key)
            answer: T = adapter.validate_json(result)
            return answer
        done = run()
        cursor.execute(
            "UPDATE kernel_idempotencyrecord SET result = %s WHERE id = %s",
            [adapter.dump_json(done).decode(), row[0]],
        )
        return done
