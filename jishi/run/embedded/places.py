"""Where engines keep things: socket folder, credentials, the lock that says who uses `var/`."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from jishi.run.errors import (
    AlreadyRunning,
    CredentialsLost,
    SocketPathTooLong,
    StorageFull,
    VarNotWritable,
)

# sun_path holds 108 bytes with its NUL on Linux, 104 on macOS; the smaller fits both.
SOCKET_LIMIT = 103
LONGEST_SOCKET = ".s.PGSQL.5432"
NEEDED_MB = 256
_SIMPLE = re.compile(r"[A-Za-z0-9/._+-]+")


def check_storage(var: Path, needed_mb: int = NEEDED_MB) -> None:
    """Make `var` and prove that it takes data; raises VarNotWritable or StorageFull."""
    try:
        (var / "run").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=var / "run") as probe:
            probe.write(b"\0" * 65536)
            probe.flush()
            os.fsync(probe.fileno())
        free_mb = shutil.disk_usage(var).free >> 20
    except OSError as error:
        raise storage_error(var, error, needed_mb) from error
    if free_mb < needed_mb:
        raise StorageFull(path=var, free_mb=free_mb, needed_mb=needed_mb)


def storage_error(
    var: Path, error: OSError, needed_mb: int = NEEDED_MB
) -> StorageFull | VarNotWritable:
    """The one-line error for what the file system said."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(path=var, free_mb=0, needed_mb=needed_mb)
    return VarNotWritable(path=var, reason=error.strerror or str(error))


def socket_folder(var: Path) -> Path:
    """A folder, ours alone, whose path is short and plain enough for unix sockets.

    `var/run` where it fits; else `jishi-<user>-<hash of var>` in the temporary folder, always
    the same one for the same `var`. Raises SocketPathTooLong.
    """
    near = var / "run"
    if _fits(near):
        near.mkdir(parents=True, exist_ok=True)
        if _takes_sockets(near):
            return near
    name = f"jishi-{os.geteuid()}-{hashlib.sha256(os.fsencode(var)).hexdigest()[:10]}"
    tried = []
    for base in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp")):  # noqa: S108
        folder = Path(base) / name
        tried.append(base)
        if _fits(folder) and _make_private(folder) and _takes_sockets(folder):
            return folder
    raise SocketPathTooLong(limit=SOCKET_LIMIT, tried=", ".join(tried))


def forget_sockets(var: Path, folder: Path) -> None:
    """Remove a socket folder that lies outside `var`, once nobody listens there."""
    if not folder.is_relative_to(var):
        shutil.rmtree(folder, ignore_errors=True)


def _fits(folder: Path) -> bool:
    longest = os.fsencode(folder / LONGEST_SOCKET)
    return len(longest) <= SOCKET_LIMIT and _SIMPLE.fullmatch(str(folder)) is not None


def _make_private(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    # In a folder everyone can write, somebody else may have been there first.
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return ours and not found.st_mode & 0o077


def _takes_sockets(folder: Path) -> bool:
    """Some file systems (shared folders of virtual machines) hold no sockets."""
    path = folder / f".p{os.getpid()}"
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.bind(str(path))
    except OSError:
        return False
    finally:
        path.unlink(missing_ok=True)
    return True


@dataclass(frozen=True, slots=True)
class Credentials:
    """Passwords of the embedded engines; made once, kept in a file that only we can read."""

    owner: str
    app: str
    valkey: str


def load_credentials(var: Path, data: Path) -> Credentials:
    """Read `var/credentials.json`, or make it; raises CredentialsLost when `data` needs the old."""
    path = var / "credentials.json"
    try:
        return Credentials(**json.loads(path.read_text()))
    except FileNotFoundError:
        if data.exists():
            raise CredentialsLost(path=path, data=data) from None
    except (TypeError, ValueError):
        if data.exists():
            raise CredentialsLost(path=path, data=data) from None
        path.unlink()
    made = Credentials(*(secrets.token_urlsafe(24) for _ in range(3)))
    write_private(path, json.dumps(asdict(made)))
    return made


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user can read, whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(fd, "w") as file:
            file.write(text)
        fresh.replace(path)
    except OSError as error:
        raise storage_error(path.parent, error) from error


@contextlib.contextmanager
def hold(var: Path, command: str) -> Iterator[str | None]:
    """Be the only one who uses `var`; raises AlreadyRunning with the holder's name.

    The kernel drops the lock with the process, so `kill -9` leaves no lock behind, only the
    name of its holder, which is given: it ended without cleaning up.
    """
    path = var / "run" / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise storage_error(var, error) from error
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _in_use(var, os.pread(fd, 4096, 0)) from None
        left = _name_of(os.pread(fd, 4096, 0))
        os.ftruncate(fd, 0)
        os.pwrite(fd, json.dumps({"pid": os.getpid(), "command": command}).encode(), 0)
        try:
            yield left
        finally:
            os.ftruncate(fd, 0)
    finally:
        os.close(fd)


def _in_use(var: Path, text: bytes) -> AlreadyRunning:
    command, pid = _holder(text) or ("another jishi", "unknown")
    return AlreadyRunning(path=var, command=command, pid=pid)


def _name_of(text: bytes) -> str | None:
    found = _holder(text)
    return f"`{found[0]}` (process {found[1]})" if found else None


def _holder(text: bytes) -> tuple[str, int] | None:
    try:
        holder = json.loads(text)
        return str(holder["command"]), int(holder["pid"])
    except (ValueError, KeyError, TypeError):
        return None
