"""Product cards, drawn without a template: shelves show dozens of them on one page."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from jishi.foundation.kernel.money import format_number, symbol
from jishi.foundation.kernel.signing import media_url
from jishi.surfaces.market.figures import write_count
from jishi.trade.catalog.types import ProductCard

TAGS = 2


def draw_price(
    minor: int, currency: str, size: int, was: int | None, trim: bool, kind: str = ""
) -> str:
    """HTML of a price with its smaller sign, and the former price struck beside it."""
    css = f" price-{escape(kind)}" if kind else ""
    sign = escape(symbol(currency))
    figure = (
        f'<span class="price price-{size} text-{size}{css}"><small>{"−" if minor < 0 else ""}{sign}'
        f"</small>{format_number(abs(minor), currency, trim=trim)}</span>"
    )
    if was is None or was <= minor:
        return figure
    return f'{figure}<s class="price-was">{sign}{format_number(was, currency, trim=trim)}</s>'


def draw_avatar(name: str, key: str | None, size: int, css: str = "") -> SafeString:
    """A person's or shop's round picture, or the first character of the name."""
    inner = escape(name[:1].upper())
    if key:
        inner = f'<img src="{escape(media_url(key))}" alt="" loading="lazy" decoding="async">'
    return mark_safe(  # noqa: S308 - every text is escaped
        f'<span class="avatar {escape(css)}" style="--size:{size}px" aria-hidden="true">'
        f"{inner}</span>"
    )


def draw_promises(product: ProductCard) -> str:
    """The first promises of a product, in one line of tags."""
    if not product.promises:
        return ""
    words = (escape(gettext(p.label)) for p in product.promises[:TAGS])
    shown = "".join(f'<span class="tag">{word}</span>' for word in words)
    return f'<span class="tag-line-one">{shown}</span>'


def draw_goods(product: ProductCard, href: str) -> SafeString:
    """A card of the shelf: picture, name, two promises, price, pieces sold; or that it is gone."""
    is_out = product.available_total < 1
    picture = out = sold = ""
    if product.picture_key:
        url = escape(media_url(product.picture_key))
        picture = f'<img src="{url}" alt="" loading="lazy" decoding="async">'
    if is_out:
        out = f'<span class="tag absolute start-2 top-2">{escape(gettext("Sold out"))}</span>'
    if product.sold_count:
        said = gettext("%(n)s sold") % {"n": write_count(product.sold_count)}
        sold = f'<span class="text-12 text-ink-3 whitespace-nowrap">{escape(said)}</span>'
    price = draw_price(
        product.price_minor, product.currency, 20, product.list_price_minor, trim=True
    )
    return mark_safe(  # noqa: S308 - every text above is escaped
        f'<a href="{escape(href)}" class="card goods"{" data-out" if is_out else ""}>'
        f'<span class="goods-picture">{picture}{out}</span><span class="goods-words">'
        f'<span class="clip-2">{escape(product.title)}</span>{draw_promises(product)}'
        '<span class="mt-auto flex items-baseline justify-between gap-2">'
        f'<span class="min-w-0 truncate">{price}</span>{sold}</span></span></a>'
    )
