"""`{% load account_fields %}`: form fields without the placeholders that repeat their labels."""

from __future__ import annotations

from django import template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()
_CHOICES = {"checkbox", "radio"}
# The first that is found in a User-Agent names it; order matters (Edge says Chrome too).
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def bare(field: BoundField) -> SafeString:
    """The input alone: no placeholder, errors and help tied to it by Django."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def is_choice(field: BoundField) -> bool:
    """Whether the field is a box to tick, whose label stands behind it."""
    return getattr(field.field.widget, "input_type", "") in _CHOICES


@register.filter
def device(user_agent: str) -> str:
    """A browser's name for people: `Chrome · Windows`; its first word when it is unknown."""
    found = [
        next((name for mark, name in table if mark in user_agent), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(n for n in found if n) or user_agent.split("/")[0][:40] or "—"
