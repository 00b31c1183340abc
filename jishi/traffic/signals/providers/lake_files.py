"""Parquet files of the lake, published whole or not at all, through fsspec."""

from __future__ import annotations

import io
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.implementations.local import LocalFileSystem

from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.settings import settings
from jishi.traffic.signals.rules import Record, partition
from jishi.traffic.signals.types import Signal

# UTC, without a zone in the file: DuckDB has no ICU everywhere, and one meaning is enough.
_TIME = pa.timestamp("us")
SIGNALS = pa.schema(
    [
        ("id", pa.string()),
        ("viewer_key", pa.string()),
        ("person_id", pa.string()),
        ("post_id", pa.string()),
        ("product_id", pa.string()),
        ("decision_id", pa.string()),
        ("slot", pa.int32()),
        ("ms", pa.int32()),
        ("duration_ms", pa.int32()),
        ("happened_at", _TIME),
        ("received_at", _TIME),
    ]
)
RECORDS = pa.schema([("id", pa.string()), ("happened_at", _TIME), ("payload", pa.string())])


@cache
def open_lake() -> tuple[Any, str]:
    """The file system of the lake and the path of its root in it."""
    fs, root = fsspec.url_to_fs(settings.lake)
    return fs, str(root).rstrip("/")


def publish(folder: str, table: pa.Table) -> str:
    """Write one Parquet file into `folder`; readers see the whole file or none of it.

    When this returns the file outlives a crash. Returns its path.
    """
    fs, root = open_lake()
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    path = f"{root}/{folder}/{new_id()}.parquet"
    if isinstance(fs, LocalFileSystem):
        _publish_local(Path(root), Path(path), buffer.getbuffer())
    else:
        fs.pipe_file(path, buffer.getvalue())  # an object store shows only whole objects
    return path


def _publish_local(root: Path, path: Path, data: memoryview) -> None:
    incoming = root / "_incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    fresh = incoming / path.name
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)  # the name must outlive a crash as well
    finally:
        os.close(handle)


def write_signals(signals: Iterable[Signal]) -> int:
    """Publish signals, one file for each day and kind; returns how many files."""
    parts: dict[str, list[Signal]] = defaultdict(list)
    for signal in signals:
        parts[partition("signals", signal.at, signal.kind)].append(signal)
    for folder, rows in parts.items():
        publish(folder, _signals_table(rows))
    return len(parts)


def _signals_table(rows: Sequence[Signal]) -> pa.Table:
    def texts(name: str) -> list[str | None]:
        return [None if (v := getattr(r, name)) is None else str(v) for r in rows]

    columns: list[Any] = [texts(n) for n in SIGNALS.names[:6]]
    columns += [[getattr(r, n) for r in rows] for n in ("slot", "ms", "duration_ms")]
    columns += [[r.at for r in rows], [r.received_at for r in rows]]
    return pa.table(columns, schema=SIGNALS)


def write_records(table: str, records: Iterable[Record]) -> int:
    """Publish records into a table, one file for each day and kind; returns how many files."""
    parts: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        parts[partition(table, record.at, record.kind)].append(record)
    for folder, rows in parts.items():
        columns = [[str(r.id) for r in rows], [r.at for r in rows], [r.payload for r in rows]]
        publish(folder, pa.table(columns, schema=RECORDS))
    return len(parts)


def compact(folder: str, *, at_least: int = 20) -> int:
    """Merge the small files of a partition into one, each id once; returns how many went.

    Readers may meet a row twice for a moment, never miss one: they count ids, not rows.
    """
    fs, root = open_lake()
    paths = sorted(p for p in fs.ls(f"{root}/{folder}", detail=False) if p.endswith(".parquet"))
    if len(paths) < at_least:
        return 0
    tables = []
    for path in paths:
        with fs.open(path, "rb") as file:
            # Not `pq.read_table(path)`: it would add the partition's columns.
            tables.append(pq.ParquetFile(file).read())
    merged = pa.concat_tables(tables)
    first: dict[str, int] = {}
    for index, key in enumerate(merged.column("id").to_pylist()):
        first.setdefault(key, index)
    publish(folder, merged.take(pa.array(list(first.values()))))
    for path in paths:
        fs.rm(path)
    return len(paths)


def list_partitions(day: str) -> list[str]:
    """Folders of all tables and kinds of one day, relative to the lake's root."""
    fs, root = open_lake()
    found = fs.glob(f"{root}/*/day={day}/kind=*")
    return sorted(str(path).removeprefix(root).strip("/") for path in found)
