import pytest

from jishi.foundation.accounts.factories import actor_for, make_person, operator
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog import queries
from jishi.trade.catalog.actions.delete_product import delete_product
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.refresh_popularity import refresh_popularity
from jishi.trade.catalog.factories import make_draft, make_product, two_sizes
from jishi.trade.catalog.models import Stock
from jishi.trade.catalog.types import ListingStatus
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.actions.suspend_shop import suspend_shop
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


def walk(**how):
    found, cursor = [], None
    while True:
        page = queries.list_products(cursor=cursor, limit=2, **how)
        found += [card.title for card in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


def test_a_shelf_pages_through_everything_once_in_each_order(shop):
    for number, price in enumerate([500, 300, 400, 300, 100]):
        product = make_product(shop, title=f"p{number}", price_minor=price)
        Stock.objects.filter(product_id=product.id).update(sold=number % 3)
    make_draft(shop, title="draft")
    refresh_popularity(actor=SYSTEM)
    assert walk(order="new") == ["p4", "p3", "p2", "p1", "p0"]
    assert walk(order="price") == ["p4", "p1", "p3", "p2", "p0"]
    assert walk(order="popular") == ["p2", "p4", "p1", "p3", "p0"]
    assert walk(order="popular", category="tea") == []
    assert len(walk(category="fruit", shop_id=shop.id)) == 5


def test_a_shelf_shows_only_what_open_shops_have_listed(shop):
    product = make_product(shop, **two_sizes(3))
    card = queries.list_products().items[0]
    assert (card.id, card.available_total, card.sold_count) == (product.id, 6, 0)
    assert card.is_buyable
    suspend_shop(actor=operator(), shop_id=shop.id, note="papers")
    assert queries.list_products().items == ()
    assert not queries.list_product_cards([product.id])[product.id].is_buyable
    assert queries.search_products(product.title) == ()
    assert sum(c.count for c in queries.list_categories()) == 0


def test_reads_of_shelves_and_pages_cost_one_statement_each(shop, django_assert_num_queries):
    for _ in range(5):
        make_product(shop, **two_sizes())
    ids = [c.id for c in queries.list_products().items]
    with django_assert_num_queries(1):
        assert len(queries.list_products(category="fruit").items) == 5
    with django_assert_num_queries(1):
        assert len(queries.get_product(ids[0]).skus) == 2
    with django_assert_num_queries(1):
        assert len(queries.list_product_cards(ids)) == 5
    with django_assert_num_queries(1):
        assert queries.list_categories()[0].count == 5
    with django_assert_num_queries(1):
        assert len(queries.search_products("product")) == 5
    with django_assert_num_queries(0):
        assert queries.list_product_cards([]) == {}
        assert queries.get_skus([]) == {}
    skus = [s.id for s in queries.get_product(ids[0]).skus]
    with django_assert_num_queries(1):
        assert len(queries.get_skus(skus)) == 2


def test_desk_reads_cost_two_statements(shop, django_assert_num_queries):
    for _ in range(3):
        make_product(shop, **two_sizes())
    owner = owner_of(shop)
    with django_assert_num_queries(2):
        page = queries.list_shop_products(owner, shop.id, status=ListingStatus.LISTED, limit=2)
    assert len(page.items) == 2
    with django_assert_num_queries(2):
        rest = queries.list_shop_products(owner, shop.id, cursor=page.next_cursor, limit=2)
    assert len(rest.items) == 1
    with django_assert_num_queries(2):
        assert len(queries.get_stock_rows(owner, shop.id)) == 6
    with django_assert_num_queries(1):
        assert queries.count_shop_products(shop.id) == {ListingStatus.LISTED: 3}
    with django_assert_num_queries(1):
        assert queries.list_edits_in_review().items == ()


def test_a_desk_searches_titles_and_codes_literally(shop):
    make_product(shop, title="100% wool", **two_sizes())
    make_product(shop, title="Mango")
    owner = owner_of(shop)

    def find(q):
        return [p.title for p in queries.list_shop_products(owner, shop.id, q=q).items]

    assert find("%") == ["100% wool"]
    assert find("mang") == ["Mango"]
    assert find("only") == ["Mango"]
    assert find("' OR 1=1 --") == []
    assert find("\x00") == ["Mango", "100% wool"]


def test_strangers_read_no_desk(shop):
    stranger = actor_for(make_person())
    for read in (queries.list_shop_products, queries.get_stock_rows):
        with pytest.raises(NotAllowed):
            read(stranger, shop.id)
        with pytest.raises(NotAllowed):
            read(operator(), shop.id)


def test_a_draft_is_seen_by_its_shop_and_the_operator_only(shop):
    draft = make_draft(shop)
    for viewer in (None, SYSTEM, actor_for(make_person()), owner_of(make_shop())):
        with pytest.raises(NotFound):
            queries.get_product(draft.id, viewer)
    assert queries.get_product(draft.id, owner_of(shop)).id == draft.id
    assert queries.get_product(draft.id, operator()).id == draft.id


def test_a_delisted_page_stays_and_a_deleted_one_does_not(shop):
    product, owner = make_product(shop), owner_of(shop)
    delist_product(actor=owner, product_id=product.id)
    page = queries.get_product(product.id)
    assert (page.status, page.is_buyable) == (ListingStatus.DELISTED, False)
    delete_product(actor=owner, product_id=product.id)
    with pytest.raises(NotFound):
        queries.get_product(product.id)
    assert queries.list_product_cards([product.id]) == {}
    offer = queries.get_skus([product.skus[0].id])[product.skus[0].id]
    assert not offer.is_buyable


def test_a_closed_shops_products_are_gone(shop):
    product = make_product(shop)
    close_shop(actor=owner_of(shop), shop_id=shop.id)
    with pytest.raises(NotFound):
        queries.get_product(product.id)
    assert not queries.get_skus([product.skus[0].id])[product.skus[0].id].is_buyable


@pytest.mark.parametrize("cursor", ["x", "!!!!", "MQ", "MXxub3QtYS11dWlk", "", "é"])
def test_a_broken_cursor_is_refused(cursor):
    if cursor == "":
        assert queries.list_products(cursor=cursor).items == ()
        return
    for order in ("new", "popular", "price"):
        with pytest.raises(InvalidInput):
            queries.list_products(order=order, cursor=cursor)


def test_unknown_orders_and_categories_are_refused():
    with pytest.raises(InvalidInput):
        queries.list_products(order="p.id; DROP TABLE x")
    with pytest.raises(InvalidInput):
        queries.list_products(category="nothing")


def test_search_takes_words_literally(shop):
    make_product(shop, title="Guifei mango 5 jin")
    assert len(queries.search_products("mango guifei")) == 1
    assert queries.search_products("mango%tea") == ()
    assert queries.search_products("_") == ()
    assert queries.search_products("\x00  ") == ()
