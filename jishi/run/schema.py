"""Bringing the database's schema up to date, and knowing quickly that it is."""

from __future__ import annotations

import hashlib
from importlib.metadata import distributions
from pathlib import Path

import jishi

_TABLE = "run_schema"  # ours alone; it travels with the data, so a restored backup tells the truth
_LOCK = 0x6A697368  # two starts at once on one database: the second waits


def fingerprint() -> str:
    """Changes whenever there could be more to migrate: migrations, rights, a library's version."""
    root = Path(jishi.__file__).parent
    digest = hashlib.sha256()
    rooms = [path for what in ("migrations/*.py", "apps.py") for path in root.glob(f"*/*/{what}")]
    for path in sorted([*rooms, *root.glob("config/*.py")]):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    for name in sorted(f"{one.metadata['Name']}=={one.version}" for one in distributions()):
        digest.update(name.encode())
    return digest.hexdigest()


def is_current(owner_url: str, code: str) -> bool:
    """Whether the last `migrate` of this database was done by the code of this fingerprint."""
    import psycopg

    with psycopg.connect(owner_url, connect_timeout=10) as db:
        there = db.execute("SELECT to_regclass(%s)", [_TABLE]).fetchone()
        if not there or there[0] is None:
            return False
        row = db.execute(f"SELECT fingerprint FROM {_TABLE}").fetchone()  # noqa: S608
        return row is not None and row[0] == code


def migrate(owner_url: str, *, verbosity: int = 1) -> None:
    """Apply what is missing, as the owner; call it before Django has connected anywhere."""
    import django
    import psycopg
    from django.conf import settings
    from django.core.management import call_command

    from jishi.config.settings import database_from_url

    # Only the connection is the owner's: rights are granted to whom JISHI_DATABASE_URL names.
    settings.DATABASES["default"] = database_from_url(owner_url)

    with psycopg.connect(owner_url, autocommit=True) as db:
        db.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        django.setup()
        call_command("migrate", interactive=False, verbosity=verbosity)
        with db.transaction():
            db.execute(
                f"CREATE TABLE IF NOT EXISTS {_TABLE} "
                "(only_one bool PRIMARY KEY DEFAULT true CHECK (only_one), fingerprint text)"
            )
            db.execute(
                f"INSERT INTO {_TABLE} (fingerprint) VALUES (%s) "  # noqa: S608
                "ON CONFLICT (only_one) DO UPDATE SET fingerprint = EXCLUDED.fingerprint",
                [fingerprint()],
            )
