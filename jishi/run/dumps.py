"""The database as one file and back, through PostgreSQL's own programs."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

from jishi.run.embedded.postgres import telling_line
from jishi.run.embedded.programs import PostgresPrograms, list_programs
from jishi.run.errors import CommandFailed, EngineMissing

# All at once or not at all: the old schema goes in the transaction that brings the new one.
_PRELUDE = """
SET lock_timeout = '15s';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
# Written by pg_restore 17 and newer whatever the server; a server of 16 doesn't know it.
_NEW_SETTING = b"SET transaction_timeout = 0;\n"


def _newest() -> PostgresPrograms:
    # pg_dump reads older servers, never newer ones.
    found = sorted(list_programs(), key=lambda one: one.major)
    if not found:
        raise EngineMissing(engine="pg_dump", variable="PATH so that it has PostgreSQL's programs")
    return found[-1]


def _environment(url: str) -> dict[str, str]:
    """The address as variables: on a command line everyone could read the password."""
    from psycopg.conninfo import conninfo_to_dict

    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD",
             "dbname": "DATABASE", "sslmode": "SSLMODE", "sslrootcert": "SSLROOTCERT"}  # fmt: skip
    given = {f"PG{names[key]}": str(value) for key, value in conninfo_to_dict(url).items()
             if key in names}  # fmt: skip
    return {**os.environ, **given, "LC_ALL": "C", "PGCONNECT_TIMEOUT": "10"}


def dump(url: str, file: Path) -> None:
    """Write a consistent copy of the database; raises CommandFailed."""
    command = [_newest().path("pg_dump"), "--format=custom", "--no-owner", f"--file={file}"]
    done = subprocess.run(
        command, env=_environment(url), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandFailed(what="pg_dump", reason=telling_line(done.stderr))


def load(url: str, file: Path) -> None:
    """Replace the database by a copy, in one transaction; CommandFailed changes nothing."""
    programs = _newest()
    read = [programs.path("pg_restore"), "--no-owner", "--exit-on-error", "--file=-", str(file)]
    write = [
        programs.path("psql"), "--no-psqlrc", "--quiet", "--single-transaction",
        "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--command={_PRELUDE}", "--file=-",
    ]  # fmt: skip
    errors = file.with_suffix(".errors")
    with (
        errors.open("wb") as said,
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=said) as reader,
        subprocess.Popen(
            write, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said,
            env=_environment(url),
        ) as writer,
    ):  # fmt: skip
        assert reader.stdout is not None
        assert writer.stdin is not None
        whole = _pour(reader, writer)
    if reader.returncode or writer.returncode or not whole:
        raise CommandFailed(what="restoring", reason=telling_line(errors.read_text()))


def _pour(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> bool:
    """Pass the script on; False when it broke off, and then it must not be committed."""
    assert reader.stdout is not None
    assert writer.stdin is not None
    try:
        first = reader.stdout.read(65536)
        writer.stdin.write(first.replace(_NEW_SETTING, b""))
        while data := reader.stdout.read(1 << 20):
            writer.stdin.write(data)
        if reader.wait() != 0:
            writer.stdin.write(b"\n\\.\n;SELECT 1/0;\n")  # half a script: roll it back
        writer.stdin.close()
    except BrokenPipeError:
        reader.kill()
        with contextlib.suppress(BrokenPipeError):
            writer.stdin.close()
        return False
    return reader.returncode == 0
