"""People's texts: normalised, bounded, free of what a database refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.errors import InvalidInput, TextTooLong
from jishi.foundation.kernel.texts import clean_line, clean_text


def test_lines_are_trimmed_and_emoji_stay():
    assert clean_line("  野菊\u3000花蜜\t🐝 ", field="title", limit=20) == "野菊 花蜜 🐝"


def test_a_family_emoji_keeps_its_joiners():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert clean_line(family, field="title", limit=20) == family


@pytest.mark.parametrize("value", ["", "   ", "\x00", "\n\t"])
def test_nothing_is_not_a_name(value):
    with pytest.raises(InvalidInput) as refusal:
        clean_line(value, field="title", limit=20)
    assert refusal.value.code == "invalid_input"


def test_ten_thousand_characters_are_too_many():
    with pytest.raises(TextTooLong) as refusal:
        clean_line("长" * 10_000, field="title", limit=60)
    assert (refusal.value.code, refusal.value.details["limit"]) == ("text_too_long", 60)


def test_paragraphs_stay_paragraphs():
    assert clean_text("a \r\n\r\n\r\n\r\nb", field="body", limit=50) == "a\n\nb"


@given(st.text(max_size=60))
def test_any_text_is_cleaned_or_refused(value):
    try:
        text = clean_line(value, field="title", limit=60)
    except (InvalidInput, TextTooLong):
        return
    assert text == text.strip()
    assert not set(text) & {"\x00", "\n", "\r"}
    assert clean_line(text, field="title", limit=60) == text
