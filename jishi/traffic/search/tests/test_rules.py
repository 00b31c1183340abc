import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.traffic.search.rules import like_of, query_of, query_words, vector_of, words_of


def test_chinese_is_cut_and_latin_is_lowered():
    assert words_of("赣南脐橙 5斤 Fresh Berries") == ["赣南", "脐橙", "5", "斤", "fresh", "berry"]
    assert query_words("新鲜的脐橙 和 TEAS") == ["新鲜", "脐橙", "tea"]
    assert query_words("oranges boxes glass bus") == ["orange", "box", "glass", "bus"]
    assert query_words("ＴＥＡ") == ["tea"]  # full-width


@pytest.mark.parametrize("text", ["", "  ", "!!! ??", "的 the", "\x00", "'", "\\"])
def test_nothing_to_look_for(text):
    assert query_words(text) == []
    assert query_of([]) == ""


def test_long_words_carry_the_short_ones_inside():
    assert "龙井" in words_of("西湖龙井茶")
    assert "龙井茶" in words_of("西湖龙井茶")


@given(st.text(max_size=200))
def test_literals_never_carry_syntax(text):
    for word in [*words_of(text), *query_words(text)]:
        assert not set(word) & set("'\"\\&|!():*<> \x00")
    assert vector_of([("A", text)]).count("'") % 2 == 0


def test_a_pattern_escapes_its_signs():
    assert like_of(r"50%_\x") == r"%50\%\_\\x%"
