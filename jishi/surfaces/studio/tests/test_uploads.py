"""The publish page's uploads, through the addresses that its script calls."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from jishi.content.media.factories import count_assets, deliver_bytes, render_clip
from jishi.foundation.accounts.factories import login_user, make_person
from jishi.foundation.kernel.factories import run_pending_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client):
    client.force_login(login_user(make_person().id))
    client.cookies["language"] = "en"
    client.defaults["HTTP_ACCEPT"] = "application/json"
    return client


def send(browser, name, data=None, asset=None):
    url = reverse(name, args=[asset] if asset else [])
    return browser.post(url, json.dumps(data or {}), content_type="application/json")


def test_from_ticket_to_cover(browser, tmp_path):
    data = render_clip(tmp_path / "clip.mp4", seconds=2, size="320x240").read_bytes()
    opened = send(
        browser, "studio-uploads", {"filename": "clip.mp4", "size": len(data), "kind": "video"}
    )
    assert opened.status_code == 201
    asset = opened.json()["asset"]
    assert f"/uploads/{asset}?t=" in opened.json()["upload_url"]
    early = send(browser, "studio-upload-complete", asset=asset)
    assert (early.status_code, early.json()["error"]["code"]) == (409, "upload_unfinished")
    deliver_bytes(asset, data)
    assert send(browser, "studio-upload-complete", asset=asset).json()["status"] == "checking"
    run_pending_jobs()
    state = browser.get(reverse("studio-upload", args=[asset])).json()
    assert (state["status"], state["percent"], state["words"]) == ("ready", 100, "Ready")
    assert [c["chosen"] for c in state["choices"]] == [True] + [False] * 6
    chosen = send(browser, "studio-upload-cover", {"number": 2}, asset).json()
    assert [c["chosen"] for c in chosen["choices"]].index(True) == 2


def test_a_refused_file_says_why(browser):
    data = b"This is no video." * 10
    asset = send(
        browser, "studio-uploads", {"filename": "x.mp4", "size": len(data), "kind": "video"}
    ).json()["asset"]
    deliver_bytes(asset, data)
    send(browser, "studio-upload-complete", asset=asset)
    run_pending_jobs()
    state = browser.get(reverse("studio-upload", args=[asset])).json()
    assert state["status"] == "refused"
    assert "This is not a video" in state["words"]


def test_a_cancelled_upload_is_over(browser):
    asset = send(
        browser, "studio-uploads", {"filename": "x.mp4", "size": 10, "kind": "video"}
    ).json()["asset"]
    assert send(browser, "studio-upload-cancel", asset=asset).json()["status"] == "refused"
    assert send(browser, "studio-upload-complete", asset=asset).json()["status"] == "refused"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"filename": "x", "size": 0, "kind": "video"}', "media_empty"),
        ('{"filename": "x", "size": true, "kind": "video"}', "invalid_input"),
        ('{"filename": "x", "size": "1", "kind": "video"}', "invalid_input"),
        ('{"filename": "x", "size": 99999999999, "kind": "video"}', "media_too_large"),
        ('{"filename": "x", "size": 1, "kind": "exe"}', "invalid_input"),
        ("[]", "invalid_input"),
        ("{", "invalid_input"),
        ("[" * 9000, "invalid_input"),
    ],
)
def test_bad_requests_change_nothing(browser, body, code):
    answer = browser.post(reverse("studio-uploads"), body, content_type="application/json")
    assert answer.json()["error"]["code"] == code
    assert answer.status_code == 422
    assert count_assets() == 0


def test_strangers_pages_cannot_send(client):
    from django.test import Client

    person = make_person()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(login_user(person.id))
    answer = strict.post(reverse("studio-uploads"), "{}", content_type="application/json")
    assert answer.status_code == 403
