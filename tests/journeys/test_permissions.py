"""Who may open and send what: every address, every role, against a table that must be whole.

A new address fails here until `permission_table.py` has its rows; the failure prints them as they
answer now, to be read and, if they are right, kept.
"""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from jishi.foundation.accounts.factories import login_user
from jishi.foundation.kernel.valkey import get_valkey
from tests.journeys.permission_table import TABLE
from tests.journeys.permission_world import ROLES, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]
METHODS = ("GET", "POST")
# The Control room has one rule for all its addresses (see its own test): staff or nothing.
_ELSEWHERE = re.compile(r"/control/")
_NAME = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def list_addresses() -> list[str]:
    """Every pattern, as `/orders/<order_id>/`."""
    found: list[str] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            text = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
            if isinstance(pattern, URLResolver):
                walk(pattern, text)
            else:
                found.append(_NAME.sub(lambda m: f"<{m[1] or m[2]}>", text))

    walk(get_resolver(), "/")
    return [a for a in dict.fromkeys(found) if not _ELSEWHERE.match(a)]


def read_table() -> dict[tuple[str, str, str], list[str]]:
    """Expected statuses by (method, address, variant), in the order of the roles."""
    rows = {}
    for line in TABLE.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        method, address, *statuses = line.split()
        address, _, variant = address.partition("#")
        assert len(statuses) == len(ROLES), line
        assert (method, address, variant) not in rows, f"twice: {line}"
        rows[method, address, variant] = statuses
    return rows


def ask(client: Client, world: World, method: str, address: str, variant: str) -> str:
    """The status of one request, whose changes are taken back."""
    values = world.values | (world.variants[variant] if variant else {})
    path = re.sub(r"<(\w+)>", lambda m: str(values[m[1]]), address)
    form = world.forms.get(variant, {})
    before = transaction.savepoint()  # not a block: views open their own, which may not be nested
    answer = client.post(path, form) if method == "POST" else client.generic(method, path)
    transaction.savepoint_rollback(before)
    return str(answer.status_code)


@pytest.fixture
def world() -> World:
    return make_world()


def test_the_table_answers_as_the_market_does(world):
    table = read_table()
    wanted = {(m, a, "") for a in list_addresses() for m in METHODS} | set(table)
    answers: dict[tuple[str, str, str], list[str]] = {row: [] for row in sorted(wanted)}
    for role in ROLES:
        client = Client(raise_request_exception=False)
        person = world.people[role]
        if person is not None:
            client.force_login(login_user(person))
        kept = client.cookies.output()
        for row in answers:
            get_valkey().flushdb()  # rate limits are tested where they are set
            answers[row].append(ask(client, world, *row))
            if client.cookies.output() != kept:
                client.cookies.clear()
                if person is not None:
                    client.force_login(login_user(person))
                kept = client.cookies.output()
    different = [
        f"{method:4} {address}{'#' + variant if variant else ''}  {' '.join(now)}"
        + (f"   # table: {' '.join(table[method, address, variant])}" if known else "   # no row")
        for (method, address, variant), now in answers.items()
        if now != table.get((method, address, variant))
        for known in [(method, address, variant) in table]
    ]
    assert different == [], "\n".join(["", *different])


def test_no_row_has_lost_its_address():
    addresses = set(list_addresses())
    assert {a for _, a, _ in read_table()} - addresses == set()


def test_nobody_is_answered_with_a_broken_page():
    assert [row for row, statuses in read_table().items() if "500" in statuses] == []
