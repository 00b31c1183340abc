from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound, TextTooLong
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.factories import make_paid_order, make_received_order, seller_of
from jishi.trade.reviews import queries
from jishi.trade.reviews.actions.answer_review import answer_review
from jishi.trade.reviews.actions.erase_reviewer import erase_reviewer
from jishi.trade.reviews.actions.follow_up_review import follow_up_review
from jishi.trade.reviews.actions.hide_review import hide_review
from jishi.trade.reviews.actions.show_review import show_review
from jishi.trade.reviews.actions.write_review import write_review
from jishi.trade.reviews.errors import (
    NotReceived,
    ReviewClosed,
    ReviewedAlready,
    StarsInvalid,
    TooManyPictures,
)
from jishi.trade.reviews.factories import make_review
from jishi.trade.reviews.invariants import reviews_without_a_purchase
from jishi.trade.reviews.models import Review
from jishi.trade.reviews.types import ReviewFilter, Stars
from jishi.trade.shops.types import Metric

pytestmark = pytest.mark.django_db


def test_a_review_is_of_a_line_that_was_received_once_and_in_time():
    order = make_received_order()
    review = make_review(order, 4, "  Good\u00a0tea. ", pictures=("a.webp", "a.webp", "b.webp"))
    assert (review.body, review.pictures) == ("Good tea.", ("a.webp", "b.webp"))
    assert review.stars == Stars(4, 4, 4)
    assert review.product_id == order.lines[0].product_id
    with pytest.raises(ReviewedAlready):
        make_review(order)
    late = make_received_order()
    with clock.ago(timedelta(days=-31)), pytest.raises(ReviewClosed):
        make_review(late)
    with pytest.raises(NotReceived):
        make_review(make_paid_order())
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"stars": Stars(0, 5, 5)}, StarsInvalid),
        ({"stars": Stars(5, 6, 5)}, StarsInvalid),
        ({"body": "x" * 1001}, TextTooLong),
        ({"pictures": tuple(f"{n}.webp" for n in range(10))}, TooManyPictures),
        ({"line_id": uuid4()}, NotFound),
    ],
)
def test_a_bad_review_is_refused_and_nothing_kept(more, error):
    order = make_received_order()
    given = {"line_id": order.lines[0].id, "stars": Stars(5, 5, 5), **more}
    for actor, expected in ((person_actor(order.buyer_id), error), (seller_of(order), NotFound)):
        with transaction.atomic(), pytest.raises((error, expected)):
            write_review(actor=actor, order_id=order.id, **given)
    assert not Review.objects.exists()


def test_follow_up_comes_once_from_its_buyer():
    order = make_received_order()
    buyer, review = person_actor(order.buyer_id), make_review(order)
    with clock.ago(timedelta(days=-20)), transaction.atomic():
        added = follow_up_review(actor=buyer, review_id=review.id, body="Still good.")
    assert (added.follow_up, added.days_of_use) == ("Still good.", 20)
    with transaction.atomic(), pytest.raises(ReviewedAlready):
        follow_up_review(actor=buyer, review_id=review.id, body="Again.")
    other = make_review()
    with transaction.atomic(), pytest.raises(NotFound):
        follow_up_review(actor=buyer, review_id=other.id, body="Not mine.")
    with (
        clock.ago(timedelta(days=-181)),
        transaction.atomic(),
        pytest.raises(ReviewClosed),
    ):
        follow_up_review(actor=person_actor(other.buyer_id), review_id=other.id, body="Late.")


def test_the_shop_answers_and_may_mend_its_words():
    order = make_received_order()
    review, seller = make_review(order, 2), seller_of(order)
    assert queries.count_unanswered(order.shop_id) == 1
    for words in ("Sorry!", "Sorry, we send another."):
        with transaction.atomic():
            answered = answer_review(actor=seller, review_id=review.id, body=words)
    assert answered.answer == "Sorry, we send another."
    assert queries.count_unanswered(order.shop_id) == 0
    for stranger in (person_actor(order.buyer_id), seller_of(make_paid_order()), operator()):
        with transaction.atomic(), pytest.raises(NotAllowed):
            answer_review(actor=stranger, review_id=review.id, body="Hm.")
    with transaction.atomic(), pytest.raises(InvalidInput):
        answer_review(actor=seller, review_id=review.id, body=" ")


def test_only_the_market_hides_and_its_buyer_still_sees_why():
    order = make_received_order()
    review, buyer = make_review(order, 1), person_actor(order.buyer_id)
    with transaction.atomic(), pytest.raises(NotAllowed):
        hide_review(actor=seller_of(order), review_id=review.id, reason="We don't like it")
    for _ in range(2):
        with transaction.atomic():
            hide_review(actor=operator(), review_id=review.id, reason="Names a person")
    assert queries.get_summary(review.product_id).count == 0
    assert not queries.list_reviews(review.product_id).items
    assert queries.get_review(buyer, review.id).hidden_because == "Names a person"
    with pytest.raises(NotFound):
        queries.get_review(None, review.id)
    with transaction.atomic():
        show_review(actor=operator(), review_id=review.id)
    assert queries.get_review(None, review.id).hidden_because == ""


def test_figures_filters_pages_and_facts(django_assert_num_queries):
    product = make_product(stock=20)
    for stars, more in ((5, {}), (4, {"pictures": ("a.webp",)}), (1, {}), (2, {})):
        make_review(make_received_order(product=product), stars, **more)
    with django_assert_num_queries(1):
        summary = queries.get_summary(product.id)
    assert (summary.count, summary.average) == (4, 300)
    assert summary.by_stars == (1, 1, 0, 1, 1)
    with django_assert_num_queries(1):
        first = queries.list_reviews(product.id, limit=3)
    rest = queries.list_reviews(product.id, limit=3, cursor=first.next_cursor)
    assert [r.stars.product for r in (*first.items, *rest.items)] == [2, 1, 4, 5]
    for which in ReviewFilter:
        found = queries.list_reviews(product.id, which=which).items
        assert len(found) == summary.count_of(which)
    assert [r.stars.product for r in queries.list_reviews(
        product.id, which=ReviewFilter.CRITICAL).items] == [2, 1]  # fmt: skip
    facts = queries.ReviewFacts().collect(clock.now() - timedelta(days=90))
    tally = facts[product.shop_id].tallies[Metric.GOOD_REVIEWS]
    assert (tally.good, tally.total) == (2, 4)
    assert not queries.ReviewFacts().collect(clock.now() + timedelta(seconds=1))


def test_lists_of_desk_and_buyer(django_assert_num_queries):
    order = make_received_order()
    review, seller = make_review(order), seller_of(order)
    with django_assert_num_queries(2):
        found = queries.list_shop_reviews(seller, order.shop_id, unanswered=True)
    assert [r.id for r in found.items] == [review.id]
    with pytest.raises(NotAllowed):
        queries.list_shop_reviews(person_actor(make_person().id), order.shop_id)
    with django_assert_num_queries(1):
        assert queries.list_own_reviews(order.buyer_id).items == (review,)
    with django_assert_num_queries(1):
        assert queries.find_reviews_of_lines([order.lines[0].id, uuid4()]) == {
            order.lines[0].id: review
        }


def test_an_erased_reviewer_leaves_words_without_a_name():
    order = make_received_order()
    review = make_review(order, pictures=("me.webp",))
    with transaction.atomic():
        erase_reviewer(actor=operator(), person_id=order.buyer_id)
    left = queries.get_review(None, review.id)
    assert left.is_anonymous
    assert left.pictures == ()
    assert left.body == review.body


def test_no_review_without_a_purchase():
    review = make_review()
    assert reviews_without_a_purchase() == []
    Review.objects.filter(id=review.id).update(buyer_id=make_person().id)
    assert [b.subject for b in reviews_without_a_purchase()] == [str(review.id)]
