from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from jishi.content.posts.actions.remove_post import remove_post
from jishi.content.posts.factories import make_article
from jishi.foundation.accounts.factories import actor_for, make_person, operator
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import person_actor
from jishi.relations.follows.factories import make_follow
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.update_product import update_product
from jishi.trade.catalog.factories import make_product
from jishi.trade.shops.actions.suspend_shop import suspend_shop
from jishi.trade.shops.factories import make_shop, owner_of
from jishi.traffic.search.models import SearchDocument
from jishi.traffic.search.queries import search, suggestions
from jishi.traffic.search.types import SearchResults

pytestmark = pytest.mark.django_db

HOSTILE = [
    "'; DROP TABLE search_searchdocument; --",
    "' OR 1=1 --",
    "a' & 'b",
    ":* & !",
    "%' OR title_key LIKE '%",
    "\\",
    "\x00",
    "{{ 7*7 }}",
    "${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "😀" * 50,
    "(" * 500,
    "x" * 10_000,
    "脐橙" * 5_000,
]


@pytest.fixture
def shop():
    shop = make_shop(name="云岭茶行")
    run_pending_jobs()
    return shop


def test_products_are_found_by_chinese_and_english_words(shop):
    orange = make_product(shop, title="赣南脐橙 新鲜水果", description="Sweet oranges from Ganzhou")
    tea = make_product(shop, title="Longjing green tea 西湖龙井", description="春茶")
    run_pending_jobs()
    assert search("脐橙").products == (orange.id,)
    assert search("新鲜 水果").products == (orange.id,)
    assert search("ORANGE").products == (orange.id,)
    assert search("龙井").products == (tea.id,)
    assert search("long").products == (tea.id,)  # the last word may be unfinished
    assert search("Teas").products == (tea.id,)
    assert search("龙井 脐橙").products  # nothing holds both: either will do
    assert set(search("云岭").products) == {orange.id, tea.id}
    assert search("云岭", kind="shops") == SearchResults(shops=(shop.id,))
    assert search("自行车") == SearchResults()


def test_a_title_counts_more_than_a_description(shop):
    beside = make_product(shop, title="Honey", description="tea tea tea goes well with it")
    about = make_product(shop, title="Black tea", description="from the hills")
    run_pending_jobs()
    assert search("tea").products == (about.id, beside.id)


def test_parts_of_words_in_titles(shop):
    product = make_product(shop, title="Strawberry preserve")
    run_pending_jobs()
    assert search("berry pre").products == (product.id,)


def test_the_index_follows_the_product(shop):
    product = make_product(shop, title="Walnut")
    run_pending_jobs()
    with transaction.atomic():
        update_product(actor=owner_of(shop), product_id=product.id, title="Almond")
    run_pending_jobs()
    assert search("walnut").products == ()
    assert search("almond").products == (product.id,)
    with transaction.atomic():
        delist_product(actor=owner_of(shop), product_id=product.id)
    run_pending_jobs()
    assert search("almond").products == ()


def test_a_suspended_shop_and_its_goods_are_not_found(shop):
    make_product(shop, title="Walnut")
    run_pending_jobs()
    with transaction.atomic():
        suspend_shop(actor=operator(), shop_id=shop.id, note="papers")
    run_pending_jobs()
    assert search("walnut").count == search("云岭").count == 0


def test_posts_are_found_while_they_are_out():
    post = make_article(title="Harvest in the terraces", body="稻田", topics=["乡村"])
    run_pending_jobs()
    assert search("稻田").posts == search("乡村").posts == search("terrace").posts == (post.id,)
    assert search("稻田", kind="products") == SearchResults()
    with transaction.atomic():
        remove_post(actor=person_actor(post.author_id), post_id=post.id)
    run_pending_jobs()
    assert search("稻田").posts == ()


def test_posts_for_followers_are_found_by_followers_only():
    fan, stranger = make_person(), make_person()
    post = make_article(title="Secret garden", visibility="followers")
    make_follow(fan.id, post.author_id)
    run_pending_jobs()
    assert search("garden", viewer=actor_for(fan)).posts == (post.id,)
    assert search("garden", viewer=actor_for(post.author_id)).posts == (post.id,)
    assert search("garden", viewer=actor_for(stranger)).posts == ()
    assert search("garden").posts == ()
    assert suggestions("secret") == ()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_find_nothing_and_harm_nothing(shop, words):
    make_product(shop, title="Walnut")
    run_pending_jobs()
    before = SearchDocument.objects.count()
    assert search(words).count == 0
    assert suggestions(words) == ()
    assert SearchDocument.objects.count() == before == 2


def test_hostile_titles_are_indexed_as_words(shop):
    product = make_product(shop, title="O'Neill & sons' \\ | ! <b>tea</b>")
    run_pending_jobs()
    assert search("neill").products == (product.id,)


def test_bad_kind():
    with pytest.raises(InvalidInput) as caught:
        search("x", kind="people")
    assert caught.value.details == {"field": "kind"}


def test_suggestions_begin_with_what_was_typed(shop):
    for title in ("Tea bowl", "Green tea", "Teapot"):
        make_product(shop, title=title)
    run_pending_jobs()
    assert suggestions("tea") == ("Teapot", "Tea bowl", "Green tea")
    assert suggestions("云") == ("云岭茶行",)
    assert suggestions("") == suggestions("  ") == ()


def test_query_counts(shop, django_assert_num_queries):
    make_product(shop, title="Walnut")
    run_pending_jobs()
    with django_assert_num_queries(1):
        search("walnut")
    with django_assert_num_queries(2):
        search("walnut bicycle")
    viewer = actor_for(make_person())
    with django_assert_num_queries(2):
        search("walnut", viewer=viewer)
    with django_assert_num_queries(0):
        search("?!")
    with django_assert_num_queries(1):
        suggestions("wal")


def test_the_index_is_used(shop):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM search_searchdocument WHERE words @@ %s::tsquery"
            " OR title_key LIKE %s",
            ["'tea'", "%tea%"],
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "search_words" in plan
    assert "search_title" in plan


@pytest.mark.django_db(transaction=True)
def test_the_whole_index_can_be_made_anew():
    shop = make_shop(name="云岭茶行")
    product = make_product(shop, title="Walnut")
    post = make_article(title="Harvest")
    SearchDocument.objects.create(
        subject_id=uuid4(), kind="shop", owner_id=uuid4(), title="stale", words="'x':1A"
    )
    call_command("rebuild_search")
    assert search("walnut").products == (product.id,)
    assert search("harvest").posts == (post.id,)
    assert search("云岭").shops == (shop.id,)
