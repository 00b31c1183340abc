"""Where bytes lie until they are checked and made playable."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

from jishi.content.media.types import UPLOAD_FOLDER
from jishi.foundation.kernel.settings import settings


def upload_path(asset_id: UUID) -> Path:
    """The file that the files process writes to."""
    return settings.var_dir / UPLOAD_FOLDER / str(asset_id)


def received_bytes(asset_id: UUID) -> int:
    """How many bytes have arrived; 0 when none has."""
    try:
        return upload_path(asset_id).stat().st_size
    except FileNotFoundError:
        return 0


def place_upload(asset_id: UUID, source: Path | bytes) -> Path:
    """Put a file where an upload would have ended."""
    path = upload_path(asset_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(source, bytes):
        path.write_bytes(source)
    else:
        shutil.copyfile(source, path)
    return path


def forget_upload(asset_id: UUID) -> None:
    """Remove what has arrived; nothing happens when there is nothing."""
    upload_path(asset_id).unlink(missing_ok=True)


def work_folder(asset_id: UUID, run_id: UUID) -> Path:
    """An empty folder for one run; leftovers of earlier runs of the asset are removed."""
    root = settings.var_dir / "work"
    root.mkdir(parents=True, exist_ok=True)
    for old in root.glob(f"{asset_id}-*"):
        shutil.rmtree(old, ignore_errors=True)
    folder = root / f"{asset_id}-{run_id}"
    folder.mkdir()
    return folder
