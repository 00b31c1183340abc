"""Why was this shown? The answer of the one record of the decision."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext

from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.allocation.errors import DecisionForgotten
from jishi.traffic.allocation.queries.state import decision_key
from jishi.traffic.allocation.types import REASONS, Explanation, Reason, Viewer


def explain(*, decision_id: UUID, post_id: UUID, viewer: Viewer | None = None) -> Explanation:
    """Why a post stood where it stood.

    With `viewer` only decisions made for them are explained. Raises DecisionForgotten after two
    days, for an unknown decision, another's, or a post that was not in it.
    """
    answer = get_valkey().hmget(decision_key(decision_id), ["viewer", "at", post_id.bytes])
    key, at, text = cast("list[bytes | None]", answer)
    if key is None or at is None or text is None:
        raise DecisionForgotten()
    if viewer is not None and key.decode() != viewer.viewer_key:
        raise DecisionForgotten()
    body: dict[str, Any] = json.loads(text)
    return Explanation(
        decision_id=decision_id,
        post_id=post_id,
        at=datetime.fromtimestamp(int(at) / 1000, UTC),
        slot=body["slot"],
        source=body["source"],
        value=body["value"],
        parts=body["parts"],
        price=body["price"],
        classes=tuple(body["classes"]),
        probability=body["probability"],
        reason_code=body["reason"],
        reason_args=body["args"],
    )


def describe(reason_code: str, reason_args: dict[str, str]) -> str:
    """The reason in the active language."""
    return gettext(REASONS[Reason(reason_code)]).format_map(reason_args)
