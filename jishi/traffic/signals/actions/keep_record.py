"""A record of another room goes to the lake: decisions of the allocator, say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals.rules import LAKE_NAME, RECORDS

if TYPE_CHECKING:
    from valkey import Valkey


def keep_record(
    *,
    table: str,
    kind: str,
    record_id: UUID,
    at: datetime,
    payload: bytes,
    pipe: Valkey | None = None,
) -> None:
    """Put one JSON `payload` on its way into `table` of the lake, partitioned by day and `kind`.

    With `pipe` the command joins the caller's pipeline. Raises ValueError for a name that could
    not be a folder.
    """
    if not LAKE_NAME.fullmatch(table) or not LAKE_NAME.fullmatch(kind):
        raise ValueError(f"not a name in the lake: {table}/{kind}")
    fields: dict[Any, Any] = {"table": table, "kind": kind, "id": record_id.bytes, "d": payload}
    fields["at"] = int(at.timestamp() * 1000)
    (pipe if pipe is not None else get_valkey()).xadd(RECORDS, fields)
