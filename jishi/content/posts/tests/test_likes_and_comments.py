"""Likes and comments: exact counts, two levels, who may take away what."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from jishi.content.posts import invariants, queries
from jishi.content.posts.actions.add_comment import add_comment
from jishi.content.posts.actions.like_comment import like_comment, unlike_comment
from jishi.content.posts.actions.like_post import like_post
from jishi.content.posts.actions.remove_comment import remove_comment
from jishi.content.posts.actions.unlike_post import unlike_post
from jishi.content.posts.factories import make_article
from jishi.content.posts.handlers import PostsData
from jishi.content.posts.models import Comment, PostCounter, PostLike
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import DomainError, NotFound, NotSignedIn
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM, person_actor


def someone():
    return person_actor(make_person().id)


def no_breach():
    assert invariants.counts_that_are_not_what_was_counted() == []
    assert invariants.answers_to_answers() == []


@pytest.mark.django_db
def test_a_like_counts_once():
    post, a, b = make_article(), someone(), someone()
    assert like_post(actor=a, post_id=post.id).like_count == 1
    assert like_post(actor=a, post_id=post.id).like_count == 1
    assert like_post(actor=b, post_id=post.id).like_count == 2
    assert queries.list_liked(a, [post.id]) == {post.id}
    assert [p.id for p in queries.list_liked_posts(a).items] == [post.id]
    assert unlike_post(actor=a, post_id=post.id).like_count == 1
    assert unlike_post(actor=a, post_id=post.id).like_count == 1
    assert queries.get_post(None, post.id).like_count == 1
    assert len(recorded("posts.post_liked")) == 2
    assert len(recorded("posts.post_unliked")) == 1
    with pytest.raises(NotSignedIn):
        like_post(actor=SYSTEM, post_id=post.id)
    with pytest.raises(NotFound):
        like_post(actor=a, post_id=uuid4())
    no_breach()


@pytest.mark.django_db
def test_nobody_likes_what_they_may_not_see():
    draft = make_article(published=False)
    with pytest.raises(NotFound):
        like_post(actor=someone(), post_id=draft.id)
    assert PostLike.objects.count() == PostCounter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_like_at_once():
    post = make_article()
    people = [make_person().id for _ in range(12)]

    def like(person_id):
        try:
            for _ in range(2):
                with durable():
                    like_post(actor=person_actor(person_id), post_id=post.id)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(like, people + people[:6]))
    assert queries.get_post(None, post.id).like_count == 12
    no_breach()


@pytest.mark.django_db
def test_threads_have_two_levels():
    post, a, b = make_article(), someone(), someone()
    root = add_comment(actor=a, post_id=post.id, body="  How long does it keep?\n\n\n ")
    assert root.body == "How long does it keep?"
    answers = [
        add_comment(actor=b, post_id=post.id, body=f"{n}", parent_id=root.id) for n in range(5)
    ]
    with pytest.raises(DomainError) as caught:
        add_comment(actor=a, post_id=post.id, body="Deeper", parent_id=answers[0].id)
    assert caught.value.code == "reply_too_deep"
    (thread,) = queries.list_comments(post.id, a).items
    assert (thread.reply_count, [r.body for r in thread.replies]) == (5, ["0", "1", "2"])
    page = queries.list_replies(root.id, None, limit=4)
    assert [r.body for r in page.items] == ["0", "1", "2", "3"]
    rest = queries.list_replies(root.id, None, cursor=page.next_cursor)
    assert [r.body for r in rest.items] == ["4"]
    assert queries.get_post(None, post.id).comment_count == 6
    assert [e.parent_id for e in recorded("posts.comment_added")] == [None] + [root.id] * 5
    no_breach()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "code"),
    [("", "invalid_input"), ("\x00\n", "invalid_input"), ("好" * 501, "text_too_long")],
)
def test_bad_comments_change_nothing(body, code):
    post = make_article()
    with pytest.raises(DomainError) as caught:
        add_comment(actor=someone(), post_id=post.id, body=body)
    assert caught.value.code == code
    assert Comment.objects.count() == 0


@pytest.mark.django_db
def test_comments_need_a_post_that_is_out():
    draft = make_article(published=False)
    with pytest.raises(DomainError) as caught:
        add_comment(actor=person_actor(draft.author_id), post_id=draft.id, body="x")
    assert caught.value.code == "comments_closed"
    other, post = make_article(), make_article()
    root = add_comment(actor=someone(), post_id=other.id, body="x")
    with pytest.raises(NotFound):
        add_comment(actor=someone(), post_id=post.id, body="x", parent_id=root.id)


@pytest.mark.django_db
def test_who_may_take_a_comment_away():
    post, writer = make_article(), someone()
    root = add_comment(actor=writer, post_id=post.id, body="Root")
    add_comment(actor=someone(), post_id=post.id, body="Answer", parent_id=root.id)
    with pytest.raises(NotFound):
        remove_comment(actor=someone(), comment_id=root.id)
    assert remove_comment(actor=person_actor(post.author_id), comment_id=root.id) == 2
    with pytest.raises(NotFound):
        remove_comment(actor=writer, comment_id=root.id)
    assert queries.list_comments(post.id, None).items == ()
    assert queries.get_post(None, post.id).comment_count == 0
    no_breach()


@pytest.mark.django_db
def test_comments_can_be_liked():
    post, a = make_article(), someone()
    root = add_comment(actor=a, post_id=post.id, body="Nice")
    assert like_comment(actor=a, comment_id=root.id) == 1
    assert like_comment(actor=a, comment_id=root.id) == 1
    (thread,) = queries.list_comments(post.id, a).items
    assert (thread.like_count, thread.is_liked) == (1, True)
    assert unlike_comment(actor=a, comment_id=root.id) == 0


@pytest.mark.django_db
def test_the_inbox_knows_what_is_unanswered():
    post = make_article(title="Bees")
    author = person_actor(post.author_id)
    first = add_comment(actor=someone(), post_id=post.id, body="First")
    add_comment(actor=someone(), post_id=post.id, body="Second")
    add_comment(actor=author, post_id=post.id, body="My own")
    assert queries.count_unanswered(author) == 2
    add_comment(actor=author, post_id=post.id, body="Thanks", parent_id=first.id)
    page = queries.list_inbox(author)
    assert [(i.comment.body, i.is_answered) for i in page.items] == [
        ("Second", False),
        ("First", True),
    ]
    assert [i.comment.body for i in queries.list_inbox(author, unanswered=True).items] == ["Second"]
    assert queries.list_inbox(someone()).items == ()


@pytest.mark.django_db
def test_query_counts(django_assert_num_queries):
    post, a = make_article(), someone()
    for n in range(4):
        root = add_comment(actor=a, post_id=post.id, body=str(n))
        add_comment(actor=a, post_id=post.id, body="answer", parent_id=root.id)
    with django_assert_num_queries(4):
        queries.list_comments(post.id, None)
    with django_assert_num_queries(5):
        queries.list_comments(post.id, a)
    with django_assert_num_queries(2):
        queries.list_inbox(person_actor(post.author_id))


@pytest.mark.django_db
def test_a_closed_account_takes_its_words_along():
    post, a, b = make_article(), someone(), someone()
    root = add_comment(actor=a, post_id=post.id, body="Mine")
    add_comment(actor=b, post_id=post.id, body="Under it", parent_id=root.id)
    like_post(actor=a, post_id=post.id)
    like_post(actor=b, post_id=post.id)
    PostsData().erase(a.person_id)
    shown = queries.get_post(None, post.id)
    assert (shown.like_count, shown.comment_count) == (1, 0)
    assert not Comment.objects.exclude(body="").filter(author_id=a.person_id).exists()
    no_breach()
