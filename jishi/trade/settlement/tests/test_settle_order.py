"""From a paid order to settled money, by the market clock; nothing is left, nothing is lost."""

from datetime import timedelta

import pytest

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import (
    IdempotencyConflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    TransitionRefused,
)
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.types import SYSTEM, operator_actor, person_actor
from jishi.foundation.ledger.actions.seal_entries import seal_entries
from jishi.foundation.ledger.queries import get_balance, sum_account_prefix, verify_chain
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.factories import (
    make_buyer,
    make_checkout,
    make_paid_order,
    make_received_order,
)
from jishi.trade.settlement.actions.add_share import add_share
from jishi.trade.settlement.actions.open_settlement import open_settlement
from jishi.trade.settlement.actions.schedule_settlement import schedule_settlement
from jishi.trade.settlement.actions.settle_order import settle_order
from jishi.trade.settlement.errors import NotReadyToSettle, SettlementEnded, SharesTooLarge
from jishi.trade.settlement.invariants import (
    ended_with_money_in_escrow,
    escrow_nobody_will_settle,
)
from jishi.trade.settlement.models import Settlement, SettlementStep
from jishi.trade.settlement.queries import (
    find_settlement,
    get_money_page,
    get_settlement,
    get_shop_balance,
    list_settlements,
    list_settlements_of,
)
from jishi.trade.settlement.types import LineMoneyInput, SettlementStatus, ShareRole
from jishi.trade.shops.queries import get_shop_card

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def buyer():
    return make_buyer()


@pytest.fixture
def paid(buyer):
    order = make_paid_order(buyer)
    run_pending_jobs()
    return order


@pytest.fixture
def received(buyer):
    order = make_received_order(buyer)
    run_pending_jobs()
    return order


def escrow(order):
    return get_balance(f"escrow:order:{order.id}").posted_minor


def available(order):
    return get_balance(f"shop:{order.shop_id}:available").posted_minor


def owner_of(order):
    return person_actor(get_shop_card(order.shop_id).owner_id)


def test_a_paid_order_is_held(paid):
    settlement = get_settlement(paid.id)
    assert settlement.status is SettlementStatus.HELD
    assert settlement.gross_minor == paid.total_minor == escrow(paid)
    assert settlement.fee_minor + settlement.shop_minor == paid.total_minor
    assert settlement.release_at is None
    pass_time(timedelta(days=1))
    assert available(paid) == 0
    assert ask_all() == []


def test_settled_when_the_return_window_is_over(received):
    settlement = get_settlement(received.id)
    assert settlement.release_at is not None
    assert abs(settlement.release_at - clock.now() - WEEK) < timedelta(minutes=1)
    pass_time(WEEK - timedelta(hours=1))
    assert get_settlement(received.id).status is SettlementStatus.HELD
    assert available(received) == 0
    pass_time(timedelta(hours=2))
    settlement = get_settlement(received.id)
    assert settlement.status is SettlementStatus.SETTLED
    fee = (received.total_minor * 50_000 + 500_000) // 1_000_000
    assert settlement.fee_minor == fee
    assert escrow(received) == 0
    assert available(received) == received.total_minor - fee
    assert get_balance("platform:fees").posted_minor == fee
    assert sum_account_prefix("escrow:") == sum_account_prefix("") == 0
    assert [e.order_id for e in recorded("settlement.order_settled")] == [received.id]
    assert [s.status for s in SettlementStep.objects.order_by("id")] == ["held", "settled"]
    seal_entries()
    assert verify_chain().ok
    assert ask_all() == []


def test_settling_again_changes_nothing(received):
    pass_time(WEEK + timedelta(hours=1))
    before = available(received)
    settle_order(actor=SYSTEM, order_id=received.id)
    schedule_settlement(actor=SYSTEM, order_id=received.id, received_at=clock.now())
    pass_time(WEEK)
    assert available(received) == before
    assert len(recorded("settlement.order_settled")) == 1


@pytest.mark.parametrize("when", ["paid", "received"])
def test_not_before_its_time(when, request):
    order = request.getfixturevalue(when)
    with pytest.raises(NotReadyToSettle):
        settle_order(actor=SYSTEM, order_id=order.id)
    assert escrow(order) == order.total_minor
    assert get_settlement(order.id).status is SettlementStatus.HELD


def test_a_cancelled_order_pays_nobody(buyer, paid):
    cancel_order(actor=buyer, order_id=paid.id, reason="changed my mind", idempotency_key="c")
    run_pending_jobs()
    settlement = get_settlement(paid.id)
    assert settlement.status is SettlementStatus.CANCELLED
    assert (settlement.fee_minor, settlement.shop_minor) == (0, 0)
    assert settlement.refunded_minor == paid.total_minor
    assert escrow(paid) == 0
    with pytest.raises(TransitionRefused):
        settle_order(actor=SYSTEM, order_id=paid.id)
    pass_time(timedelta(days=30))
    assert available(paid) == 0
    assert get_balance("provider:sandbox:clearing").posted_minor == 0
    assert ask_all() == []


def test_an_unpaid_order_has_no_settlement(buyer):
    checkout = make_checkout(buyer)
    pass_time(timedelta(days=1))
    order = checkout.orders[0]
    assert find_settlement(order.id) is None
    with pytest.raises(NotFound):
        settle_order(actor=SYSTEM, order_id=order.id)
    with pytest.raises(NotFound):
        get_money_page(buyer, order.id)
    assert ask_all() == []


def test_news_in_the_wrong_order(buyer):
    order = make_paid_order(buyer)  # its OrderPaid has not been delivered
    schedule_settlement(actor=SYSTEM, order_id=order.id, received_at=clock.now())
    run_pending_jobs()
    pass_time(WEEK + timedelta(seconds=1))
    assert get_settlement(order.id).status is SettlementStatus.SETTLED
    assert escrow(order) == 0
    assert SettlementStep.objects.count() == 2


def test_the_fee_is_the_one_when_it_was_paid(received):
    operator = operator_actor(make_person().id)
    change_policy(actor=operator, name="settlement.fee_ppm", value=100_000, reason="test")
    pass_time(WEEK + timedelta(hours=1))
    assert get_settlement(received.id).fee_rate_ppm == 50_000
    later = make_received_order(make_buyer())
    run_pending_jobs()
    assert get_settlement(later.id).fee_rate_ppm == 100_000


def share(order, rate=100_000, key="creator", payee=None):
    return add_share(
        actor=SYSTEM,
        order_id=order.id,
        line_id=order.lines[0].id,
        payee=payee or f"person:{new_id()}:available",
        role=ShareRole.CREATOR,
        rate_ppm=rate,
        idempotency_key=key,
    )


def test_shares_are_paid_with_the_order(received):
    creator = new_id()
    payee = f"person:{creator}:available"
    promised = share(received, payee=payee)
    assert share(received, payee=payee) == promised
    pass_time(WEEK + timedelta(hours=1))
    settlement = get_settlement(received.id)
    paid_out = settlement.shares[0].amount_minor
    assert paid_out == promised.amount_minor > 0
    assert get_balance(payee).posted_minor == paid_out
    whole = settlement.fee_minor + settlement.shop_minor + paid_out
    assert whole == received.total_minor
    assert escrow(received) == 0
    page = get_money_page(person_actor(creator), received.id)
    assert [p.role for p in page.parts] == ["shop", "platform", "creator"]
    assert ask_all() == []


def test_shares_that_cannot_be(received):
    payee = f"person:{new_id()}:available"
    share(received, 900_000, payee=payee)
    with pytest.raises(SharesTooLarge):
        share(received, 60_000, "more")
    with pytest.raises(IdempotencyConflict):
        share(received, 1, payee=payee)
    with pytest.raises(InvalidInput):
        share(received, 0, "none")
    with pytest.raises(InvalidInput):
        share(received, 1, "platform", "platform:fees")
    assert len(get_settlement(received.id).shares) == 1
    pass_time(WEEK + timedelta(hours=1))
    with pytest.raises(SettlementEnded):
        share(received, 1, "late")


def test_lists_and_balances(paid, django_assert_num_queries):
    owner = owner_of(paid)
    with django_assert_num_queries(5):
        page = list_settlements(owner, paid.shop_id)
    assert [s.order_id for s in page.items] == [paid.id]
    with django_assert_num_queries(4):
        assert list(list_settlements_of([paid.id, new_id()])) == [paid.id]
    with django_assert_num_queries(3):
        balance = get_shop_balance(owner, paid.shop_id)
    settlement = page.items[0]
    assert balance.escrow_minor == paid.total_minor
    assert balance.pending_minor == settlement.shop_minor
    assert balance.available_minor == balance.reserve_minor == balance.deposit_minor == 0
    stranger = person_actor(make_person().id)
    with pytest.raises(NotAllowed):
        list_settlements(stranger, paid.shop_id)
    with pytest.raises(NotAllowed):
        get_shop_balance(stranger, paid.shop_id)


def test_lists_page(buyer, django_assert_num_queries):
    first = make_paid_order(buyer)
    run_pending_jobs()
    for n in range(4):
        open_settlement(
            actor=SYSTEM,
            order_id=new_id(),
            shop_id=first.shop_id,
            buyer_id=first.buyer_id,
            lines=[LineMoneyInput(new_id(), 1, 100 + n, 0)],
            freight_minor=0,
            currency="CNY",
        )
    owner = owner_of(first)
    with django_assert_num_queries(5):
        page = list_settlements(owner, first.shop_id, limit=3)
    rest = list_settlements(owner, first.shop_id, limit=3, cursor=page.next_cursor)
    found = [s.gross_minor for s in (*page.items, *rest.items)]
    assert found == [103, 102, 101, 100, first.total_minor]


class TestMoneyPage:
    def test_while_it_is_held(self, buyer, paid, django_assert_max_num_queries):
        with django_assert_max_num_queries(7):
            page = get_money_page(buyer, paid.id)
        assert page.status is SettlementStatus.HELD
        assert page.escrow_minor == page.gross_minor == paid.total_minor
        shop, platform = page.parts
        assert shop.net_minor + platform.net_minor == page.gross_minor
        assert shop.deductions == (("platform", platform.net_minor),)
        assert [(line.kind, line.amount_minor) for line in page.lines] == [
            ("payment", paid.total_minor)
        ]

    def test_when_it_is_settled(self, received):
        pass_time(WEEK + timedelta(hours=1))
        page = get_money_page(owner_of(received), received.id)
        assert page.status is SettlementStatus.SETTLED
        assert page.escrow_minor == 0
        assert sum(p.net_minor for p in page.parts) == page.gross_minor
        assert sum(line.amount_minor for line in page.lines if line.kind == "settlement") == 0

    def test_when_it_was_cancelled(self, buyer, paid):
        cancel_order(actor=buyer, order_id=paid.id, reason="x", idempotency_key="c")
        page = get_money_page(buyer, paid.id)  # before the news has reached settlement
        assert page.status is SettlementStatus.CANCELLED
        assert [(p.role, p.net_minor) for p in page.parts] == [("buyer", paid.total_minor)]

    def test_before_the_news_of_the_payment(self, buyer):
        order = make_paid_order(buyer)
        page = get_money_page(buyer, order.id)
        assert page.status is SettlementStatus.HELD
        assert sum(p.net_minor for p in page.parts) == order.total_minor

    def test_who_may_see_it(self, buyer, paid):
        operator = operator_actor(make_person().id)
        for viewer in (buyer, owner_of(paid), operator):
            assert get_money_page(viewer, paid.id).order_id == paid.id
        with pytest.raises(NotFound):
            get_money_page(person_actor(make_person().id), paid.id)
        with pytest.raises(NotFound):
            get_money_page(buyer, new_id())


class TestInvariants:
    def test_money_left_in_an_ended_escrow(self, paid):
        Settlement.objects.filter(order_id=paid.id).update(status="cancelled")
        assert [b.subject for b in ended_with_money_in_escrow()] == [str(paid.id)]

    def test_money_nobody_will_settle(self, buyer):
        order = make_paid_order(buyer)
        assert escrow_nobody_will_settle() == []  # its news is still on the way
        clock.advance(timedelta(minutes=11))
        assert [b.subject for b in escrow_nobody_will_settle()] == [str(order.id)]
        run_pending_jobs()
        assert escrow_nobody_will_settle() == []
