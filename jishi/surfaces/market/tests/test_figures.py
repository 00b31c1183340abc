"""Figures, prices and times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from jishi.foundation.kernel import clock
from jishi.surfaces.market import figures


def draw(text: str, **values: object) -> str:
    return Template("{% load jishi %}" + text).render(Context(values))


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "0", "0"),
        (2041, "2,041", "2041"),
        (9999, "9,999", "9999"),
        (12_480, "12.4k", "1.2万"),
        (123_999, "123k", "12.3万"),
        (2_500_000, "2.5m", "250万"),
        (230_000_000, "230m", "2.3亿"),
    ],
)
def test_counts_are_cut_and_never_rounded_up(value, english, chinese):
    with translation.override("en"):
        assert figures.write_count(value) == english
    with translation.override("zh-hans"):
        assert figures.write_count(value) == chinese


def test_prices_have_a_smaller_sign_and_the_former_price_struck():
    html = draw('{% price 4590 "CNY" 20 5800 %}')
    assert "<small>¥</small>45.90" in html
    assert '<s class="price-was">¥58.00</s>' in html


def test_shelf_prices_drop_zeros_at_the_end():
    assert "<small>¥</small>128<" in draw('{% price 12800 "CNY" 16 None True %}')
    assert "<small>¥</small>45.9<" in draw('{% price 4590 "CNY" 16 None True %}')


def test_a_former_price_that_is_no_higher_is_not_shown():
    assert "<s " not in draw('{% price 4590 "CNY" 20 4590 %}')


def test_money_that_comes_in_has_a_plus():
    assert draw('{% money 32159 "CNY" True %}') == "+¥321.59"
    assert draw("{% money -4590 %}") == "−¥45.90"


def test_times_are_in_the_markets_zone():
    at = datetime(clock.now().year, 3, 4, 16, 20, tzinfo=UTC)
    with translation.override("zh-hans"):
        assert figures.write_when(at) == "03-05 00:20"
    with translation.override("en"):
        assert figures.write_when(at) == "5 Mar, 00:20"


def test_another_year_is_named():
    at = datetime(2024, 3, 4, 4, 20, tzinfo=UTC)
    with translation.override("zh-hans"):
        assert figures.write_day(at) == "2024年3月4日"
    with translation.override("en"):
        assert figures.write_day(at) == "4 Mar 2024"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_ago(passed, words):
    with translation.override("en"):
        assert figures.write_ago(clock.now() - passed) == words


def test_left_has_two_units_at_most_and_never_less_than_nothing():
    with translation.override("en"):
        assert figures.write_left(timedelta(days=2, hours=3, minutes=9)) == "2 d 3 h"
        assert figures.write_left(timedelta(hours=3, minutes=12)) == "3 h 12 min"
        assert figures.write_left(-timedelta(hours=1)) == "0 min"
        assert figures.split_left(timedelta(hours=30)) == (30, "hours")


def test_clip_lengths():
    assert figures.write_duration(42_900) == "0:42"
    assert figures.write_duration(3_849_000) == "1:04:09"


def test_percent_stays_between_nothing_and_all():
    assert figures.write_percent(1, 3) == 33
    assert figures.write_percent(5, 3) == 100
    assert figures.write_percent(1, 0) == 0


def test_an_avatar_without_a_picture_shows_a_letter_and_escapes_it():
    assert "&lt;" in draw("{% avatar name '' 40 %}", name="<script>")
