"""Studio's pages: who may open them, what they say, how many queries they take."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jishi.content.media.factories import make_picture
from jishi.content.posts import queries
from jishi.content.posts.actions.add_comment import add_comment
from jishi.content.posts.actions.publish_post import publish_post
from jishi.content.posts.actions.restrict_post import restrict_post
from jishi.content.posts.factories import make_article, make_video_post
from jishi.foundation.accounts.factories import login_user, make_operator, make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import operator_actor, person_actor

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "zh-hans"]


@pytest.fixture
def author():
    return make_person(display_name="周师傅 <b>")


@pytest.fixture
def browser(client, author):
    client.force_login(login_user(author.id))
    client.cookies["language"] = "en"
    return client


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def pages(post_id):
    return [
        reverse("studio"),
        reverse("studio-posts"),
        reverse("studio-comments"),
        reverse("studio-new"),
        reverse("studio-new") + "?kind=article",
        reverse("studio-post", args=[post_id]),
        reverse("studio-edit", args=[post_id]),
        reverse("studio-products"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_both_languages(browser, author, language):
    browser.cookies["language"] = language
    post = make_article(author=author.id)
    for page in pages(post.id):
        html = text_of(browser.get(page))
        assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in html or "products" in page
        assert "<b>" not in html.replace("周师傅 &lt;b&gt;", "")


def test_visitors_are_sent_to_sign_in(client):
    for page in pages(uuid4()):
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=")
    for name in ("studio-upload-complete", "studio-upload-cancel", "studio-upload-cover"):
        answer = client.post(reverse(name, args=[uuid4()]), headers={"HX-Request": "true"})
        assert answer.status_code == 401


def test_other_peoples_posts_and_files_are_not_there(browser):
    post = make_article()
    asset = post.asset_ids[0]
    asked = [
        browser.get(reverse("studio-post", args=[post.id])),
        browser.get(reverse("studio-edit", args=[post.id])),
        browser.post(reverse("studio-edit", args=[post.id]), {"title": "Mine"}),
        *(
            browser.post(reverse("studio-step", args=[post.id, step]))
            for step in ("publish", "withdraw", "remove")
        ),
        browser.get(reverse("studio-upload", args=[asset])),
        browser.post(reverse("studio-upload-complete", args=[asset])),
        browser.post(reverse("studio-upload-cancel", args=[asset])),
        browser.post(
            reverse("studio-upload-cover", args=[asset]),
            '{"number": 0}',
            content_type="application/json",
        ),
    ]
    assert [a.status_code for a in asked] == [404] * len(asked)
    assert queries.get_post(None, post.id) == post


def test_a_new_creator_is_told_how_to_begin(browser):
    assert "Publish your first post" in text_of(browser.get(reverse("studio")))
    assert "No posts yet" in text_of(browser.get(reverse("studio-posts")))
    assert "All answered" in text_of(browser.get(reverse("studio-comments")))


def test_publishing_an_article(browser, author):
    picture = make_picture(owner=author.id)
    form = {
        "kind": "article",
        "key": "one",
        "title": "Honey & <i>bees</i>",
        "body": "First line\nsecond",
        "topics": "#Honey，Bees  #honey",
        "asset_ids": str(picture.id),
        "visibility": "public",
        "intent": "publish",
    }
    answers = [browser.post(reverse("studio-new"), form) for _ in range(2)]
    assert len({a["Location"] for a in answers}) == 1
    (post,) = queries.list_my_posts(person_actor(author.id)).items
    assert (post.status, post.topics) == ("published", ("Honey", "Bees"))
    html = text_of(browser.get(answers[0]["Location"]))
    assert "Honey &amp; &lt;i&gt;bees&lt;/i&gt;" in html
    assert "Impression ledger" in html
    assert "Too early to say" in html


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"title": ""}, "invalid_input", ""),
        ({"title": "x" * 61}, "text_too_long", "at most 60 characters"),
        ({"topics": "a b c d e f"}, "post_too_many_topics", "at most 5 topics"),
        ({"product_ids": str(uuid4())}, "post_product_not_on_sale", "not on sale any more"),
        ({"asset_ids": str(uuid4())}, "post_media_unusable", "cannot be used"),
        ({"asset_ids": ""}, "post_pictures_missing", "1 to 18 pictures"),
        ({"intent": "schedule", "publish_at": "soon"}, "post_bad_time", "Choose a time"),
        (
            {"intent": "schedule", "publish_at": "2020-01-01T10:00"},
            "post_bad_time",
            "Choose a time",
        ),
    ],
)
def test_refused_forms_keep_what_was_entered(browser, author, change, code, words):
    picture = make_picture(owner=author.id)
    form = {
        "kind": "article",
        "title": "Kept title",
        "body": "Kept body",
        "asset_ids": str(picture.id),
        "visibility": "public",
        "intent": "publish",
    } | change
    answer = browser.post(reverse("studio-new"), form)
    assert answer.status_code == 422
    assert answer["X-Error-Code"] == code
    html = answer.content.decode()
    assert words in html
    assert "Kept body" in html
    assert queries.list_my_posts(person_actor(author.id)).items == ()


def test_scheduling_editing_withdrawing_removing(browser, author):
    actor = person_actor(author.id)
    draft = make_article(author=author.id, published=False, title="Draft")
    at = clock.now() + timedelta(hours=3)
    publish_post(actor=actor, post_id=draft.id, at=at)
    page = reverse("studio-post", args=[draft.id])
    assert "Goes out by itself" in text_of(browser.get(page))
    browser.post(reverse("studio-step", args=[draft.id, "withdraw"]))
    assert "nobody but you sees it" in text_of(browser.get(page))
    form = {"title": "Better", "visibility": "followers", "intent": "publish", "labels": "ai_made"}
    form["asset_ids"] = str(draft.asset_ids[0])
    browser.post(reverse("studio-edit", args=[draft.id]), form)
    post = queries.get_my_post(actor, draft.id)
    assert (post.title, post.status, post.visibility) == ("Better", "published", "followers")
    assert post.labels == ("ai_made",)
    gone = browser.post(reverse("studio-step", args=[draft.id, "remove"]))
    assert gone["Location"] == reverse("studio-posts")
    assert browser.get(page).status_code == 404
    assert browser.post(reverse("studio-step", args=[draft.id, "explode"])).status_code == 422


def test_states_are_said_in_words(browser, author):
    waiting = make_video_post(author=author.id)
    page = reverse("studio-post", args=[waiting.id])
    html = text_of(browser.get(page))
    assert "you may leave" in html
    assert reverse("studio-upload", args=[waiting.asset_ids[0]]) in html
    run_pending_jobs()
    assert "Impression ledger" in text_of(browser.get(page))
    restrict_post(actor=operator_actor(make_operator().id), post_id=waiting.id, reason="Too loud")
    html = text_of(browser.get(page))
    assert "Reach limited" in html
    assert "Too loud" in html


def test_comments_are_answered_and_removed(browser, author):
    post = make_article(author=author.id)
    fan = make_person(display_name="Lin")
    first = add_comment(actor=person_actor(fan.id), post_id=post.id, body="<script>1</script>")
    html = text_of(browser.get(reverse("studio-comments")))
    assert "&lt;script&gt;1" in html
    data = {"post_id": str(post.id), "body": "Thank you", "show": "all"}
    answer = browser.post(reverse("studio-answer", args=[first.id]), data)
    assert answer["Location"] == reverse("studio-comments") + "?show=all"
    assert "Answered" in text_of(browser.get(answer["Location"]))
    browser.post(reverse("studio-comment-remove", args=[first.id]))
    assert queries.list_comments(post.id, None).items == ()


def test_query_counts(browser, author):
    posts = [make_article(author=author.id) for _ in range(4)]
    for post in posts:
        add_comment(actor=person_actor(make_person().id), post_id=post.id, body="Nice")
    counts = {}
    for name, page in [
        ("home", reverse("studio")),
        ("posts", reverse("studio-posts")),
        ("comments", reverse("studio-comments")),
        ("post", reverse("studio-post", args=[posts[1].id])),
        ("new", reverse("studio-new")),
    ]:
        browser.get(page)  # the session and the policies are read once before counting
        with CaptureQueriesContext(connection) as context:
            text_of(browser.get(page))
        counts[name] = len(context)
    assert counts == COUNTS


# Session and person are two of each.
COUNTS = {"home": 7, "posts": 6, "comments": 6, "post": 12, "new": 5}
