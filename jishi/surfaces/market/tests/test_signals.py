import json
from uuid import uuid4

import pytest

from jishi.foundation.accounts.factories import login_user, make_person
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals.factories import consume, event
from jishi.traffic.signals.queries import get_post_counts
from jishi.traffic.signals.queries.viewers import COOKIE
from jishi.traffic.signals.rules import STREAM

pytestmark = pytest.mark.django_db
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def post(client, *events, **headers):
    body = json.dumps({"events": events})
    # sendBeacon sends text/plain
    return client.post("/signals", body, content_type="text/plain", **(headers or OURS))


def test_a_device_gets_its_cookie_and_is_known_by_it(client):
    seen = uuid4()
    first = post(client, event("impression", seen))
    assert first.status_code == 204
    cookie = first.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    second = post(client, event("impression", seen))
    assert COOKIE not in second.cookies
    consume()
    assert get_post_counts([seen])[seen].impressions == 1  # the same viewer, the same hour


def test_a_forged_cookie_is_a_new_device(client):
    client.cookies[COOKIE] = "eyJ2IjoiYWJjIn0.AAAAAAAAAAAAAAAAAAAAAAAA"
    assert post(client, event("play", uuid4())).cookies[COOKIE].value.count(".") == 1


def test_a_person_is_known_without_a_cookie(client, django_assert_num_queries):
    person, seen = make_person(), uuid4()
    client.force_login(login_user(person.id))
    post(client, event("impression", seen))
    with django_assert_num_queries(1):  # the person; sessions are cached
        assert post(client, event("like", seen)).status_code == 204
    consume()
    assert get_post_counts([seen])[seen].likes == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_USER_AGENT": "curl"},
    ],
)
def test_other_sites_cannot_send_signals(client, headers):
    answer = post(client, event("play", uuid4()), **headers)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "signals_from_elsewhere"
    assert get_valkey().xlen(STREAM) == 0


def test_an_old_browser_is_known_by_its_origin(client):
    assert post(client, event("play", uuid4()), HTTP_ORIGIN="http://testserver").status_code == 204


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        ("x" * 70_000, "signals_too_large", 422),
        ("x", "invalid_signals", 422),
        ("{}", "invalid_signals", 422),
    ],
)
def test_bad_batches(client, body, code, status):
    answer = client.post("/signals", body, content_type="text/plain", **OURS)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert get_valkey().xlen(STREAM) == 0


def test_only_post(client):
    assert client.get("/signals").status_code == 405
