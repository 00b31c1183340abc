"""A fixed part of a page is kept for each language and value, and sees nothing else."""

from __future__ import annotations

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils.safestring import mark_safe
from django.utils.translation import override

PART = (
    '{% load jishi i18n %}{% fixed section %}{{ section }}{{ secret }}{% translate "Mall" %}'
    "{% endfixed %}"
)


@pytest.fixture
def page():
    return engines["django"].from_string(PART)


def test_it_is_drawn_anew_for_another_language_value_or_kind_of_text(page):
    with override("en"):
        assert page.render({"section": "<a>", "secret": "x"}) == "&lt;a&gt;Mall"
        assert page.render({"section": mark_safe("<a>"), "secret": "y"}) == "<a>Mall"
        assert page.render({"section": "<a>"}) == "&lt;a&gt;Mall"
    with override("zh-hans"):
        assert "Mall" not in page.render({"section": "<a>"})


def test_only_plain_values_may_tell_parts_apart(page):
    with pytest.raises(TemplateSyntaxError):
        page.render({"section": ["of", "somebody"]})
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string("{% load jishi %}{% fixed user.name %}{% endfixed %}")


def test_many_values_are_drawn_but_not_all_kept(page):
    for n in range(200):
        assert page.render({"section": n}).startswith(str(n))
    kept = [n for n in page.template.nodelist if hasattr(n, "known")]
    assert len(kept) == 1
    assert len(kept[0].known) <= 64
