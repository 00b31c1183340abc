"""Likes, comments and follows from the page: figures come back, strangers change nothing."""

from __future__ import annotations

import pytest
from django.db import transaction

from jishi.content.posts.actions.add_comment import add_comment
from jishi.content.posts.factories import make_article
from jishi.content.posts.queries import get_post, list_comments
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import person_actor
from jishi.relations.follows.queries import is_following

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def post():
    made = make_article()
    run_pending_jobs()
    return made


def test_a_like_goes_on_and_off(browser, post):
    for on, figure in (("1", "1"), ("1", "1"), ("", "0")):
        answer = browser.post(f"/p/{post.id}/like", {"on": on})
        assert answer.json() == {"figure": figure}
    assert get_post(None, post.id).like_count == 0


def test_a_follow_goes_on_and_off(browser, buyer):
    creator = make_person()
    answer = browser.post(f"/u/{creator.id}/follow", {"on": "1"})
    assert answer.json() == {"figure": "1", "label": "Following ✓"}
    assert is_following(buyer.require_person(), creator.id)
    assert browser.post(f"/u/{creator.id}/follow", {}).json()["figure"] == "0"


def test_nobody_follows_themselves(browser, buyer):
    answer = browser.post(f"/u/{buyer.person_id}/follow", {"on": "1"}, headers=HTMX)
    assert answer.status_code in {409, 422}


def test_visitors_are_told_to_sign_in(client, post):
    for path in (f"/p/{post.id}/like", f"/p/{post.id}/comments/add", f"/u/{post.author_id}/follow"):
        assert client.post(path, {"on": "1", "body": "x"}, headers=HTMX).status_code == 401
    assert get_post(None, post.id).comment_count == 0


def test_a_comment_and_its_answer_appear(browser, post):
    page = browser.post(f"/p/{post.id}/comments/add", {"body": "How sweet is it?"}, headers=HTMX)
    assert "How sweet is it?" in page.content.decode()
    comment = list_comments(post.id, None).items[0]
    fields = {"body": "Very", "parent_id": str(comment.id)}
    page = browser.post(f"/p/{post.id}/comments/add", fields, headers=HTMX)
    assert "Very" in page.content.decode()
    assert get_post(None, post.id).comment_count == 2


@pytest.mark.parametrize("body", ["", "   ", "x" * 10_000, "\u200b"])
def test_an_impossible_comment_is_refused_with_words(browser, post, body):
    answer = browser.post(f"/p/{post.id}/comments/add", {"body": body}, headers=HTMX)
    if body == "\u200b":
        assert answer.status_code in {200, 422}
        return
    assert answer.status_code == 422
    assert "toast-error" in answer.content.decode()
    assert get_post(None, post.id).comment_count == 0


def test_only_ones_own_comments_can_be_removed(browser, buyer, post):
    stranger = person_actor(make_person().id)
    with transaction.atomic():
        theirs = add_comment(actor=stranger, post_id=post.id, body="theirs")
        mine = add_comment(actor=buyer, post_id=post.id, body="mine")
    assert browser.post(f"/c/{theirs.id}/remove", headers=HTMX).status_code == 404
    assert browser.post(f"/c/{mine.id}/remove", headers=HTMX).status_code == 200
    assert [c.body for c in list_comments(post.id, None).items] == ["theirs"]


def test_a_comment_can_be_liked(browser, buyer, post):
    with transaction.atomic():
        comment = add_comment(actor=buyer, post_id=post.id, body="mine")
    assert browser.post(f"/c/{comment.id}/like", {"on": "1"}).json() == {"figure": "1"}
    assert browser.post(f"/c/{comment.id}/like", {}).json() == {"figure": "0"}


def test_why_this_is_answered_for_the_viewer_it_was_shown_to(browser, client, post):
    page = browser.get("/").content.decode()
    address = page.split('data-load="/why/')[1].split('"')[0]
    assert "Decision" in browser.get(f"/why/{address}").content.decode()
    browser.logout()
    browser.cookies.clear()
    assert browser.get(f"/why/{address}").status_code == 404


def test_the_feed_goes_on_by_its_cursor(browser):
    for _ in range(13):
        make_article()
    run_pending_jobs()
    first = browser.get("/").content.decode()
    more = first.split('data-more="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(more).content.decode()
    seen = {part.split('"')[0] for part in first.split('data-post="')[1:]}
    new = {part.split('"')[0] for part in second.split('data-post="')[1:]}
    assert len(seen) == 6
    assert new
    assert not seen & new


def test_themes_are_kept_on_the_device(client):
    response = client.post("/me/settings/theme", {"theme": "dark"})
    assert response.cookies["theme"].value == "dark"
    assert 'data-theme="dark"' in client.get("/me/settings/").content.decode()
    client.post("/me/settings/theme", {"theme": "evil"})
    assert "data-theme" not in client.get("/me/settings/").content.decode()


def test_addresses_are_added_changed_and_deleted(browser, buyer):
    from jishi.trade.orders.queries import list_addresses

    fields = {"name": "Lin", "phone": "13900139000", "region": "Yunnan Kunming", "street": "2 Lake"}
    browser.post("/me/addresses/save", fields)
    entries = list_addresses(buyer.require_person())
    assert len(entries) == 2
    added = next(e for e in entries if e.address.street == "2 Lake")
    browser.post("/me/addresses/save", fields | {"address_id": added.id, "street": "3 Lake"})
    assert "3 Lake" in browser.get("/me/addresses/").content.decode()
    answer = browser.post("/me/addresses/save", fields | {"phone": "no number", "street": "kept"})
    assert answer.status_code == 422
    assert "kept" in answer.content.decode()
    browser.post(f"/me/addresses/{added.id}/delete")
    assert len(list_addresses(buyer.require_person())) == 1
