from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from jishi.content.posts.events import PostPublished, PostRemoved
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, TransitionRefused
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.allocation import invariants
from jishi.traffic.allocation.actions import close_grant, flush_deliveries, grant_impressions
from jishi.traffic.allocation.actions._move_grant import move_grant
from jishi.traffic.allocation.consumer import DeliveryListener
from jishi.traffic.allocation.factories import make_grant, watch
from jishi.traffic.allocation.models import GrantStep, ImpressionGrant
from jishi.traffic.allocation.policies import FIRST_IMPRESSIONS
from jishi.traffic.allocation.providers.promised import PromisedSource
from jishi.traffic.allocation.queries import (
    get_impression_ledger,
    list_class_prices,
    list_grants_of,
    list_impression_ledgers,
)
from jishi.traffic.allocation.rules import GRANT
from jishi.traffic.allocation.types import GrantStatus
from jishi.traffic.recall.factories import check_source, known, make_item
from jishi.traffic.signals.factories import consume, event, make_viewer, send

pytestmark = pytest.mark.django_db


def flush():
    with transaction.atomic():
        return flush_deliveries()


def outstanding():
    return list_class_prices()[0].outstanding


def test_a_promise_is_given_once():
    post = make_item()
    first, again = make_grant(post, promised=5), make_grant(post, promised=50)
    assert again.id == first.id
    assert again.promised == 5
    assert len(recorded("allocation.impressions_granted")) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [({"promised": 0}, "promised"), ({"class_name": "x"}, "class_name"), ({"days": -1}, "until")],
)
def test_bad_promises(values, field):
    days = values.pop("days", 7)
    inputs = {"promised": 1, "until": clock.now() + timedelta(days=days)} | values
    with pytest.raises(InvalidInput) as caught:
        grant_impressions(actor=SYSTEM, post_id=uuid4(), author_id=uuid4(), **inputs)
    assert caught.value.details == {"field": field}
    assert ImpressionGrant.objects.count() == 0


def test_only_impressions_of_a_decision_for_this_viewer_are_booked_and_each_once():
    post = make_item()
    make_grant(post, promised=5)
    viewer, stranger = make_viewer(), make_viewer()
    page = watch(viewer)
    consume()
    assert get_impression_ledger(post).delivered == 1
    forged = [
        (stranger, event("impression", post, decision_id=page.decision_id)),
        (viewer, event("impression", post, decision_id=page.decision_id)),  # the second time
        (viewer, event("impression", post, decision_id=uuid4())),
        (viewer, event("impression", post)),
    ]
    for who, what in forged:
        send(who, what)
    consume()
    flush()
    assert get_impression_ledger(post).delivered == 1
    assert outstanding() == 4


def test_a_kept_promise_is_closed_and_costs_nothing_more():
    post = make_item()
    make_grant(post, promised=2)
    for _ in range(3):
        watch(make_viewer())
        consume()
    flush()
    ledger = get_impression_ledger(post)
    assert (ledger.promised, ledger.delivered, ledger.impressions) == (2, 2, 3)
    assert ledger.grants[0].status is GrantStatus.KEPT
    assert outstanding() == 0
    assert len(recorded("allocation.grant_closed")) == 1
    assert invariants.kept_without_delivery() == invariants.closed_without_history() == []


def test_a_shortfall_is_reported_not_hidden():
    post = make_item()
    make_grant(post, promised=50, days=7)
    watch(make_viewer())
    consume()
    pass_time(timedelta(days=8))
    grant = get_impression_ledger(post).grants[0]
    assert (grant.status, grant.delivered) == (GrantStatus.MISSED, 1)
    (fact,) = recorded("allocation.grant_closed")
    assert (fact.status, fact.delivered, fact.promised) == ("missed", 1, 50)


def test_closing_too_early_changes_nothing():
    grant = make_grant(make_item())
    assert close_grant(actor=SYSTEM, grant_id=grant.id).status is GrantStatus.OPEN
    assert GrantStep.objects.count() == 0


@pytest.mark.parametrize("source", GRANT.states)
@pytest.mark.parametrize("target", GRANT.states)
def test_the_machine_walks_its_table_and_nothing_else(source, target):
    make_grant(make_item())
    ImpressionGrant.objects.update(status=source)
    row = ImpressionGrant.objects.get()
    if GRANT.find(source, target):
        move_grant(row, GrantStatus(target), by="system")
        assert ImpressionGrant.objects.get().status == target
        assert GrantStep.objects.count() == 1
    else:
        with pytest.raises(TransitionRefused):
            move_grant(row, GrantStatus(target), by="system")
        assert ImpressionGrant.objects.get().status == source
        assert GrantStep.objects.count() == 0


def test_promises_outlive_a_loss_of_valkey():
    post = make_item()
    make_grant(post, promised=5)
    watch(make_viewer())
    consume()
    flush()
    get_valkey().flushdb()
    flush()
    assert outstanding() == 4
    assert get_impression_ledger(post).delivered == 1


def test_a_flush_that_is_repeated_changes_nothing():
    post = make_item()
    make_grant(post)
    DeliveryListener().on_signals([])
    watch(make_viewer())
    consume()
    flush()
    assert flush() == 0
    assert get_impression_ledger(post).delivered == 1


def test_a_new_post_is_promised_impressions_and_loses_them_when_it_goes(
    django_capture_on_commit_callbacks,
):
    author, post = make_person(), make_item()
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            record(
                PostPublished(
                    post_id=post,
                    author_id=author.id,
                    kind="video",
                    visibility="public",
                    topics=(),
                    product_ids=(),
                )
            )
        run_pending_jobs()
    grant = get_impression_ledger(post).grants[0]
    assert grant.promised == FIRST_IMPRESSIONS.default
    assert outstanding() == FIRST_IMPRESSIONS.default
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            record(PostRemoved(post_id=post, author_id=author.id, by="author"))
        run_pending_jobs()
    ledger = get_impression_ledger(post)
    assert ledger.grants[0].status is GrantStatus.VOID
    assert ledger.promised == 0
    assert outstanding() == 0


def test_posts_for_followers_are_promised_nothing():
    record(
        PostPublished(
            post_id=uuid4(),
            author_id=uuid4(),
            kind="video",
            visibility="followers",
            topics=(),
            product_ids=(),
        )
    )
    run_pending_jobs()
    assert ImpressionGrant.objects.count() == 0


def test_the_source_of_promised_posts_keeps_the_contract():
    posts = [make_item() for _ in range(3)]
    for post in posts:
        make_grant(post)
    make_grant(uuid4())  # a post that is not out
    check_source(PromisedSource(), known(), expect=True)
    found = {UUID(bytes=c.post) for c in PromisedSource().suggest(known(), 10)}
    assert found == set(posts)


def test_query_counts(django_assert_num_queries):
    posts = [make_item() for _ in range(3)]
    grants = [make_grant(post) for post in posts]
    list_class_prices()  # reads the policy values
    with django_assert_num_queries(1):
        assert len(list_impression_ledgers(posts)) == 3
    with django_assert_num_queries(0):
        assert list_impression_ledgers([]) == {}
        list_class_prices()
    with django_assert_num_queries(1):
        page = list_grants_of(grants[0].author_id)
    assert [g.id for g in page.items] == [grants[0].id]
