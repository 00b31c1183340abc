"""Labels and pick lists as PDF; codes and pick-up points."""

from uuid import uuid4

import pytest
from django.db import transaction

from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.shipping.actions.add_codes import add_codes
from jishi.trade.shipping.actions.give_codes import give_codes
from jishi.trade.shipping.actions.save_point import save_point
from jishi.trade.shipping.actions.set_terms import set_terms
from jishi.trade.shipping.errors import CodesShort
from jishi.trade.shipping.factories import owner_of
from jishi.trade.shipping.queries import draw_labels, draw_pick_list, get_terms, list_points
from jishi.trade.shipping.types import DeliveryMethod, LabelPaper, PickLine
from jishi.trade.shops.factories import make_shop

WORDS = dict.fromkeys(
    ("order", "to", "from", "note", "no_number", "title", "goods", "code", "count", "orders"), "词"
)


def test_papers_are_pdf_and_take_markup_as_text():
    label = LabelPaper(
        "20261125-ABC123",
        "顺丰",
        "",
        "店",
        "林小雨",
        "138",
        "浙江省",
        '#panic("x") $a$ [',
        "*",
        (("茶杯", 2),),
    )
    assert draw_labels([label, label], WORDS).startswith(b"%PDF")
    line = PickLine("青花 #box", "大", "C-1", 3, ("a", "b"))
    assert draw_pick_list("店", "今天", [line], WORDS).startswith(b"%PDF")


@pytest.mark.django_db
def test_each_code_is_given_once():
    shop, product = make_shop(), uuid4()
    owner = owner_of(shop.id)
    with pytest.raises(NotFound), transaction.atomic():
        add_codes(actor=owner, shop_id=shop.id, product_id=product, codes=["A"])
    with transaction.atomic():
        set_terms(actor=owner, shop_id=shop.id, product_id=product, method=DeliveryMethod.VIRTUAL)
        assert (
            add_codes(actor=owner, shop_id=shop.id, product_id=product, codes=["A", "B", "A", ""])
            == 2
        )
        assert add_codes(actor=owner, shop_id=shop.id, product_id=product, codes=["B", "C"]) == 1
        first = give_codes(actor=SYSTEM, product_id=product, quantity=2, reference="line:1")
        again = give_codes(actor=SYSTEM, product_id=product, quantity=2, reference="line:1")
    assert first == again
    assert len(set(first)) == 2
    with pytest.raises(CodesShort), transaction.atomic():
        give_codes(actor=SYSTEM, product_id=product, quantity=2, reference="line:2")
    assert get_terms(product).unused_codes == 1
    with pytest.raises(InvalidInput), transaction.atomic():
        add_codes(actor=owner, shop_id=shop.id, product_id=product, codes=[])


@pytest.mark.django_db
def test_pickup_points_open_and_close():
    shop = make_shop()
    owner = owner_of(shop.id)
    with transaction.atomic():
        point = save_point(actor=owner, shop_id=shop.id, name="Kiln", address="1 Kiln Road")
    assert list_points(shop.id) == (point,)
    with transaction.atomic():
        save_point(
            actor=owner,
            shop_id=shop.id,
            name="Kiln",
            address="1 Kiln Road",
            is_open=False,
            point_id=point.id,
        )
    assert list_points(shop.id) == ()
    assert list_points(shop.id, open_only=False)[0].id == point.id
    with pytest.raises(NotFound), transaction.atomic():
        save_point(actor=owner, shop_id=shop.id, name="K", address="a", point_id=uuid4())
