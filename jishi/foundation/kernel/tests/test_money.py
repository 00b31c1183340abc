"""Money is split without losing any, and written as people read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.money import Money, allocate, format_minor, format_number, share_ppm


@given(
    st.integers(-(10**13), 10**13),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any),
)
def test_parts_sum_to_the_whole_and_stay_near_their_share(minor, weights):
    parts = allocate(minor, weights)
    assert sum(parts) == minor
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - minor * weight / sum(weights)) <= 1 + abs(minor) * 1e-12


@given(st.integers(0, 10**13), st.integers(0, 1_000_000))
def test_a_share_is_within_half_a_minor_unit(minor, rate):
    assert abs(share_ppm(minor, rate) * 1_000_000 - minor * rate) <= 500_000


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1]])
def test_unfit_weights_are_refused(weights):
    with pytest.raises(ValueError):
        allocate(100, weights)


def test_amounts_are_written_as_people_read_them():
    assert format_minor(128_050, "CNY") == "¥1,280.50"
    assert format_minor(-4590, "CNY") == "−¥45.90"
    assert format_minor(500, "JPY") == "JP¥500"
    assert format_number(16900, "CNY", trim=True) == "169"


def test_currencies_do_not_mix():
    with pytest.raises(ValueError):
        Money(1, "CNY") + Money(1, "USD")
