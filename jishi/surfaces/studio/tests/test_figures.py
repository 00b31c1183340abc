"""Figures of a post are what devices reported, no more and no less."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from jishi.content.posts.actions.like_post import like_post
from jishi.content.posts.factories import make_article, make_video_post
from jishi.foundation.accounts.factories import login_user, make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import person_actor
from jishi.surfaces.studio.presenters.figures import share
from jishi.surfaces.studio.presenters.retention import draw_retention
from jishi.traffic.signals.factories import consume, event, make_viewer, send


@pytest.fixture
def author(client):
    person = make_person()
    client.force_login(login_user(person.id))
    client.cookies["language"] = "en"
    return person


def report(post_id, count, *kinds, **values):
    for _ in range(count):
        send(make_viewer(), *(event(kind, post_id, **values) for kind in kinds))


@pytest.mark.django_db
def test_the_page_shows_what_was_reported(client, author):
    post = make_video_post(author=author.id)
    run_pending_jobs()
    report(post.id, 60, "impression")
    report(post.id, 40, "impression", "play", "progress", ms=5000)
    report(post.id, 20, "impression", "play", "progress", "complete", ms=2500)
    for _ in range(3):
        like_post(actor=person_actor(make_person().id), post_id=post.id)
    consume()
    html = client.get(reverse("studio-post", args=[post.id])).content.decode()
    text = " ".join(html.split())
    assert ">120</span>" in text
    assert "50% of impressions" in text
    assert "5% of views" in text
    assert "New post guarantee" in text
    assert "Too early" not in text
    listed = client.get(reverse("studio-posts")).content.decode()
    assert '<td data-end class="figures">33%</td>' in listed
    home = client.get(reverse("studio")).content.decode()
    assert ">120<" in home


@pytest.mark.django_db
def test_the_curve_comes_from_the_lake(client, author):
    post = make_video_post(author=author.id)  # 1.2 s long
    run_pending_jobs()
    page = reverse("studio-retention", args=[post.id])
    assert "0 of 30 viewings" in client.get(page).content.decode()
    report(post.id, 30, "play", "progress", ms=300)
    report(post.id, 10, "play", "progress", "progress", ms=600)
    consume()
    html = client.get(page).content.decode()
    assert "40 viewings" in html
    assert '<td data-end class="figures">25%</td>' in html
    other = make_article()
    assert client.get(reverse("studio-retention", args=[other.id])).status_code == 404


@given(st.lists(st.integers(0, 90_000), max_size=60), st.integers(1, 60_000))
def test_a_curve_never_rises(watched, duration):
    curve = draw_retention([min(w, duration) for w in watched], duration)
    percents = [p.percent for p in curve.points]
    assert percents == sorted(percents, reverse=True)
    assert all(0 <= p <= 100 for p in percents)
    assert not watched or percents[0] == 100


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_shares_stay_in_range(part, whole):
    assert 0 <= share(part, whole) <= 100
