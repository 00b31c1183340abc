"""Finished files move into the storage, where signed addresses find them."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage

from jishi.foundation.kernel.storage import delete_file, save_file


class _Movable(File):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A file that a local storage may move instead of copying."""

    def temporary_file_path(self) -> str:
        """Where it lies now."""
        return str(self.name)


def publish_file(path: Path, key: str) -> str:
    """Move a file into the storage under exactly `key`."""
    with path.open("rb") as file:
        return save_file(key, _Movable(file, name=str(path)))


def publish_folder(folder: Path, prefix: str) -> None:
    """Move all files of a rendition; the playlists last, so that nothing is named too early."""
    files = sorted(folder.iterdir(), key=lambda p: (p.suffix == ".m3u8", p.name))
    for path in files:
        publish_file(path, f"{prefix}/{folder.name}/{path.name}")


def original_key(asset_id: UUID) -> str:
    """Where the file as uploaded is kept; no address is ever signed for it."""
    return f"originals/{asset_id}"


def forget_video(asset_id: UUID) -> None:
    """Remove a video's original and everything that was made of it."""
    delete_file(original_key(asset_id))
    _delete_tree(f"videos/{asset_id}")


def _delete_tree(prefix: str) -> None:
    if not default_storage.exists(prefix):
        return
    folders, files = default_storage.listdir(prefix)
    for name in files:
        default_storage.delete(f"{prefix}/{name}")
    for name in folders:
        _delete_tree(f"{prefix}/{name}")
    default_storage.delete(prefix)
