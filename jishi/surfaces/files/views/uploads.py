"""Resumable uploads: tus 1.0 core, creation, termination, checksum, expiration.

The market hands out a ticket for one asset of one size; whoever holds it may send the bytes.
The file's length on disk is the offset, so a killed process or a cut line loses nothing that
was answered for; every PATCH is on disk (fsync) before it is answered.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import fcntl
import hashlib
import os
import re
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any

from jishi.content.media.types import UPLOAD_FOLDER, UPLOAD_PURPOSE
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.signing import read_token
from jishi.surfaces.files.types import Headers, Reply, Scope, cors, query_values, refuse

ROOT = settings.var_dir / UPLOAD_FOLDER
MAX_SIZE = 16 * 1024**3  # of the protocol; tickets are far smaller
CHECKSUMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "md5": hashlib.md5}
EXPOSE = (
    "Location, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires,"
    " Upload-Length, Upload-Offset"
)
PREFLIGHT: Headers = [
    ("access-control-allow-methods", "POST, HEAD, PATCH, DELETE, OPTIONS"),
    (
        "access-control-allow-headers",
        "Content-Type, Tus-Resumable, Upload-Checksum, Upload-Length, Upload-Metadata,"
        " Upload-Offset, Upload-Ticket",
    ),
    ("access-control-max-age", "86400"),
]
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to send one file; made by the market, `expires` in seconds since 1970."""

    asset: str
    size: int
    expires: int
    token: str

    @property
    def path(self) -> Path:
        """Where the bytes go."""
        return ROOT / self.asset

    def headers(self, scope: Scope, offset: int) -> Headers:
        """What every answer about the upload carries."""
        return [
            *_headers(scope),
            ("upload-offset", str(offset)),
            ("upload-length", str(self.size)),
            ("upload-expires", formatdate(self.expires, usegmt=True)),
        ]


async def serve_upload(scope: Scope, reply: Reply) -> None:
    """`/uploads` (creation) and `/uploads/<asset>?t=<ticket>`."""
    method = scope.headers.get("x-http-method-override") or scope.method
    if method == "OPTIONS":
        return reply.response_empty(204, [*_headers(scope), *PREFLIGHT, *_abilities()])
    if scope.headers.get("tus-resumable") != "1.0.0":
        return refuse(scope, reply, 412, "tus_version_refused", _abilities())
    asset = scope.path.removeprefix("/uploads").strip("/")
    ticket = _read_ticket(scope, asset)
    if ticket is None:
        return refuse(scope, reply, 403, "upload_token_refused")
    if method == "POST" and not asset:
        return _create(scope, reply, ticket)
    if method == "HEAD":
        return reply.response_empty(
            200, [*ticket.headers(scope, _length(ticket.path)), ("cache-control", "no-store")]
        )
    if method == "PATCH":
        return await _append(scope, reply, ticket)
    if method == "DELETE":
        ticket.path.unlink(missing_ok=True)
        return reply.response_empty(204, _headers(scope))
    return refuse(scope, reply, 405, "method_refused")


def _create(scope: Scope, reply: Reply, ticket: Ticket) -> None:
    if scope.headers.get("upload-length") != str(ticket.size):
        return refuse(scope, reply, 400, "upload_length_refused")
    ROOT.mkdir(parents=True, exist_ok=True)
    ticket.path.open("ab").close()
    location = f"{settings.media_url}/uploads/{ticket.asset}?t={ticket.token}"
    return reply.response_empty(
        201, [*ticket.headers(scope, _length(ticket.path)), ("location", location)]
    )


async def _append(scope: Scope, reply: Reply, ticket: Ticket) -> None:
    if scope.headers.get("content-type") != "application/offset+octet-stream":
        return refuse(scope, reply, 415, "content_type_refused")
    offset = scope.headers.get("upload-offset") or ""
    if not (offset.isascii() and offset.isdigit()):
        return refuse(scope, reply, 400, "upload_offset_refused")
    digest, wanted = _checksum(scope)
    if digest is None and wanted is not None:
        return refuse(scope, reply, 400, "checksum_algorithm_refused")
    ROOT.mkdir(parents=True, exist_ok=True)
    file = os.open(ticket.path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return refuse(scope, reply, 423, "upload_locked")
        status, code, at = await _write(scope, reply, ticket, file, int(offset), digest, wanted)
    finally:
        os.close(file)  # before the answer: the next part may follow at once
    headers = ticket.headers(scope, at)
    if code:
        return refuse(scope, reply, status, code, headers)
    return reply.response_empty(status, headers)


async def _write(
    scope: Scope,
    reply: Reply,
    ticket: Ticket,
    file: int,
    offset: int,
    digest: Any,
    wanted: bytes | None,
) -> tuple[int, str, int]:
    """Write the body; gives the status, the error's code if any, and the offset after it."""
    start = os.lseek(file, 0, os.SEEK_END)
    if offset != start:
        return 409, "upload_offset_wrong", start
    at, is_whole = start, False
    try:
        async for chunk in reply:
            if at + len(chunk) > ticket.size:
                os.ftruncate(file, start)
                return 413, "upload_too_long", start
            _write_all(file, chunk)
            at += len(chunk)
            if digest is not None:
                digest.update(chunk)
        is_whole = at - start == int(scope.headers.get("content-length") or at - start)
    finally:
        # What arrived before the line was cut is kept; unless a checksum was promised for it.
        if wanted is not None and not (is_whole and digest.digest() == wanted):
            os.ftruncate(file, start)
        else:
            await asyncio.to_thread(os.fsync, file)
    if wanted is not None and digest.digest() != wanted:
        return 460, "checksum_wrong", start
    return 204, "", at


def _write_all(file: int, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[os.write(file, view) :]


def _checksum(scope: Scope) -> tuple[Any, bytes | None]:
    value = scope.headers.get("upload-checksum")
    if not value:
        return None, None
    name, _, encoded = value.partition(" ")
    try:
        wanted = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        wanted = b""
    make = CHECKSUMS.get(name)
    return (make() if make else None), wanted


def _read_ticket(scope: Scope, asset: str) -> Ticket | None:
    token = query_values(scope).get("t") or scope.headers.get("upload-ticket") or ""
    claims = read_token(UPLOAD_PURPOSE, token)
    if claims is None or not _UUID.fullmatch(claims["asset"]) or claims["size"] > MAX_SIZE:
        return None
    if asset and asset != claims["asset"]:
        return None
    return Ticket(claims["asset"], claims["size"], claims["exp"], token)


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _headers(scope: Scope) -> Headers:
    return [*cors(scope, expose=EXPOSE), ("tus-resumable", "1.0.0")]


def _abilities() -> Headers:
    return [
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation,termination,checksum,expiration"),
        ("tus-checksum-algorithm", ",".join(CHECKSUMS)),
        ("tus-max-size", str(MAX_SIZE)),
    ]
