"""Division of an order's money, and the life of a settlement."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jishi.foundation.kernel.errors import TransitionRefused
from jishi.trade.settlement.errors import SharesTooLarge
from jishi.trade.settlement.rules import SETTLEMENT, divide
from jishi.trade.settlement.types import SettlementStatus

rates = st.integers(0, 300_000)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, 10**12), rates, st.lists(rates, max_size=2))
def test_the_parts_are_the_whole_and_fair(base, fee, shares):
    parts = divide(base, fee, shares)
    amounts = [parts.fee_minor, *parts.share_minor, parts.shop_minor]
    assert sum(amounts) == base
    assert min(amounts) >= 0
    for rate, amount in zip([fee, *shares], amounts, strict=False):
        assert abs(amount * 1_000_000 - base * rate) < 1_000_000


def test_more_than_the_whole_is_refused():
    with pytest.raises(SharesTooLarge):
        divide(100, 500_000, [500_001])
    with pytest.raises(SharesTooLarge):
        divide(100, -1)
    assert divide(100, 500_000, [500_000]).shop_minor == 0


ALLOWED = {("held", "settled"), ("held", "cancelled")}


@pytest.mark.parametrize("source", list(SettlementStatus))
@pytest.mark.parametrize("target", list(SettlementStatus))
def test_every_step(source, target):
    if (source, target) in ALLOWED:
        assert SETTLEMENT.check(source, target, "system").target == target
        with pytest.raises(TransitionRefused):
            SETTLEMENT.check(source, target, "merchant")
    else:
        with pytest.raises(TransitionRefused):
            SETTLEMENT.check(source, target, "system")


def test_it_ends():
    assert SETTLEMENT.terminal == {"settled", "cancelled"}
