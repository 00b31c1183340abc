"""The lake as SQL: DuckDB over its Parquet files, each id once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jishi.foundation.kernel.settings import settings

_RECORD = {"id": "VARCHAR", "happened_at": "TIMESTAMP", "payload": "VARCHAR"}
_SIGNAL = {
    "id": "VARCHAR",
    "viewer_key": "VARCHAR",
    "person_id": "VARCHAR",
    "post_id": "VARCHAR",
    "product_id": "VARCHAR",
    "decision_id": "VARCHAR",
    "slot": "INTEGER",
    "ms": "INTEGER",
    "duration_ms": "INTEGER",
    "happened_at": "TIMESTAMP",
    "received_at": "TIMESTAMP",
}
TABLES = {"signals": _SIGNAL, "events": _RECORD, "decisions": _RECORD}


def read_lake(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Answers of a query over the tables `signals`, `events` and `decisions`.

    Each has `day` (date) and `kind` besides its columns, and each id once, however often it was
    delivered; times are in UTC. `sql` is the caller's own; values of people go into `parameters`.
    """
    import duckdb  # heavy: only who needs it loads it
    import fsspec
    from fsspec.implementations.local import LocalFileSystem

    fs, root = fsspec.url_to_fs(settings.lake)
    with duckdb.connect(":memory:") as link:
        prefix = str(root).rstrip("/")
        if not isinstance(fs, LocalFileSystem):
            link.register_filesystem(fs)
            protocol = fs.protocol if isinstance(fs.protocol, str) else fs.protocol[0]
            prefix = f"{protocol}://{prefix}"
        for table, columns in TABLES.items():
            found = fs.glob(f"{str(root).rstrip('/')}/{table}/*/*/*.parquet")
            link.execute(_view(table, columns, prefix if found else None))
        return link.execute(sql, list(parameters)).fetchall()


def _view(table: str, columns: dict[str, str], prefix: str | None) -> str:
    names = ", ".join(columns)
    if prefix is None:
        empty = ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items())
        source = f"SELECT {empty}, NULL::DATE AS day, NULL::VARCHAR AS kind WHERE false"
        return f"CREATE VIEW {table} AS {source}"
    glob = f"{prefix}/{table}/*/*/*.parquet".replace("'", "''")
    return (
        f"CREATE VIEW {table} AS SELECT {names}, day::DATE AS day, kind::VARCHAR AS kind"  # noqa: S608
        f" FROM read_parquet('{glob}', hive_partitioning = true, hive_types_autocast = false)"
        " QUALIFY row_number() OVER (PARTITION BY id ORDER BY happened_at) = 1"
    )
