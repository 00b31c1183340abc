"""Every operation that the contract guards: closed without its token, its scope, its CSRF token."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from jishi.foundation.accounts.factories import login_user, make_person
from jishi.surfaces.api.contract import load_contract
from jishi.surfaces.api.factories import Program
from jishi.surfaces.api.types import Scope
from jishi.surfaces.api.urls import api

pytestmark = pytest.mark.django_db


def list_operations():
    """(method, path with made-up ids, scope or None), from the contract itself."""
    return [
        (
            method.upper(),
            re.sub(r"\{\w+\}", lambda _: str(uuid4()), path.removeprefix("/api/v1")),
            operation["security"][0]["token"][0] if "security" in operation else None,
        )
        for path, methods in load_contract(api)["paths"].items()
        for method, operation in methods.items()
    ]


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_only_reading_is_open():
    assert [o for o in list_operations() if o[0] != "GET" and o[2] is None] == []


def test_without_token_or_scope_nothing_opens():
    person = make_person()
    wrong = Program()
    wrong.headers["Authorization"] = "Bearer jishi_wrong"
    others = {scope: Program(person.id, [s for s in Scope if s != scope]) for scope in Scope}
    for method, path, scope in list_operations():
        if scope is None:
            continue
        assert code(Program().send(method, path)) == (401, "not_signed_in"), (method, path)
        assert code(wrong.send(method, path)) == (401, "token_invalid"), (method, path)
        answer = others[scope].send(method, path)
        assert code(answer) == (403, "scope_missing"), (method, path)
        assert answer.json()["error"]["details"] == {"scope": scope}


def test_a_session_without_csrf_token_writes_nothing():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(login_user(make_person().id))
    for method, path, _scope in list_operations():
        if method == "GET":
            continue
        answer = browser.generic(method, f"/api/v1{path}", "{}", content_type="application/json")
        assert code(answer) == (403, "csrf_missing"), (method, path)
