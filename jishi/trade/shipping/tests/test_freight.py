"""Freight templates: entered by a shop, obeyed to the fen."""

from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound
from jishi.foundation.kernel.types import person_actor
from jishi.trade.shipping.actions.delete_template import delete_template
from jishi.trade.shipping.actions.save_template import save_template
from jishi.trade.shipping.actions.set_terms import set_terms
from jishi.trade.shipping.errors import (
    RegionsOverlap,
    RegionUnknown,
    RuleForTheRestMissing,
    TemplateInUse,
)
from jishi.trade.shipping.factories import EVERYWHERE, make_template, owner_of
from jishi.trade.shipping.queries import list_templates, quote_freight
from jishi.trade.shipping.rules.freight import cost_of, find_rule, quote
from jishi.trade.shipping.types import (
    DeliveryMethod,
    FreightItem,
    FreightMethod,
    FreightRule,
    FreightTemplate,
)
from jishi.trade.shops.factories import make_shop

NEAR = FreightRule(("33", "3101"), 1, 500, 1, 100)
FAR = FreightRule(("65", "54"), is_refused=True)


def item(quantity=1, amount=1000, weight=0, product_id=None):
    return FreightItem(product_id or uuid4(), quantity, amount, weight)


@pytest.fixture
def shop(db):
    return make_shop()


def ask(shop, *items, division="330106", region=""):
    return quote_freight(shop_id=shop.id, items=items, division=division, region=region)


def test_a_shop_without_template_sends_free(shop):
    assert ask(shop, item(), division="").freight_minor == 0


def test_the_closest_region_counts_and_refused_ones_are_named(shop, django_assert_num_queries):
    make_template(shop.id, EVERYWHERE, NEAR, FAR, free_over_minor=9900)
    lines = (item(2, 3000), item(1, 1000))
    with django_assert_num_queries(1):
        quoted = ask(shop, *lines)
    assert quoted.freight_minor == 500 + 2 * 100
    assert quoted.parts[0].left_to_free_minor == 9900 - 4000
    assert ask(shop, *lines, division="440305").freight_minor == 800 + 2 * 200
    assert ask(shop, *lines, division="", region="浙江省 杭州市").freight_minor == 700
    refused = ask(shop, *lines, division="650102")
    assert set(refused.refused) == {line.product_id for line in lines}
    assert refused.is_refused
    assert ask(shop, item(1, 9900)).freight_minor == 0
    with pytest.raises(RegionUnknown):
        ask(shop, *lines, division="", region="Somewhere")


def test_products_go_by_their_own_template_and_weight(shop):
    make_template(shop.id)
    heavy = make_template(
        shop.id, FreightRule((), 1000, 1000, 500, 300), method=FreightMethod.WEIGHT, name="Heavy"
    )
    product, ticket = uuid4(), uuid4()
    with transaction.atomic():
        set_terms(
            actor=owner_of(shop.id),
            shop_id=shop.id,
            product_id=product,
            method=DeliveryMethod.PARCEL,
            template_id=heavy.id,
            weight_grams=700,
        )
        set_terms(
            actor=owner_of(shop.id),
            shop_id=shop.id,
            product_id=ticket,
            method=DeliveryMethod.VIRTUAL,
        )
    # 2 × 700 g: 1000 g and one begun step of 500 g; the other parcel by the default.
    lines = (item(2, product_id=product), item(product_id=ticket), item())
    quoted = ask(shop, *lines)
    assert quoted.freight_minor == 1300 + 800
    assert {part.name for part in quoted.parts} == {"Heavy", "Tariff"}
    assert list_templates(shop.id)[1].product_count == 1


def test_templates_are_checked(shop):
    owner = owner_of(shop.id)
    base = {"actor": owner, "shop_id": shop.id, "name": "T", "method": FreightMethod.PIECE}
    for rules, error in (
        ((NEAR,), RuleForTheRestMissing),
        ((EVERYWHERE, NEAR, FreightRule(("33",))), RegionsOverlap),
        ((EVERYWHERE, EVERYWHERE), RegionsOverlap),
        ((EVERYWHERE, FreightRule(("330106",))), InvalidInput),
        ((FreightRule((), first_minor=-1),), InvalidInput),
        ((FreightRule((), step_units=0),), InvalidInput),
        ((), InvalidInput),
    ):
        with pytest.raises(error), transaction.atomic():
            save_template(**base, rules=rules)
    stranger = person_actor(make_person().id)
    with pytest.raises(NotAllowed), transaction.atomic():
        save_template(**{**base, "actor": stranger}, rules=(EVERYWHERE,))
    with pytest.raises(NotFound), transaction.atomic():
        save_template(**base, rules=(EVERYWHERE,), template_id=uuid4())
    assert list_templates(shop.id) == ()


def test_the_default_moves_and_goes_last(shop):
    first, second = make_template(shop.id), make_template(shop.id, name="Second")
    owner = owner_of(shop.id)
    assert (first.is_default, second.is_default) == (True, False)
    with pytest.raises(TemplateInUse), transaction.atomic():
        delete_template(actor=owner, shop_id=shop.id, template_id=first.id)
    with transaction.atomic():
        save_template(
            actor=owner,
            shop_id=shop.id,
            template_id=second.id,
            name="Second",
            method=FreightMethod.PIECE,
            rules=(EVERYWHERE,),
            is_default=True,
        )
        delete_template(actor=owner, shop_id=shop.id, template_id=first.id)
        delete_template(actor=owner, shop_id=shop.id, template_id=second.id)
    assert list_templates(shop.id) == ()


@given(
    st.integers(1, 50),
    st.integers(0, 5000),
    st.integers(1, 20),
    st.integers(0, 900),
    st.integers(1, 400),
)
def test_freight_never_falls_with_more_goods(first, first_minor, step, step_minor, units):
    rule = FreightRule((), first, first_minor, step, step_minor)
    assert first_minor <= cost_of(rule, units) <= cost_of(rule, units + 1)
    assert cost_of(rule, units + step) - cost_of(rule, units) in {0, step_minor} or units < first


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 99_999)), min_size=1, max_size=6))
def test_a_quote_is_the_sum_of_its_parts(pairs):
    shop_id = uuid4()
    tariffs = [
        FreightTemplate(
            uuid4(), shop_id, str(n), FreightMethod.PIECE, 50_000, False, (EVERYWHERE, NEAR, FAR)
        )
        for n in range(2)
    ]
    items = [item(q, a) for q, a in pairs]
    tariff = {x.product_id: tariffs[n % 2] for n, x in enumerate(items)}
    quoted = quote(items, tariff, "310115")
    assert quoted.freight_minor == sum(p.freight_minor for p in quoted.parts)
    assert sum(p.units for p in quoted.parts) == sum(x.quantity for x in items)
    assert find_rule((EVERYWHERE, NEAR), "310115") is NEAR
