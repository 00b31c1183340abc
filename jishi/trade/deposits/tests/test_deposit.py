"""A deposit is paid in, lets a shop sell, falls short, and goes back at the end."""

from datetime import timedelta
from itertools import product as pairs

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import (
    IdempotencyConflict,
    InvalidInput,
    NotAllowed,
    TransitionRefused,
)
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.queries import get_balances
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.catalog.actions.review_selling_rights import review_selling_rights
from jishi.trade.catalog.factories import make_product
from jishi.trade.catalog.queries import get_product
from jishi.trade.deposits import invariants
from jishi.trade.deposits.actions.check_deposit import check_deposit
from jishi.trade.deposits.actions.close_top_up import close_top_up
from jishi.trade.deposits.actions.move_top_up import move_top_up
from jishi.trade.deposits.actions.open_top_up import open_top_up
from jishi.trade.deposits.actions.withdraw_deposit import withdraw_deposit
from jishi.trade.deposits.errors import DepositEmpty, DepositInUse, ShopStillBusy
from jishi.trade.deposits.factories import open_deposit, pay_deposit
from jishi.trade.deposits.models import TopUp, TopUpMove
from jishi.trade.deposits.queries import deposit_account, get_deposit, list_top_ups
from jishi.trade.deposits.rules import TOP_UP, split_return
from jishi.trade.deposits.types import TopUpStatus
from jishi.trade.orders.factories import make_paid_order
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.errors import ShopDepositShort, ShopNotOpen
from jishi.trade.shops.factories import make_member, make_shop, owner_of
from jishi.trade.shops.queries import get_standing, require_may_sell

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea_costs():
    change_policy(actor=operator(), name="shops.deposits", value={"tea": 50000}, reason="risk")


def take(shop, amount):
    """What settlement does when a shop owes."""
    with transaction.atomic():
        post_entry(
            actor=SYSTEM,
            business_ref=f"test:{shop.id}:{amount}",
            kind="claim",
            postings=[
                PostingInput(deposit_account(shop.id), -amount, settings.currency),
                PostingInput("platform:receivable", amount, settings.currency),
            ],
            idempotency_key=f"test:{shop.id}:{amount}",
        )


def test_every_step_of_the_table_works_and_no_other():
    row = TopUp.objects.get(id=open_deposit(make_shop(), 1000).id)
    roles = ("provider", "system", "owner", "operator", "buyer")
    for source, target, role in pairs(TopUpStatus, TopUpStatus, roles):
        TopUp.objects.filter(id=row.id).update(status=source)
        row.refresh_from_db()
        step = TOP_UP.find(source, target)
        if step is None or role not in step.by:
            with pytest.raises(TransitionRefused):
                move_top_up(actor=SYSTEM, row=row, target=target, by=role)
            continue
        move_top_up(actor=SYSTEM, row=row, target=target, by=role)
        assert row.status == target
    assert TopUpMove.objects.count() == sum(len(step.by) for step in TOP_UP.transitions)


def test_a_paid_deposit_lets_the_shop_sell_and_a_short_one_holds_it(tea_costs):
    shop = make_shop()
    with pytest.raises(ShopDepositShort):
        require_may_sell(shop.id, ("tea",))
    pay_deposit(shop, 30000)
    with pytest.raises(ShopDepositShort):
        require_may_sell(shop.id, ("tea",))
    pay_deposit(shop, 20000)
    tea = make_product(shop, category="tea")
    assert recorded("deposits.deposit_paid")[-1].balance_minor == 50000
    found = get_deposit(owner_of(shop), shop.id)
    assert (found.balance_minor, found.required_minor, found.short_minor) == (50000, 50000, 0)

    take(shop, 12000)
    assert check_deposit(shop_id=shop.id)
    assert not check_deposit(shop_id=shop.id)
    (short,) = recorded("deposits.deposit_short")
    assert (short.balance_minor, short.required_minor) == (38000, 50000)
    review_selling_rights(shop_id=shop.id)
    assert get_product(tea.id, operator()).status == "held"
    pay_deposit(shop, 12000)
    review_selling_rights(shop_id=shop.id)
    assert get_product(tea.id).status == "listed"
    assert invariants.deposits_above_what_was_paid() == []
    TopUp.objects.update(amount_minor=1)
    assert len(invariants.deposits_above_what_was_paid()) == 1


def test_it_goes_back_after_the_closing_and_only_once():
    shop = make_shop()
    pay_deposit(shop, 30000)
    pay_deposit(shop, 20000)
    order = make_paid_order(product=make_product(shop))
    values = {"shop_id": shop.id, "idempotency_key": "end"}
    with pytest.raises(DepositInUse):
        withdraw_deposit(actor=owner_of(shop), **values)
    take(shop, 5000)
    close_shop(actor=owner_of(shop), shop_id=shop.id)
    clock.advance(timedelta(days=29))
    with pytest.raises(DepositInUse):
        withdraw_deposit(actor=owner_of(shop), **values)
    clock.advance(timedelta(days=2))
    with pytest.raises(ShopStillBusy):
        withdraw_deposit(actor=owner_of(shop), **values)
    finish(order)
    with pytest.raises(NotAllowed):
        withdraw_deposit(actor=person_actor(make_person().id), **values)
    assert withdraw_deposit(actor=owner_of(shop), **values) == 45000
    account = deposit_account(shop.id)
    assert get_balances([account], settings.currency)[account].posted_minor == 0
    returned = sorted(t.returned_minor for t in list_top_ups(owner_of(shop), shop.id))
    assert returned == [15000, 30000]
    assert get_standing(shop.id).deposit_minor == 0
    with pytest.raises(DepositEmpty):
        withdraw_deposit(actor=owner_of(shop), **values)
    assert len(recorded("deposits.deposit_returned")) == 1


def finish(order):
    from jishi.trade.orders.actions.cancel_order import cancel_order

    cancel_order(actor=operator(), order_id=order.id, idempotency_key="test")


def test_what_cannot_be_paid_in_is_refused_and_a_key_counts_once():
    shop = make_shop()
    values = {"actor": owner_of(shop), "shop_id": shop.id, "provider": "sandbox"}
    first = open_top_up(**values, amount_minor=5000, idempotency_key="k")
    assert open_top_up(**values, amount_minor=5000, idempotency_key="k") == first
    assert first.pay_url
    with pytest.raises(IdempotencyConflict):
        open_top_up(**values, amount_minor=6000, idempotency_key="k")
    with pytest.raises(InvalidInput):
        open_top_up(**values, amount_minor=99, idempotency_key="l")
    with pytest.raises(NotAllowed):
        packer = make_member(shop, "packer")
        open_top_up(**(values | {"actor": packer}), amount_minor=5000, idempotency_key="l")
    assert close_top_up(top_up_id=first.id)
    assert not close_top_up(top_up_id=first.id)
    close_shop(actor=owner_of(shop), shop_id=shop.id)
    with pytest.raises(ShopNotOpen):
        open_top_up(**values, amount_minor=5000, idempotency_key="m")
    assert TopUp.objects.count() == 1


def test_reads_take_the_statements_they_say(django_assert_num_queries):
    shop = make_shop()
    pay_deposit(shop, 5000)
    with django_assert_num_queries(2):
        assert len(list_top_ups(owner_of(shop), shop.id)) == 1
    with django_assert_num_queries(4):
        get_deposit(owner_of(shop), shop.id)


@given(
    st.integers(0, 10**9),
    st.lists(st.tuples(st.uuids(), st.integers(1, 10**8)), max_size=6, unique_by=lambda p: p[0]),
)
def test_what_goes_back_is_never_more_than_there_is_nor_than_was_paid(balance, paid):
    parts = split_return(balance, paid)
    assert sum(amount for _id, amount in parts) == min(balance, sum(a for _i, a in paid))
    limits = dict(paid)
    assert all(0 < amount <= limits[key] for key, amount in parts)
