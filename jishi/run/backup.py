"""`jishi backup`: the whole market in one file, checked by sums when it is read."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import jishi
from jishi.run.dumps import dump
from jishi.run.embedded.places import storage_error
from jishi.run.errors import CommandFailed

if TYPE_CHECKING:
    from jishi.foundation.kernel.settings import Settings

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
# Beside media and lake: what signs addresses and sessions, and where the sandbox's clock is.
KEPT_FILES = ("secret", "clock", "demo.json")


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written."""

    files: int
    size_bytes: int


def folders(settings: Settings) -> dict[str, Path]:
    """Folders that belong to the market, by their name in a backup; only those on this machine."""
    found = {"media": settings.var_dir / "media"}
    if "://" not in settings.lake:
        found["lake"] = Path(settings.lake)
    return found


def write_backup(settings: Settings, file: Path, *, force: bool = False) -> Backup:
    """Write the market into `file`, readable by us alone; it may run meanwhile.

    The database first, then the files: whatever the copy of the database names is then there.
    Raises CommandFailed, StorageFull.
    """
    if file.exists() and not force:
        raise CommandFailed(what="`jishi backup`", reason=f"{file} is there; --force replaces it")
    part = file.with_name(f".{file.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=settings.var_dir / "run") as scratch:
            database = Path(scratch) / DUMP
            dump(settings.database_owner_url or "", database)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as tar:
                sums = dict(_add(tar, name, path) for name, path in _all(settings, database))
                _add_manifest(tar, sums)
                tar.close()
                raw.flush()
                os.fsync(raw.fileno())
        part.replace(file)
    except OSError as error:
        raise storage_error(file.parent, error) from error
    finally:
        part.unlink(missing_ok=True)
    return Backup(len(sums), file.stat().st_size)


def _all(settings: Settings, database: Path) -> Iterator[tuple[str, Path]]:
    yield DUMP, database
    for name in KEPT_FILES:
        if (settings.var_dir / name).is_file():
            yield name, settings.var_dir / name
    for prefix, folder in folders(settings).items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{prefix}/{path.relative_to(folder).as_posix()}", path


def _add(tar: tarfile.TarFile, name: str, path: Path) -> tuple[str, str]:
    with path.open("rb") as source:
        info = tar.gettarinfo(arcname=name, fileobj=source)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        reader = _Summing(source)
        tar.addfile(info, reader)
    return name, reader.sum.hexdigest()


def _add_manifest(tar: tarfile.TarFile, sums: dict[str, str]) -> None:
    manifest = {
        "format": FORMAT,
        "jishi": jishi.__version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": sums,
    }
    text = json.dumps(manifest, indent=1).encode()
    info = tarfile.TarInfo(MANIFEST)  # last: a backup that broke off has none
    info.size = len(text)
    info.mode = 0o600
    tar.addfile(info, io.BytesIO(text))


class _Summing(io.RawIOBase):
    """Passes a file on and takes its sum, so that it is read once."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.sum.update(data)
        return data


def remove(path: Path) -> None:
    """Remove a file or a folder with all in it, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
