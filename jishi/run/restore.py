"""`jishi restore`: check everything, then replace database and files."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jishi.run.backup import DUMP, FORMAT, KEPT_FILES, MANIFEST, folders, remove
from jishi.run.dumps import load
from jishi.run.embedded.places import check_storage, storage_error
from jishi.run.errors import AlreadyRunning, BackupInvalid, MarketNotEmpty
from jishi.run.installation import connected, find_state, read_settings
from jishi.run.schema import migrate

if TYPE_CHECKING:
    from jishi.foundation.kernel.settings import Settings


def restore_backup(file: Path, *, force: bool = False) -> dict[str, Any]:
    """Put the market of a backup in place of this one; returns its manifest.

    Raises BackupInvalid, MarketNotEmpty, AlreadyRunning, StorageFull, CommandFailed; until the
    database has been replaced, nothing is changed.
    """
    settings = read_settings()
    state = find_state(settings.var_dir)
    if state is not None:
        raise AlreadyRunning(path=settings.var_dir, command="jishi up", pid=state.pid)
    if not file.is_file():
        raise BackupInvalid(path=file, reason="there is no such file")
    check_storage(settings.var_dir, needed_mb=256 + (file.stat().st_size >> 20))
    with connected("jishi restore") as settings:
        owner = settings.database_owner_url or settings.database_url or ""
        if not force:
            check_empty(settings, owner)
        # Under var/, so that files can be moved into place instead of copied.
        with tempfile.TemporaryDirectory(dir=settings.var_dir, prefix="restore-") as scratch:
            manifest = unpack(file, Path(scratch))
            load(owner, Path(scratch) / DUMP)
            _place_files(settings, Path(scratch))
        _forget_counters(settings)
        migrate(owner, verbosity=0)
    return manifest


def check_empty(settings: Settings, owner_url: str) -> None:
    """Raises MarketNotEmpty where somebody has an account or something was uploaded."""
    import psycopg

    with psycopg.connect(owner_url) as db:
        there = db.execute("SELECT to_regclass('accounts_person')").fetchone()
        if there and there[0]:
            row = db.execute("SELECT count(*) FROM accounts_person").fetchone()
            if row and row[0]:
                raise MarketNotEmpty(what=f"{row[0]} accounts")
    media = folders(settings)["media"]
    if media.is_dir() and any(path.is_file() for path in media.rglob("*")):
        raise MarketNotEmpty(what=f"files in {media}")


def unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup and compare every file with the manifest; raises BackupInvalid."""
    try:
        with tarfile.open(file) as tar:
            for member in tar:
                if not member.isfile() or not _is_ours(member.name):
                    raise BackupInvalid(path=file, reason=f"it holds {member.name!r}")
                tar.extract(member, folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        sums: dict[str, str] = dict(manifest["sha256"])
        version = manifest["format"]
    except FileNotFoundError:
        raise BackupInvalid(path=file, reason="its manifest is missing; it broke off") from None
    except (tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise BackupInvalid(path=file, reason=str(error) or type(error).__name__) from None
    except OSError as error:
        raise storage_error(folder, error) from error
    if version != FORMAT:
        raise BackupInvalid(path=file, reason=f"its format is {version}, not {FORMAT}")
    _compare(file, folder, sums)
    return manifest


def _is_ours(name: str) -> bool:
    return name in (MANIFEST, DUMP, *KEPT_FILES) or name.startswith(("media/", "lake/"))


def _compare(file: Path, folder: Path, sums: dict[str, str]) -> None:
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    there.discard(MANIFEST)
    for name in sorted(there ^ set(sums)):
        what = "is missing" if name in sums else "is not in its manifest"
        raise BackupInvalid(path=file, reason=f"{name} {what}")
    if DUMP not in there:
        raise BackupInvalid(path=file, reason=f"{DUMP} is missing")
    for name, expected in sums.items():
        with (folder / name).open("rb") as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != expected:
                raise BackupInvalid(path=file, reason=f"{name} was changed or damaged")


def _place_files(settings: Settings, scratch: Path) -> None:
    for name, target in folders(settings).items():
        aside = target.with_name(f".{target.name}.before-restore")
        remove(aside)
        if target.exists():
            target.rename(aside)
        target.parent.mkdir(parents=True, exist_ok=True)
        if (scratch / name).is_dir():
            shutil.move(scratch / name, target)
        remove(aside)
    for name in KEPT_FILES:
        remove(settings.var_dir / name)
        if (scratch / name).is_file():
            shutil.move(scratch / name, settings.var_dir / name)


def _forget_counters(settings: Settings) -> None:
    """Cache, sessions' cache and counters in Valkey speak of the market that was here before."""
    import valkey

    client = valkey.Valkey.from_url(settings.valkey_url or "")
    client.flushdb()
    client.close()  # type: ignore[no-untyped-call]
