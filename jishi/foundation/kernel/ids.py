"""Identifiers: UUIDv7, so that rows made together lie together."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A fresh, time-ordered identifier."""
    value: UUID = uuid_utils.compat.uuid7()
    return value


def id_array(ids: Iterable[UUID]) -> str:
    """Identifiers as one PostgreSQL literal for `%s::uuid[]`: a fifth of what a list costs."""
    return "{" + ",".join([value.hex for value in ids]) + "}"
