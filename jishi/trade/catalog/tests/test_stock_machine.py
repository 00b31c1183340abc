"""Hypothesis: no sequence of stock operations ever sells what is not there."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog import invariants
from jishi.trade.catalog.actions.adjust_stock import adjust_stock
from jishi.trade.catalog.actions.commit_reservation import commit_reservation
from jishi.trade.catalog.actions.release_reservation import release_reservation
from jishi.trade.catalog.actions.reserve_stock import reserve_stock
from jishi.trade.catalog.actions.restock import restock
from jishi.trade.catalog.actions.set_stock import set_stock
from jishi.trade.catalog.factories import make_product, two_sizes
from jishi.trade.catalog.models import Stock
from jishi.trade.shops.factories import make_shop, owner_of

counts = st.integers(1, 6)
which = st.integers(0, 1)


class StockMachine(RuleBasedStateMachine):
    """The real statements beside a model of dictionaries."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        shop = make_shop()
        self.owner = owner_of(shop)
        self.skus = sorted(s.id for s in make_product(shop, **two_sizes(5)).skus)
        self.on_hand = [5, 5]
        self.held: dict[str, dict[int, int]] = {}
        self.sold: list[dict[int, int]] = []
        self.count = 0

    def teardown(self):
        transaction.savepoint_rollback(self.savepoint)

    def reserved(self, at):
        return sum(lines.get(at, 0) for lines in self.held.values())

    def attempt(self, action, **values):
        try:
            with transaction.atomic():
                action(**values)
        except DomainError as error:
            return error.code
        return None

    @rule(first=st.integers(0, 6), second=st.integers(0, 6))
    def reserve(self, first, second):
        lines = {at: n for at, n in enumerate((first, second)) if n}
        if not lines:
            return
        self.count += 1
        reference = f"checkout:{self.count}"
        fits = all(self.on_hand[at] - self.reserved(at) >= n for at, n in lines.items())
        code = self.attempt(
            reserve_stock,
            actor=SYSTEM,
            lines=[(self.skus[at], n) for at, n in lines.items()],
            reference=reference,
            expires_at=clock.now() + timedelta(minutes=30),
        )
        assert code == (None if fits else "stock_short")
        if fits:
            self.held[reference] = lines

    @rule(pick=st.integers(0, 20))
    def commit(self, pick):
        reference = f"checkout:{pick}"
        code = self.attempt(commit_reservation, actor=SYSTEM, reference=reference)
        lines = self.held.pop(reference, None)
        assert code == ("reservation_gone" if lines is None else None)
        if lines is not None:
            for at, n in lines.items():
                self.on_hand[at] -= n
            self.sold.append(lines)

    @rule(pick=st.integers(0, 20))
    def release(self, pick):
        reference = f"checkout:{pick}"
        assert self.attempt(release_reservation, actor=SYSTEM, reference=reference) is None
        self.held.pop(reference, None)

    @rule()
    def give_back(self):
        if not self.sold:
            return
        lines = self.sold.pop()
        pairs = [(self.skus[at], n) for at, n in lines.items()]
        assert (
            self.attempt(restock, actor=SYSTEM, lines=pairs, reference="order", reason="back")
            is None
        )
        for at, n in lines.items():
            self.on_hand[at] += n

    @rule(at=which, count=st.integers(0, 12))
    def count_stock(self, at, count):
        code = self.attempt(set_stock, actor=self.owner, sku_id=self.skus[at], on_hand=count)
        fits = count >= self.reserved(at)
        assert code == (None if fits else "stock_below_reserved")
        if fits:
            self.on_hand[at] = count

    @rule(at=which, delta=st.integers(-6, 6))
    def adjust(self, at, delta):
        code = self.attempt(
            adjust_stock, actor=self.owner, sku_id=self.skus[at], delta=delta, reason="x"
        )
        fits = self.on_hand[at] + delta >= self.reserved(at)
        assert code == (None if fits else "stock_below_reserved")
        if fits:
            self.on_hand[at] += delta

    @invariant()
    def rows_say_what_the_model_says(self):
        for at, sku in enumerate(self.skus):
            row = Stock.objects.get(sku_id=sku)
            sold = sum(lines.get(at, 0) for lines in self.sold)
            assert (row.on_hand, row.reserved, row.sold) == (
                self.on_hand[at],
                self.reserved(at),
                sold,
            )
            assert 0 <= row.reserved <= row.on_hand
        for ask in (
            invariants.stock_reserved_without_reservation,
            invariants.stock_without_history,
        ):
            assert ask() == []


@pytest.mark.django_db
def test_no_sequence_of_operations_oversells():
    assert connection.in_atomic_block
    run_state_machine_as_test(
        StockMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
