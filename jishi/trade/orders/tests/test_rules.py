from hypothesis import given
from hypothesis import strategies as st

from jishi.trade.catalog.types import Promise
from jishi.trade.orders.rules import buyer_word, dispatch_hours, order_number
from jishi.trade.orders.types import BuyerWord, CheckoutStatus, FulfilmentStatus


@given(st.lists(st.integers(1, 32**6 - 1), unique=True, min_size=2, max_size=50))
def test_distinct_sequences_make_distinct_numbers(sequence):
    numbers = {order_number("20261122", n) for n in sequence}
    assert len(numbers) == len(sequence)
    assert all(len(n) == 15 and not set("ILOU") & set(n[9:]) for n in numbers)


def test_neighbours_do_not_look_alike():
    first, second = order_number("20261122", 1), order_number("20261122", 2)
    assert sum(a != b for a, b in zip(first[9:], second[9:], strict=True)) >= 3


def test_the_quickest_promise_counts():
    assert dispatch_hours([Promise.DISPATCH_72H, Promise.DISPATCH_24H], 48) == 24
    assert dispatch_hours([Promise.RETURN_7D], 48) == 48


@given(st.sampled_from(CheckoutStatus), st.sampled_from(FulfilmentStatus), st.integers(0, 100))
def test_every_order_has_a_word(payment, fulfilment, refund):
    word = buyer_word(payment, fulfilment, refund, None)
    assert (word is BuyerWord.TO_PAY) == (payment is CheckoutStatus.PENDING)
    assert word.label
