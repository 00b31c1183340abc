"""A post from draft to gone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from jishi.content.media.factories import make_picture
from jishi.content.posts import invariants, queries, types
from jishi.content.posts.actions.approve_post import approve_post
from jishi.content.posts.actions.create_post import create_post
from jishi.content.posts.actions.publish_post import publish_post
from jishi.content.posts.actions.reject_post import reject_post
from jishi.content.posts.actions.remove_post import remove_post
from jishi.content.posts.actions.restrict_post import restrict_post
from jishi.content.posts.actions.update_post import update_post
from jishi.content.posts.actions.withdraw_post import withdraw_post
from jishi.content.posts.factories import make_article, make_video_post
from jishi.content.posts.models import Post
from jishi.foundation.accounts.factories import make_operator, make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError, NotAllowed, NotFound, TransitionRefused
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.types import operator_actor, person_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return person_actor(make_person().id)


@pytest.fixture
def operator():
    return operator_actor(make_operator().id)


def no_breach():
    assert invariants.counts_that_are_not_what_was_counted() == []
    assert invariants.answers_to_answers() == []
    assert invariants.published_posts_without_their_files() == []


def test_an_article_is_out_at_once(author):
    post = make_article(author=author.person_id, topics=["#Yunling", "yunling", "#云岭 "])
    assert post.status == "published"
    assert post.topics == ("Yunling", "云岭")
    (event,) = recorded("posts.post_published")
    assert (event.post_id, event.author_id, event.kind) == (post.id, author.person_id, "article")
    assert queries.get_post(None, post.id).title == "Harvest"
    assert [p.id for p in queries.list_topic_posts("YUNLING").items] == [post.id]
    assert queries.list_popular_topics() == (("Yunling", 1), ("云岭", 1))
    no_breach()


def test_a_video_goes_out_when_it_can_be_watched(author):
    post = make_video_post(author=author.person_id)
    assert post.status == "processing"
    with pytest.raises(NotFound):
        queries.get_post(None, post.id)
    run_pending_jobs()
    post = queries.get_post(None, post.id)
    assert post.status == "published"
    assert post.video.playable
    assert post.poster_key
    assert 1000 < post.duration_ms < 1500
    assert len(recorded("posts.post_published")) == 1
    no_breach()


def test_a_refused_video_sends_the_post_back(author, tmp_path, monkeypatch):
    from jishi.content.media.errors import TranscodeFailed

    def refuse(*_):
        raise TranscodeFailed

    monkeypatch.setattr("jishi.content.media.jobs._transcode", refuse)
    post = make_video_post(author=author.person_id)
    run_pending_jobs()
    post = queries.get_my_post(author, post.id)
    assert (post.status, post.note) == ("draft", "media_transcode_failed")


def test_review_when_the_market_wants_it(author, operator):
    change_policy(actor=operator, name="posts.review_required", value=True, reason="test")
    post = make_article(author=author.person_id)
    assert post.status == "in_review"
    assert [p.id for p in queries.list_reviewable(operator).items] == [post.id]
    with pytest.raises(NotAllowed):
        queries.list_reviewable(author)
    with pytest.raises(NotAllowed):
        approve_post(actor=author, post_id=post.id)
    back = reject_post(actor=operator, post_id=post.id, reason="Blurred")
    assert (back.status, back.note) == ("draft", "Blurred")
    assert publish_post(actor=author, post_id=post.id).status == "in_review"
    assert approve_post(actor=operator, post_id=post.id).status == "published"


def test_a_scheduled_post_goes_out_at_its_time(author):
    draft = make_article(author=author.person_id, published=False)
    at = clock.now() + timedelta(hours=5)
    post = publish_post(actor=author, post_id=draft.id, at=at)
    assert post.is_scheduled
    pass_time(timedelta(hours=4))
    assert queries.get_my_post(author, post.id).status == "draft"
    pass_time(timedelta(hours=1, seconds=1))
    post = queries.get_my_post(author, post.id)
    assert post.status == "published"
    assert post.published_at >= at
    assert queries.count_my_posts(author) == {"published": 1}


@pytest.mark.parametrize("offset", [timedelta(seconds=-5), timedelta(days=61)])
def test_times_out_of_range_are_refused(author, offset):
    draft = make_article(author=author.person_id, published=False)
    with pytest.raises(DomainError) as caught:
        publish_post(actor=author, post_id=draft.id, at=clock.now() + offset)
    assert caught.value.code == "post_bad_time"
    assert queries.get_my_post(author, draft.id) == draft


def test_withdrawn_posts_are_drafts_again(author):
    draft = make_article(author=author.person_id, published=False)
    publish_post(actor=author, post_id=draft.id, at=clock.now() + timedelta(hours=1))
    assert not withdraw_post(actor=author, post_id=draft.id).is_scheduled
    waiting = make_video_post(author=author.person_id)
    assert withdraw_post(actor=author, post_id=waiting.id).status == "draft"
    out = make_article(author=author.person_id)
    with pytest.raises(TransitionRefused):
        withdraw_post(actor=author, post_id=out.id)


def test_who_sees_what(author, operator):
    fan, stranger = person_actor(make_person().id), person_actor(make_person().id)
    public = make_article(author=author.person_id)
    fans = make_article(author=author.person_id, visibility="followers")
    private = make_article(author=author.person_id, visibility="private")
    draft = make_article(author=author.person_id, published=False)
    everything = [public.id, fans.id, private.id, draft.id]
    before = types._audience[:]
    types.register_audience(lambda who, _: {author.person_id} if who == fan.person_id else set())
    try:
        seen = {
            name: list(queries.list_posts(everything, viewer))
            for name, viewer in [("anybody", None), ("fan", fan), ("stranger", stranger)]
        }
        assert seen == {
            "anybody": [public.id],
            "fan": [public.id, fans.id],
            "stranger": [public.id],
        }
        assert list(queries.list_posts(everything, author)) == everything
        assert list(queries.list_posts(everything, operator)) == everything
        for post_id in (private.id, draft.id):
            with pytest.raises(NotFound):
                queries.get_post(fan, post_id)
            with pytest.raises(NotFound):
                queries.get_my_post(stranger, post_id)
        of_author = [p.id for p in queries.list_posts_of(author.person_id, fan).items]
        assert of_author == [fans.id, public.id]
    finally:
        types._audience[:] = before


def test_restricted_posts_are_found_by_link_only(author, operator):
    post = make_article(author=author.person_id)
    restrict_post(actor=operator, post_id=post.id, reason="Claims a cure")
    assert queries.get_post(None, post.id).status == "restricted"
    assert queries.list_posts([post.id], None) == {}
    assert queries.list_recent_posts().items == ()
    assert queries.get_my_post(author, post.id).note == "Claims a cure"
    approve_post(actor=operator, post_id=post.id)
    assert list(queries.list_posts([post.id], None)) == [post.id]


def test_removed_posts_are_gone(author, operator):
    mine, theirs = make_article(author=author.person_id), make_article(author=author.person_id)
    stranger = person_actor(make_person().id)
    with pytest.raises(NotFound):
        remove_post(actor=stranger, post_id=mine.id)
    with pytest.raises(DomainError) as caught:
        remove_post(actor=operator, post_id=theirs.id)
    assert caught.value.code == "invalid_input"
    remove_post(actor=author, post_id=mine.id)
    remove_post(actor=operator, post_id=theirs.id, reason="Stolen pictures")
    with pytest.raises(NotFound):
        queries.get_post(author, mine.id)
    assert queries.get_my_post(author, theirs.id).note == "Stolen pictures"
    with pytest.raises(NotFound):
        queries.get_post(stranger, theirs.id)
    assert [e.by for e in recorded("posts.post_removed")] == ["author", "operator"]


def test_words_of_a_post_that_is_out_may_change_its_files_not(author):
    post = make_article(author=author.person_id)
    other = make_picture(owner=author)
    changed = update_post(
        actor=author, post_id=post.id, title="Better", topics=["a"], visibility="private"
    )
    assert (changed.title, changed.topics, changed.visibility) == ("Better", ("a",), "private")
    assert [e.post_id for e in recorded("posts.post_changed")] == [post.id]
    with pytest.raises(DomainError) as caught:
        update_post(actor=author, post_id=post.id, asset_ids=[other.id])
    assert caught.value.code == "post_media_fixed"
    with pytest.raises(NotFound):
        update_post(actor=person_actor(make_person().id), post_id=post.id, title="Mine now")
    assert queries.get_my_post(author, post.id).title == "Better"


def test_one_draft_per_key(author):
    picture = make_picture(owner=author)
    words = {"actor": author, "kind": "article", "title": "Once", "asset_ids": [picture.id]}
    first = create_post(**words, idempotency_key="k")
    assert create_post(**words, idempotency_key="k") == first
    assert Post.objects.count() == 1
    with pytest.raises(DomainError) as caught:
        create_post(**{**words, "title": "Twice"}, idempotency_key="k")
    assert caught.value.code == "idempotency_conflict"


BAD = [
    ({"title": ""}, "invalid_input"),
    ({"title": "\u200b \n"}, None),
    ({"title": "长" * 61}, "text_too_long"),
    ({"body": "🏮" * 10_000}, "text_too_long"),
    ({"kind": "poem"}, "invalid_input"),
    ({"visibility": "enemies"}, "invalid_input"),
    ({"labels": ["free"]}, "invalid_input"),
    ({"topics": ["two words"]}, "post_bad_topic"),
    ({"topics": ["x" * 25]}, "post_bad_topic"),
    ({"topics": ["'; DROP TABLE posts_post;--"]}, "post_bad_topic"),
    ({"topics": list("abcdef")}, "post_too_many_topics"),
    ({"asset_ids": [uuid4()]}, "post_media_unusable"),
    ({"asset_ids": [uuid4() for _ in range(19)]}, "post_pictures_missing"),
    ({"product_ids": [uuid4()]}, "post_product_not_on_sale"),
    ({"product_ids": [uuid4() for _ in range(6)]}, "post_too_many_products"),
]


@pytest.mark.parametrize(("values", "code"), BAD)
def test_bad_input_changes_nothing(author, values, code):
    words = {"actor": author, "kind": "article", "title": "Fine"} | values
    if code is None:  # what looks empty may be kept, as long as it is kept safely
        assert create_post(**words).title
        return
    with pytest.raises(DomainError) as caught:
        create_post(**words)
    assert caught.value.code == code
    assert Post.objects.count() == 0


def test_other_peoples_files_cannot_be_posted(author, tmp_path):
    picture = make_picture(owner=make_person().id)
    with pytest.raises(DomainError) as caught:
        create_post(actor=author, kind="article", title="Mine", asset_ids=[picture.id])
    assert caught.value.code == "post_media_unusable"
    own = make_picture(owner=author)
    with pytest.raises(DomainError) as caught:
        create_post(actor=author, kind="video", title="No video", asset_ids=[own.id])
    assert caught.value.code == "post_media_unusable"


@pytest.mark.parametrize(
    ("kind", "code"), [("article", "post_pictures_missing"), ("video", "post_video_missing")]
)
def test_incomplete_posts_stay_drafts(author, kind, code):
    draft = create_post(actor=author, kind=kind, title="Empty")
    with pytest.raises(DomainError) as caught:
        publish_post(actor=author, post_id=draft.id)
    assert caught.value.code == code
    assert queries.get_my_post(author, draft.id).status == "draft"


def test_query_counts(author, django_assert_num_queries):
    for _ in range(4):
        make_article(author=author.person_id, topics=["x"])
    ids = [p.id for p in queries.list_my_posts(author).items]
    for read in (
        lambda: queries.list_posts(ids, None),
        lambda: queries.list_my_posts(author),
        lambda: queries.list_posts_of(author.person_id, None),
        lambda: queries.list_recent_posts(),
        lambda: queries.list_topic_posts("x"),
        lambda: queries.get_post(None, ids[0]),
    ):
        with django_assert_num_queries(2):
            read()


def test_pages_follow_each_other(author):
    made = [make_article(author=author.person_id).id for _ in range(5)]
    for read in (queries.list_my_posts, lambda a, **k: queries.list_posts_of(a.person_id, a, **k)):
        seen, cursor = [], None
        while True:
            page = read(author, cursor=cursor, limit=2)
            seen += [p.id for p in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == made[::-1]


def test_posts_are_exported_and_erased(author):
    from jishi.content.posts.handlers import PostsData

    post = make_article(author=author.person_id, title="Kept here")
    assert PostsData().collect(author.person_id)["posts"][0]["title"] == "Kept here"
    PostsData().erase(author.person_id)
    with pytest.raises(NotFound):
        queries.get_post(author, post.id)
    no_breach()
