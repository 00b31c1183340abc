"""A domain error becomes JSON, a toast or a page, with its status and code."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from jishi.config.middleware import DomainErrorMiddleware
from jishi.foundation.kernel.errors import NotFound, NotSignedIn, TooManyRequests


def answer(error, **headers):
    request = RequestFactory().get("/orders/?page=2", headers=headers)
    middleware = DomainErrorMiddleware(lambda r: None)
    return middleware.process_exception(request, error)


def test_programs_get_json_with_a_stable_code():
    response = answer(NotFound(), accept="application/json")
    assert (response.status_code, response.headers["X-Error-Code"]) == (404, "not_found")
    assert b'"code": "not_found"' in response.content


def test_people_who_are_not_signed_in_are_brought_back_where_they_were():
    response = answer(NotSignedIn())
    assert response.status_code == 302
    assert response.headers["Location"] == "/accounts/login/?next=%2Forders%2F%3Fpage%3D2"


def test_a_limit_says_when_to_try_again():
    response = answer(TooManyRequests(seconds=7), accept="application/json")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")


def test_other_exceptions_are_left_to_django():
    assert answer(ValueError()) is None


@pytest.mark.django_db
def test_health_names_the_engines(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": True, "valkey": True})
