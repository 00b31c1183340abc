"""Showcases: added on top, ordered, pinned, hidden; only what is on sale is seen by others."""

import pytest

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.actions.add_to_showcase import add_to_showcase
from jishi.trade.catalog.actions.arrange_showcase import arrange_showcase
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.remove_from_showcase import remove_from_showcase
from jishi.trade.catalog.errors import ShowcaseFull, TooManyPinned
from jishi.trade.catalog.factories import make_draft, make_product
from jishi.trade.catalog.models import ShowcaseEntry
from jishi.trade.catalog.queries import list_showcase
from jishi.trade.catalog.rules import MAX_SHOWCASE
from jishi.trade.catalog.types import ShowcaseKind, ShowcaseOwner
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


def test_a_creator_arranges_what_others_see(django_assert_num_queries):
    creator = person_actor(make_person().id)
    mine = ShowcaseOwner(ShowcaseKind.PERSON, creator.person_id)
    shop = make_shop()
    goods = [make_product(shop, title=f"p{n}").id for n in range(5)]

    def seen(viewer=None):
        return [item.product.title for item in list_showcase(mine, viewer)]

    add_to_showcase(actor=creator, owner=mine, product_ids=goods[:3])
    add_to_showcase(actor=creator, owner=mine, product_ids=[goods[3], goods[1]])
    assert seen() == ["p3", "p0", "p1", "p2"]
    arrange_showcase(actor=creator, owner=mine, order=[goods[2], goods[0]])
    assert seen() == ["p2", "p0", "p3", "p1"]
    arrange_showcase(actor=creator, owner=mine, product_id=goods[1], is_pinned=True)
    arrange_showcase(actor=creator, owner=mine, product_id=goods[2], is_hidden=True)
    delist_product(actor=owner_of(shop), product_id=goods[0])
    assert seen() == ["p1", "p3"]
    assert seen(person_actor(make_person().id)) == ["p1", "p3"]
    with django_assert_num_queries(1):
        assert seen(creator) == ["p1", "p2", "p0", "p3"]
    for key in (goods[2], goods[3]):
        arrange_showcase(actor=creator, owner=mine, product_id=key, is_pinned=True)
    with pytest.raises(TooManyPinned):
        arrange_showcase(actor=creator, owner=mine, product_id=goods[0], is_pinned=True)
    remove_from_showcase(actor=creator, owner=mine, product_ids=[goods[3], goods[4]])
    assert seen() == ["p1"]
    assert len(recorded("catalog.showcase_changed")) >= 5


def test_what_may_be_shown_and_by_whom():
    shop, other = make_shop(), make_shop()
    own, foreign = make_product(shop).id, make_product(other).id
    theirs = ShowcaseOwner(ShowcaseKind.SHOP, shop.id)
    owner, stranger = owner_of(shop), person_actor(make_person().id)
    for wrong in (foreign, make_draft(shop).id):
        with pytest.raises(NotFound):
            add_to_showcase(actor=owner, owner=theirs, product_ids=[own, wrong])
    assert not ShowcaseEntry.objects.exists()
    add_to_showcase(actor=owner, owner=theirs, product_ids=[own])
    with pytest.raises(NotFound):
        arrange_showcase(actor=owner, owner=theirs, order=[foreign])
    person = ShowcaseOwner(ShowcaseKind.PERSON, owner.person_id)
    for showcase in (theirs, person):
        with pytest.raises(NotAllowed):
            add_to_showcase(actor=stranger, owner=showcase, product_ids=[own])
        with pytest.raises(NotAllowed):
            remove_from_showcase(actor=stranger, owner=showcase, product_ids=[own])
        with pytest.raises(NotAllowed):
            arrange_showcase(actor=stranger, owner=showcase, order=[])
    rows = ShowcaseEntry.objects.filter(owner_id=shop.id)
    entry = rows.get()
    ShowcaseEntry.objects.bulk_create(
        [
            ShowcaseEntry(
                owner_kind="person",
                owner_id=owner.person_id,
                product_id=make_product(other).id if n < 1 else own,
                position=n,
                added_at=entry.added_at,
            )
            for n in range(2)
        ]
    )
    assert len(list_showcase(person)) == 2 < MAX_SHOWCASE
    assert ShowcaseFull.code == "showcase_full"
