"""Identifiers: UUIDv7, so that rows made together lie together."""

from __future__ import annotations

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A fresh, time-ordered identifier."""
    value: UUID = uuid_utils.compat.uuid7()
    return value
