"""`jishi doctor`: looks at everything a start needs and says what to do about each problem."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jishi.run.embedded.identity import choose_identity
from jishi.run.embedded.places import check_storage, load_credentials, socket_folder
from jishi.run.embedded.programs import find_programs
from jishi.run.embedded.valkey import find_program
from jishi.run.engines import EngineUrls
from jishi.run.errors import RunError
from jishi.run.installation import (
    DATABASE,
    State,
    check_database,
    check_valkey,
    elsewhere,
    find_state,
    read_settings,
)
from jishi.run.ports import ask, check_port

if TYPE_CHECKING:
    from jishi.foundation.kernel.settings import Settings

GOOD, HINT, BAD = "ok", "hint", "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, how it is, and what is known or to be done."""

    subject: str
    level: str
    text: str


def examine() -> list[Finding]:
    """Look at everything; never raises for what it finds."""
    found = [_python()]
    try:
        settings = read_settings()
    except RunError as error:
        return [*found, Finding("settings", BAD, str(error))]
    found.append(Finding("settings", GOOD, f"var is {settings.var_dir}"))
    state = find_state(settings.var_dir)
    found += _tried("storage", lambda: _storage(settings))
    found += _tried("sockets", lambda: f"in {socket_folder(settings.var_dir)}")
    given = elsewhere(settings)
    found += _tried("PostgreSQL", lambda: _postgres(settings, given))
    found += _tried("Valkey", lambda: _valkey(settings, given))
    found += _running(settings, state)
    found += _database(state, given)
    return [*found, *_rest(settings, given)]


def show(findings: list[Finding]) -> bool:
    """Print the table; False when something is wrong."""
    for finding in findings:
        print(f"{finding.level:<6} {finding.subject:<12} {finding.text}")
    wrong = sum(finding.level == BAD for finding in findings)
    print(f"\n{wrong} wrong" if wrong else "\nall is well")
    return not wrong


def _tried(subject: str, look: Callable[[], str]) -> list[Finding]:
    try:
        return [Finding(subject, GOOD, look())]
    except RunError as error:
        return [Finding(subject, BAD, str(error))]


def _python() -> Finding:
    return Finding("Python", GOOD, f"{sys.version.split()[0]} in {sys.prefix}")


def _storage(settings: Settings) -> str:
    check_storage(settings.var_dir)
    free = shutil.disk_usage(settings.var_dir).free
    return f"{settings.var_dir} takes data, {free / 1e9:.1f} GB free"


def _postgres(settings: Settings, given: EngineUrls) -> str:
    if given.database_url:
        return f"{check_database(DATABASE, given.database_url)} by {DATABASE}"
    data = settings.var_dir / "postgres"
    programs = find_programs(data)
    identity = choose_identity(data)
    if data.exists():
        load_credentials(settings.var_dir, data)
    how = "as this user"
    if identity.prefix:
        owner = identity.owner
        how = "as root, in a user namespace" if owner is None else f"as user id {owner}"
    return f"{programs.major} from {programs.folder}, {how}"


def _valkey(settings: Settings, given: EngineUrls) -> str:
    if given.valkey_url:
        return f"{check_valkey(given.valkey_url)} by JISHI_VALKEY_URL"
    program = find_program(settings.var_dir / "valkey")
    return f"{program.major} from {program.path}"


def _running(settings: Settings, state: State | None) -> Iterator[Finding]:
    if state is None:
        yield Finding("market", GOOD, "not running; start it with `jishi up`")
        yield from _tried("port", lambda: _free(settings, settings.port, "--port or JISHI_PORT"))
        yield from _tried(
            "files port", lambda: _free(settings, settings.files_port, "JISHI_FILES_PORT")
        )
        return
    status = ask(settings.host, settings.port)
    said = f"process {state.pid} runs it; {settings.market_url} "
    if status is None:
        yield Finding("market", BAD, said + "does not answer; see the lines of `web`")
    else:
        yield Finding("market", BAD if status >= 500 else GOOD, f"{said}answers {status}")


def _free(settings: Settings, port: int, option: str) -> str:
    check_port(settings.host, port, option)
    return f"{port} on {settings.host} is free"


def _database(state: State | None, given: EngineUrls) -> Iterator[Finding]:
    url = state.urls.owner_url if state else given.owner_url
    if not url:
        return
    from jishi.run.schema import fingerprint, is_current

    try:
        current = is_current(url, fingerprint())
    except Exception as error:
        yield Finding("schema", BAD, f"cannot be read: {str(error).splitlines()[0]}")
        return
    text = "up to date" if current else "to be brought up to date: `jishi migrate`"
    yield Finding("schema", GOOD if current else HINT, text)


def _rest(settings: Settings, given: EngineUrls) -> Iterator[Finding]:
    from jishi.foundation.kernel.settings import ROOT

    if given.database_url and given.owner_url == given.database_url:
        yield Finding(
            "roles", HINT, "the application owns its tables: set JISHI_DATABASE_OWNER_URL to "
            "another role, so that it cannot change the ledger",
        )  # fmt: skip
    if settings.sandbox and settings.public_url:
        yield Finding("sandbox", HINT, "people can reach a market whose money is for test only; "
                      "JISHI_SANDBOX=false for a real one")  # fmt: skip
    if settings.debug:
        yield Finding("debug", HINT, "JISHI_DEBUG shows the inside of errors to everyone")
    manifest = ROOT / "jishi" / "static" / "build" / "manifest.json"
    if manifest.exists():
        yield Finding("pages", GOOD, "scripts and styles are built")
    else:
        yield Finding("pages", BAD, "scripts and styles are not built: `make setup`")
    yield from _ffmpeg()


def _ffmpeg() -> Iterator[Finding]:
    path = shutil.which("ffmpeg")
    if path is None:
        try:
            import imageio_ffmpeg

            path = imageio_ffmpeg.get_ffmpeg_exe()
        except (ImportError, RuntimeError) as error:
            yield Finding("ffmpeg", BAD, f"{error}; install ffmpeg, or the requirements again")
            return
    runs = os.access(path, os.X_OK)
    yield Finding("ffmpeg", GOOD if runs else BAD, path if runs else f"{path} cannot be run")
