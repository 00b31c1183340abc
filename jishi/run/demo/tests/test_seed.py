"""Seeding a small market by the real actions: whole, repeatable, with a history."""

import pytest

from jishi.content.posts.queries import get_post, list_comments, list_posts_of
from jishi.foundation.accounts.queries import find_person_by_contact, get_person_card
from jishi.foundation.kernel import clock
from jishi.run import demo
from jishi.run.demo.catalogue import POSTS
from jishi.run.demo.seeding.plan import Plan, email_of
from jishi.run.demo.seeding.run import run
from jishi.trade.catalog.queries import get_product, list_products
from jishi.trade.orders.queries import list_orders_of

SMALL = Plan().only(shops=("zhou",), posts=("v_honey", "a_peach"), orders=11)


def _quiet(step, done, total):
    assert 0 < done <= total


def _seed():
    return run(SMALL, seed=7, language="en", progress=_quiet)


@pytest.mark.django_db(transaction=True)
def test_a_small_market_is_whole():
    market = _seed()
    assert (market.shops, market.products, market.posts, market.videos) == (1, 5, 2, 1)
    assert market.created > 30
    shelf = list_products(limit=50).items
    assert len(shelf) == 5
    assert all(card.is_buyable and card.picture_key for card in shelf)
    mango = get_product(next(card for card in shelf if "mango" in card.title).id)
    assert [sku.available > 0 for sku in mango.skus] == [True, True, False]
    assert mango.skus[0].price_minor == 4590
    assert "refunded" in mango.description
    lynn = find_person_by_contact(email_of("lynn"))
    assert lynn.avatar_key

    # posts have the age that the catalogue gives them, their words and their remarks
    planned = next(post for post in POSTS if post.key == "v_honey")
    author = find_person_by_contact(email_of("laozhou"))
    assert get_person_card(author.id).display_name == "Zhou Farm"
    video = next(p for p in list_posts_of(author.id, None).items if p.title == planned.title.en)
    age = clock.now() - video.published_at
    assert abs(age.total_seconds() / 3600 - planned.hours_ago) < 0.5
    assert video.video.playable
    assert video.video.has_audio
    assert video.like_count > 0
    talk = list_comments(video.id, None).items
    assert talk
    assert all(comment.created_at > video.published_at for comment in talk)
    assert get_post(None, video.id).comment_count == video.comment_count

    # orders in every state, each with a past of its own
    words = {order.word.value for order in list_orders_of(lynn.id, limit=50).items}
    assert {"to_pay", "to_ship", "to_receive", "received"} <= words
    assert sum(market.orders.values()) >= 11

    text = str(market)
    assert "1 shops, 5 products" in text
    assert "operator@yunling.example" in text

    # a second run finds everything
    again = _seed()
    assert again.created == 0
    assert "already there" in str(again)
    assert again.orders == market.orders
    assert len(list_products(limit=50).items) == 5


def test_only_the_demos_languages_are_taken():
    with pytest.raises(ValueError, match="zh-Hans"):
        demo.seed(language="fr", progress=_quiet)


def test_a_plan_cut_down_refers_to_nothing_missing():
    people = {person.key for person in SMALL.people}
    goods = {product.key for product in SMALL.products}
    for post in SMALL.posts:
        assert post.by in people
        assert set(post.products) <= goods
        assert all(remark.by in people for remark in post.remarks)
        assert all(reply.by in people for remark in post.remarks for reply in remark.replies)
    assert {shop.owner for shop in SMALL.shops} <= people
