"""Lucide icons as inline SVG, read from what the front-end build wrote."""

from __future__ import annotations

import json
from functools import cache

from django.utils.safestring import SafeString, mark_safe

from jishi.foundation.kernel.settings import ROOT

PATH = ROOT / "jishi" / "static" / "build" / "icons.json"


@cache
def _shapes() -> dict[str, str]:
    shapes: dict[str, str] = json.loads(PATH.read_text())
    return shapes


@cache
def draw_icon(name: str, css: str = "", size: int | None = None) -> SafeString:
    """The icon as an `<svg>` hidden from screen readers; `size` in px, else that of its text.

    Raises KeyError for a name that Lucide doesn't have: a typing error in a template.
    """
    style = f' style="width:{int(size)}px;height:{int(size)}px"' if size else ""
    return mark_safe(  # noqa: S308 - shapes come from the build, css from templates
        f'<svg class="icon {css}" viewBox="0 0 24 24" aria-hidden="true"{style}>'
        f"{_shapes()[name]}</svg>"
    )
