"""One installation: its settings, where its engines are, and commands that need them."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jishi.run.embedded.places import check_storage, hold, write_private
from jishi.run.engines import EngineSet, EngineUrls, embedded_engines, started
from jishi.run.errors import BadSetting, NotRunning, TooOld, Unreachable

if TYPE_CHECKING:
    from jishi.foundation.kernel.settings import Settings

POSTGRES_MINIMUM, VALKEY_MINIMUM = 16, 8
DATABASE, OWNER, VALKEY = "JISHI_DATABASE_URL", "JISHI_DATABASE_OWNER_URL", "JISHI_VALKEY_URL"


def read_settings() -> Settings:
    """The typed settings; raises BadSetting naming the variable that cannot be used."""
    from pydantic import ValidationError

    try:
        from jishi.foundation.kernel.settings import load_settings

        settings = load_settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "JISHI_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSetting(name=name, reason=first["msg"], value=repr(first["input"])) from None
    settings.var_dir = settings.var_dir.expanduser().resolve()
    return settings


def elsewhere(settings: Settings) -> EngineUrls:
    """Addresses of engines that are not ours; empty where we run our own."""
    database = settings.database_url or ""
    return EngineUrls(database, settings.database_owner_url or database, settings.valkey_url or "")


def own_engines(settings: Settings, given: EngineUrls) -> EngineSet:
    """The engines that this installation runs itself."""
    but = [name for name, url in (("postgres", given.database_url), ("valkey", given.valkey_url))
           if url]  # fmt: skip
    return embedded_engines(settings.var_dir, but=but)


def environment(settings: Settings, urls: EngineUrls) -> dict[str, str]:
    """Environment for child processes: ours, with the addresses in use."""
    return {
        **os.environ,
        DATABASE: urls.database_url,
        OWNER: urls.owner_url,
        VALKEY: urls.valkey_url,
        "JISHI_VAR_DIR": str(settings.var_dir),
        "JISHI_PORT": str(settings.port),
        "JISHI_FILES_PORT": str(settings.files_port),
        "DJANGO_SETTINGS_MODULE": "jishi.config.settings",
        "PYTHONUNBUFFERED": "1",
    }


def adopt(settings: Settings, urls: EngineUrls) -> None:
    """Let this process and its children use these addresses."""
    os.environ.update(environment(settings, urls))
    settings.database_url = urls.database_url
    settings.database_owner_url = urls.owner_url
    settings.valkey_url = urls.valkey_url


@dataclass(frozen=True, slots=True)
class State:
    """What `jishi up` writes to `var/run/engines.json` while its engines run."""

    pid: int
    urls: EngineUrls


def write_state(var: Path, state: State) -> None:
    """Tell other commands where the engines are."""
    write_private(var / "run" / "engines.json", json.dumps(asdict(state)))


def find_state(var: Path) -> State | None:
    """Where the engines of a running `jishi up` are; None when none runs."""
    try:
        raw = json.loads((var / "run" / "engines.json").read_text())
        state = State(raw["pid"], EngineUrls(**raw["urls"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return state if _is_held(var) else None


def _is_held(var: Path) -> bool:
    try:
        fd = os.open(var / "run" / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False


@contextlib.contextmanager
def connected(command: str, *, start: bool = True) -> Iterator[Settings]:
    """Settings whose engines answer for the length of a block.

    Engines by address; else those of a running `jishi up`; else ours, started for the block
    (with `start` False: NotRunning). Raises a RunError.
    """
    settings = read_settings()
    given = elsewhere(settings)
    if given.database_url and given.valkey_url:
        if "JISHI_SUPERVISED" not in os.environ:  # else `jishi up` has just done it
            check_elsewhere(given)
        adopt(settings, given)
        yield settings
        return
    state = find_state(settings.var_dir)
    if state is not None:
        adopt(settings, state.urls)
        yield settings
        return
    if not start:
        raise NotRunning()
    check_storage(settings.var_dir)
    with hold(settings.var_dir, command):
        check_elsewhere(given)
        engines = own_engines(settings, given)
        with started(engines, settings.var_dir):
            adopt(settings, engines.urls(given))
            yield settings


def check_elsewhere(given: EngineUrls) -> None:
    """Reach every engine that is not ours; raises Unreachable or TooOld."""
    if given.database_url:
        check_database(DATABASE, given.database_url)
    if given.owner_url not in ("", given.database_url):
        check_database(OWNER, given.owner_url)
    if given.valkey_url:
        check_valkey(given.valkey_url)


def check_database(variable: str, url: str) -> str:
    """Version of the server at this address; raises Unreachable or TooOld."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5) as db:
            number = db.info.server_version
    except psycopg.Error as error:
        raise Unreachable(variable=variable, reason=_brief(error)) from None
    version = f"{number // 10000}.{number % 10000}"
    if number < POSTGRES_MINIMUM * 10000:
        raise TooOld(variable=variable, engine="PostgreSQL", found=version, needed=POSTGRES_MINIMUM)
    return version


def check_valkey(url: str) -> str:
    """Version of the server at this address; raises Unreachable or TooOld."""
    import valkey

    try:
        client = valkey.Valkey.from_url(url, socket_connect_timeout=5, socket_timeout=5)
        info: dict[str, object] = client.info("server")  # type: ignore[assignment]
        client.close()  # type: ignore[no-untyped-call]
    except (valkey.ValkeyError, ValueError, OSError) as error:
        raise Unreachable(variable=VALKEY, reason=_brief(error)) from None
    version = str(info.get("valkey_version", "")) or f"{info.get('redis_version')} (Redis)"
    if "valkey_version" not in info or int(version.split(".")[0]) < VALKEY_MINIMUM:
        raise TooOld(variable=VALKEY, engine="Valkey", found=version, needed=VALKEY_MINIMUM)
    return version


def _brief(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = lines[0] if lines else type(error).__name__
    # An address in an error may carry its password.
    return re.sub(r"://[^@\s]*@", "://…@", text).rstrip(".")
