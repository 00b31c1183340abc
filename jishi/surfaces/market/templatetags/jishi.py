"""`{% load jishi %}`: icons, money, counts and times for the templates of all surfaces."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django import template
from django.http import HttpRequest
from django.template import Context, Node, Variable
from django.template.base import Parser, TextNode, Token
from django.template.library import SimpleNode
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext
from django_vite.core.asset_loader import DEFAULT_APP_NAME, DjangoViteAssetLoader

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.signing import media_url
from jishi.surfaces.market import figures
from jishi.surfaces.market.cards import draw_avatar, draw_price
from jishi.surfaces.market.fixed import compile_fixed
from jishi.surfaces.market.icons import draw_icon

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "", size: int | None = None) -> SafeString:
    """A Lucide icon: `{% icon "heart" "text-ink-2" 20 %}`."""
    return draw_icon(name, css, int(size) if size else None)


_compile_icon = register.tags["icon"]


def _icon_or_text(parser: Parser, token: Token) -> Node:
    """The tag, or what it draws when that is known already: most icons are."""
    node: Node = _compile_icon(parser, token)
    if not isinstance(node, SimpleNode) or node.target_var or node.kwargs:
        return node
    literals = [argument.var for argument in node.args if not argument.filters]
    if len(literals) < len(node.args) or any(
        isinstance(value, Variable) and value.lookups is not None for value in literals
    ):
        return node
    return TextNode(icon(*(argument.resolve(Context()) for argument in node.args)))


register.tag("icon", _icon_or_text)
register.tag("fixed", compile_fixed)


@cache
def _entry(path: str, mark: str) -> str:
    loader = DjangoViteAssetLoader.instance()
    return str(loader.generate_vite_asset(path, DEFAULT_APP_NAME, nonce=mark))


@register.simple_tag(takes_context=True)
def entry(context: template.Context, path: str) -> SafeString:
    """Scripts and styles of one entry of `frontend/src`, with this answer's nonce."""
    mark = "NONCE-OF-THE-ANSWER"
    nonce = str(context["request"].csp_nonce)
    return mark_safe(_entry(path, mark).replace(mark, nonce))  # noqa: S308 - from the build


@register.simple_tag
def stars(given: int, size: int = 14) -> SafeString:
    """Five stars of which `given` are filled, with the figure for who cannot see them."""
    words = ngettext("%(n)s star", "%(n)s stars", given) % {"n": given}
    drawn = "".join(
        draw_icon("star", "fill-current text-ink-1" if n < given else "text-line-strong", size)
        for n in range(5)
    )
    return format_html(
        '<span class="inline-flex gap-0.5" role="img" aria-label="{}">{}</span>',
        words,
        mark_safe(drawn),  # noqa: S308 - our own icons
    )


@register.simple_tag
@cache
def emoji(name: str) -> str:
    """Address of a 3D emoji named in frontend/emoji.json."""
    return static(f"build/emoji/{name}.webp")


@register.simple_tag
def money(minor: int, currency: str = "CNY", sign: bool = False) -> str:
    """An amount as plain text, `¥128.00`; with `sign` a plus before money that comes in."""
    return ("+" if sign and minor > 0 else "") + format_minor(minor, currency)


@register.simple_tag
def price(
    minor: int,
    currency: str = "CNY",
    size: int = 16,
    was: int | None = None,
    trim: bool = False,
    kind: str = "",
) -> SafeString:
    """A price with its smaller sign; `was` struck beside it; `kind`: record, in, off."""
    return mark_safe(draw_price(minor, currency, int(size), was, bool(trim), kind))  # noqa: S308


@register.filter
def media(key: str | None) -> str:
    """A signed address of a stored file; empty for none."""
    return media_url(key) if key else ""


@register.simple_tag
def avatar(name: str, key: str | None = "", size: int = 40, css: str = "") -> SafeString:
    """A person's or shop's round picture, or the first character of the name."""
    return draw_avatar(name, key, int(size), css)


@register.filter
def count(value: int | None) -> str:
    """A count for people: `2,041`, `12k`, `1.2万`."""
    return figures.write_count(int(value or 0))


@register.filter
def when(at: datetime | None) -> str:
    """A moment in the market's time zone; a dash for none."""
    return figures.write_when(at) if at else "—"


@register.filter
def day(at: datetime | None) -> str:
    """A day in the market's time zone; a dash for none."""
    return figures.write_day(at) if at else "—"


@register.filter
def ago(at: datetime | None) -> str:
    """How long ago by the market clock."""
    return figures.write_ago(at) if at else "—"


@register.filter
def left(until: datetime | timedelta | None) -> str:
    """What is left until a moment (or of a time)."""
    if until is None:
        return "—"
    return figures.write_left(until - clock.now() if isinstance(until, datetime) else until)


@register.filter
def left_short(until: datetime) -> tuple[int, str]:
    """What is left until a moment as a number and its unit, for a small ring."""
    return figures.split_left(until - clock.now())


@register.filter
def soon(until: datetime | None) -> bool:
    """Whether a deadline is less than 24 hours away: then it is shown in `danger`."""
    return until is not None and until - clock.now() < timedelta(hours=24)


@register.filter
def duration(milliseconds: int | None) -> str:
    """A clip's length: `0:42`."""
    return figures.write_duration(int(milliseconds or 0))


@register.filter
def percent_of(part: float, whole: float) -> int:
    """`{{ part|percent_of:whole }}` in whole per cent."""
    return figures.write_percent(part, whole)


@register.simple_tag
def fresh_key() -> UUID:
    """A new idempotency key for a form that moves money or may be sent twice."""
    return new_id()


@register.simple_tag
def market_now() -> int:
    """The market's time in milliseconds since 1970, for countdowns in the page."""
    return int(clock.now().timestamp() * 1000)


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The theme the reader chose: `light`, `dark`, or nothing for the system's."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in {"light", "dark"} else ""
