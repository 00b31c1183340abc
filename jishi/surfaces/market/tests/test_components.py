"""The component library: all icons exist, the sheet shows everything, words are escaped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.urls import reverse

from jishi.surfaces.market.icons import _shapes, draw_icon

SURFACES = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(SURFACES.rglob("*.html"))
ICON = re.compile(r"""{% icon ["']([a-z0-9-]+)["']|\bicon(?:_end)?=["']([a-z0-9-]+)["']""")
COMPONENT = re.compile(r"<c-([a-z-]+)")
COTTON = {p.stem.replace("_", "-"): p for p in TEMPLATES if p.parent.name == "cotton"}
SHARED = {name for name, p in COTTON.items() if "market" in p.parts}
# A bound attribute that a component doesn't declare would reach the page unescaped.
BOUND = re.compile(r"""\s:([a-z_]+)=""")


def test_every_icon_of_a_template_exists():
    missing = {
        (path.name, name)
        for path in TEMPLATES
        for found in ICON.findall(path.read_text())
        for name in found
        if name and name not in _shapes()
    }
    assert missing == set()


def test_an_unknown_icon_is_an_error_and_not_a_gap():
    with pytest.raises(KeyError):
        draw_icon("no-such-icon")


def test_every_component_exists_and_the_sheet_shows_it(client):
    used = {name for path in TEMPLATES for name in COMPONENT.findall(path.read_text())}
    assert used - set(COTTON) - {"vars", "slot"} == set()
    sheet = (SURFACES / "market" / "templates" / "market" / "_look_sheet.html").read_text()
    elsewhere = {"logo-mark", "money", "avatar", "nav-item", "skeleton", "sheet", "video"}
    assert SHARED - set(COMPONENT.findall(sheet)) - elsewhere == set()
    assert client.get(reverse("look")).status_code == 200


def test_bound_attributes_are_declared_by_their_component():
    wrong = []
    for path in TEMPLATES:
        for name, attributes in re.findall(r"<c-([a-z-]+)((?:\s[^<>]*?)?)/?>", path.read_text()):
            if name in {"vars", "slot"}:
                continue
            source = COTTON[name].read_text()
            declared = re.search(r"<c-vars([^>]*)/>", source)
            for bound in BOUND.findall(attributes):
                if not declared or not re.search(rf":?\b{bound}=", declared[1]):
                    wrong.append((path.name, name, bound))
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        '<c-button kind="quiet" title="{{ words }}">{{ words }}</c-button>',
        '<c-field name="a" label="{{ words }}" value="{{ words }}" placeholder="{{ words }}" />',
        '<c-empty title="{{ words }}" text="{{ words }}" />',
        '<c-tag :icon="none">{{ words }}</c-tag>',
    ],
)
def test_words_of_people_are_escaped(text):
    from django_cotton.compiler_regex import CottonCompiler

    words = '"><script>alert(1)</script>'
    html = Template(CottonCompiler().process(text)).render(Context({"words": words, "none": ""}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
