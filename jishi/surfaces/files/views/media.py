"""Stored files by signed address, whole or in ranges (RFC 9110, section 14)."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from urllib.parse import unquote

from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.signing import check_media, check_media_prefix
from jishi.surfaces.files.types import Headers, Reply, Scope, cors, query_values, refuse

ROOT = (settings.var_dir / "media").resolve()
# Only what is listed is served; anything else would let a browser guess.
CONTENT_TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
}
EXPOSE = "Accept-Ranges, Content-Length, Content-Range, ETag"


def serve_media(scope: Scope, reply: Reply) -> None:
    """`/media/<key>?e=<expires>&s=<mac>`."""
    key = _key(scope.path.removeprefix("/media/"))
    values = query_values(scope)
    if key is None or not check_media(key, values.get("e", ""), values.get("s", "")):
        return refuse(scope, reply, 403, "media_address_refused")
    return _serve(scope, reply, key)


def serve_prefix(scope: Scope, reply: Reply) -> None:
    """`/p/<expires>/<mac>/<key>`: the signature opens a folder, playlists name what is in it."""
    expires, _, rest = scope.path.removeprefix("/p/").partition("/")
    mac, _, path = rest.partition("/")
    key = _key(path)
    if key is None or not check_media_prefix(key, expires, mac):
        return refuse(scope, reply, 403, "media_address_refused")
    return _serve(scope, reply, key)


def _key(path: str) -> str | None:
    key = unquote(path)
    parts = key.split("/")
    if "\x00" in key or "\\" in key or not key or any(p in ("", ".", "..") for p in parts):
        return None
    return key


def _serve(scope: Scope, reply: Reply, key: str) -> None:
    path = ROOT / key
    content_type = CONTENT_TYPES.get(path.suffix.lower())
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return refuse(scope, reply, 404, "media_not_found")
    if content_type is None or not stat.S_ISREG(found.st_mode) or not _inside(path):
        return refuse(scope, reply, 404, "media_not_found")
    etag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    headers: Headers = [
        *cors(scope, expose=EXPOSE),
        ("content-type", content_type),
        ("accept-ranges", "bytes"),
        ("etag", etag),
        # A signed address is for one person's browser; what it names never changes.
        ("cache-control", "private, max-age=21600, immutable"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cross-origin-resource-policy", "cross-origin"),
    ]
    if path.suffix.lower() == ".pdf":
        # Browsers don't open a PDF in a sandbox; it is kept as a file.
        headers.append(("content-disposition", "attachment"))
    if scope.headers.get("if-none-match") == etag:
        return reply.response_empty(304, headers)
    return _send(scope, reply, str(path), found.st_size, etag, headers)


def _send(scope: Scope, reply: Reply, path: str, size: int, etag: str, headers: Headers) -> None:
    asked = scope.headers.get("range")
    if asked and scope.headers.get("if-range") in (None, etag):
        span = read_range(asked, size)
        if span == ():
            refuse(scope, reply, 416, "range_refused", [("content-range", f"bytes */{size}")])
            return
        if span:
            start, end = span
            headers += [
                ("content-range", f"bytes {start}-{end - 1}/{size}"),
                ("content-length", str(end - start)),
            ]
            if scope.method == "HEAD":
                return reply.response_empty(206, headers)
            return reply.response_file_range(206, headers, path, start, end)
    headers.append(("content-length", str(size)))
    if scope.method == "HEAD" or size == 0:
        return reply.response_empty(200, headers)
    return reply.response_file(200, headers, path)


def read_range(value: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """(start, end) with `end` excluded; () when it can't be satisfied, None to be ignored."""
    unit, _, spans = value.partition("=")
    first, dash, last = spans.partition("-")
    if unit.strip() != "bytes" or not dash or "," in spans:
        return None
    first, last = first.strip(), last.strip()
    if (first and not _is_number(first)) or (last and not _is_number(last)):
        return None
    if first:
        start, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < start:
            return None
    elif last:
        start, end = max(0, size - int(last)), size
    else:
        return None
    return (start, end) if start < end else ()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _inside(path: Path) -> bool:
    return path.resolve().is_relative_to(ROOT)
