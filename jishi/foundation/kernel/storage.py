"""Stored files: a folder by default, any Django storage by setting; keys, never paths."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.signing import media_url

__all__ = ["delete_file", "local_path", "media_url", "save_bytes", "save_file"]


def media_root() -> Path:
    """Folder that the files process serves."""
    return settings.var_dir / "media"


def save_bytes(key: str, data: bytes) -> str:
    """Store `data` under exactly `key`, replacing what was there; returns the key."""
    return save_file(key, ContentFile(data))


def save_file(key: str, content: File[bytes]) -> str:
    """Store a file under exactly `key`, replacing what was there; returns the key."""
    if default_storage.exists(key):
        default_storage.delete(key)
    return default_storage.save(key, content)


def delete_file(key: str) -> None:
    """Remove a stored file; nothing happens when it is gone already."""
    default_storage.delete(key)


def local_path(key: str) -> Path:
    """Where a stored file lies on this machine, for ffmpeg and Pillow."""
    return Path(default_storage.path(key))
