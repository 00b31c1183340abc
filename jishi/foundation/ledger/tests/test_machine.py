"""Any sequence of operations keeps the sum at zero and every floor respected."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError, IdempotencyConflict
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger import invariants
from jishi.foundation.ledger.actions.expire_hold import expire_hold
from jishi.foundation.ledger.actions.place_hold import place_hold
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.actions.post_hold import post_hold
from jishi.foundation.ledger.actions.seal_entries import seal_entries
from jishi.foundation.ledger.actions.void_hold import void_hold
from jishi.foundation.ledger.errors import HoldEnded
from jishi.foundation.ledger.queries import get_balance, sum_account_prefix, verify_chain
from jishi.foundation.ledger.rules import is_floored
from jishi.foundation.ledger.types import PostingInput

ACCOUNTS = [
    f"shop:{new_id()}:available",
    f"escrow:order:{new_id()}",
    f"person:{new_id()}:coins",
    "platform:fees",
    "provider:sandbox:clearing",
]
amounts = st.integers(-300, 300)
accounts = st.sampled_from(ACCOUNTS)


class LedgerMachine(RuleBasedStateMachine):
    """The ledger beside a model of it: two dictionaries."""

    refs = Bundle("refs")
    holds = Bundle("holds")

    def __init__(self):
        super().__init__()
        self.posted = defaultdict(int)
        self.held = defaultdict(int)
        self.open = {}
        self.done = {}
        self.outer = transaction.atomic()
        self.outer.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def may(self, moves, holds=()):
        """Whether the model allows these changes."""
        posted, held = self.posted.copy(), self.held.copy()
        for account, amount in moves:
            posted[account] += amount
        for account, amount in holds:
            held[account] += amount
        touched = {a for a, _ in (*moves, *holds)}
        return all(posted[a] >= held[a] for a in touched if is_floored(a))

    def apply(self, moves, holds=()):
        for account, amount in moves:
            self.posted[account] += amount
        for account, amount in holds:
            self.held[account] += amount

    @rule(target=refs, lines=st.lists(st.tuples(accounts, amounts), max_size=4), close=accounts)
    def post(self, lines, close):
        lines = [*lines, (close, -sum(amount for _, amount in lines))]
        ref = str(new_id())
        self._post(ref, lines)
        return ref, lines

    def _post(self, ref, lines):
        net = defaultdict(int)
        for account, amount in lines:
            net[account] += amount
        # An entry whose lines are all zero is none; one that nets to zero on an account is.
        allowed = any(a for _, a in lines) and self.may([(a, m) for a, m in net.items() if m < 0])
        try:
            post_entry(
                actor=SYSTEM,
                business_ref=ref,
                kind="test",
                postings=[PostingInput(*line) for line in lines],
                idempotency_key=ref,
            )
        except DomainError:
            assert not allowed
        else:
            assert allowed
            self.done[ref] = lines
            self.apply(lines)

    @rule(again=refs, extra=st.integers(0, 1))
    def post_again(self, again, extra):
        ref, lines = again
        if ref not in self.done:
            return
        lines = [*lines, ("platform:fees", extra), ("platform:subsidy", -extra)]
        try:
            post_entry(
                actor=SYSTEM,
                business_ref=ref,
                kind="test",
                postings=[PostingInput(*line) for line in lines],
                idempotency_key=ref,
            )
        except IdempotencyConflict:
            assert extra
        else:
            assert not extra

    @rule(target=holds, account=accounts, amount=st.integers(1, 300))
    def hold(self, account, amount):
        allowed = self.may([], [(account, amount)])
        ref = str(new_id())
        try:
            held = place_hold(
                actor=SYSTEM,
                business_ref=ref,
                account=account,
                amount_minor=amount,
                currency="CNY",
                idempotency_key=ref,
                expires_at=clock.now() + timedelta(hours=1),
            )
        except DomainError:
            assert not allowed
            return None
        assert allowed
        self.apply([], [(account, amount)])
        self.open[held.id] = (account, amount)
        return held

    @rule(held=holds, share=st.integers(1, 400), to=accounts)
    def pay(self, held, share, to):
        if held is None or held.account == to:
            return
        moves = [(held.account, -share), (to, share)]
        allowed = held.id in self.open and share <= held.amount_minor
        try:
            post_hold(
                actor=SYSTEM,
                hold_id=held.id,
                postings=[PostingInput(*m) for m in moves],
                idempotency_key=str(new_id()),
            )
        except DomainError:
            assert not allowed
        else:
            assert allowed
            self.open.pop(held.id)
            self.apply(moves, [(held.account, -held.amount_minor)])

    @rule(held=holds)
    def void(self, held):
        if held is None:
            return
        try:
            void_hold(actor=SYSTEM, hold_id=held.id)
        except HoldEnded:
            assert held.id not in self.open
        else:
            if self.open.pop(held.id, None):
                self.apply([], [(held.account, -held.amount_minor)])

    @rule(held=holds)
    def expire_too_early(self, held):
        if held is not None and held.id in self.open:
            expire_hold(hold_id=held.id)

    @rule(limit=st.integers(1, 5))
    def seal(self, limit):
        seal_entries(limit=limit)

    @invariant()
    def as_the_model_says(self):
        for account in ACCOUNTS:
            balance = get_balance(account)
            assert balance.posted_minor == self.posted[account], account
            assert balance.held_minor == self.held[account], account
        assert sum_account_prefix("") == 0
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    @invariant()
    def nothing_is_broken(self):
        assert invariants.accounts_below_floor() == []
        report = verify_chain()
        assert report.ok, report.problems


@pytest.mark.django_db
def test_any_sequence_of_operations():
    run_machine(
        LedgerMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
