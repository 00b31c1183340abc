"""A pytest plugin: every run gets engines and a `var/` of its own, in a temporary folder."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from jishi.run.engines import running_engines

_stack = ExitStack()
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Start the engines before pytest-django reads the settings."""
    var = Path(tempfile.mkdtemp(prefix="jishi-test-"))
    _stack.callback(shutil.rmtree, var, ignore_errors=True)
    urls = _stack.enter_context(running_engines(var / "engines", durable=False))
    os.environ |= {
        "JISHI_VAR_DIR": str(var),
        "JISHI_DATABASE_URL": urls.owner_url,
        "JISHI_DATABASE_OWNER_URL": urls.owner_url,
        "JISHI_VALKEY_URL": urls.valkey_url,
        "JISHI_SANDBOX": "true",
        "JISHI_SECRET_KEY": "for tests only, and long enough to be one",
    }
    return (yield)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names of tests without ids made by chance: all workers must collect the same ones."""
    if isinstance(val, str | bytes):
        text = val if isinstance(val, str) else val.decode(errors="replace")
        if _UUID.search(text):
            return _UUID.sub("uuid", text)
    return None


def pytest_unconfigure() -> None:
    """Stop the engines and remove their folder."""
    _stack.close()


@pytest.fixture(autouse=True, scope="session")
def _may_be_emptied(request: pytest.FixtureRequest) -> None:
    """Let Django empty append-only tables between transactional tests: only TRUNCATE is let by."""
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    from django.db import connection
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda _case: _empty_tables()  # type: ignore[attr-defined]
    with blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgtype & 32 = 32"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        # A table kept for a release after its model went must not keep others from being emptied.
        known = connection.introspection.django_table_names(only_existing=True)
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"
            " AND NOT conrelid::regclass::text = ANY(%s) AND confrelid::regclass::text = ANY(%s)",
            [known, known],
        )
        for table, constraint in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")


# Django's own lists of what there is; a flush would fill them anew after every test.
_KEPT = ["django_content_type", "auth_permission", "django_migrations"]


def _empty_tables() -> None:
    """After a transactional test: empty what has rows, the queue's tables too.

    Instead of Django's flush, which empties every table that a model knows, and fails on one that
    none knows any more.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(format('SELECT %%L WHERE EXISTS (SELECT 1 FROM %%I)', tablename,"
            " tablename), ' UNION ALL ') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> ALL(%s)",
            [_KEPT],
        )
        cursor.execute(cursor.fetchone()[0])
        filled = [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]
        if filled:
            cursor.execute(f"TRUNCATE {', '.join(filled)} CASCADE")


@pytest.fixture(autouse=True)
def _fresh_sandbox() -> Iterator[None]:
    """Each test begins with an empty Valkey, no stored files, real time, default policies."""
    from jishi.foundation.kernel.clock import set_offset
    from jishi.foundation.kernel.policies import forget_policies
    from jishi.foundation.kernel.settings import settings
    from jishi.foundation.kernel.valkey import get_valkey

    get_valkey().flushdb()
    forget_policies()
    for folder in ("media", "uploads", "work"):
        shutil.rmtree(settings.var_dir / folder, ignore_errors=True)
    yield
    set_offset(timedelta())
