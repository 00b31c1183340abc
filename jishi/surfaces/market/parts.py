"""Parts of the product page, drawn without a template: each stands there for every visitor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from jishi.surfaces.market.cards import draw_avatar
from jishi.surfaces.market.figures import write_day, write_duration
from jishi.surfaces.market.icons import draw_icon
from jishi.surfaces.market.presenters.clips import Clip
from jishi.surfaces.market.presenters.goods import PromiseLine
from jishi.trade.shops.types import ShopCard


def draw_shop(shop: ShopCard, product_id: object = "") -> SafeString:
    """Who sells it, how well, since when; the ways to ask and to the rest of its goods."""
    href, since = f"/s/{shop.id}", ""
    if shop.opened_at:
        said = gettext("here since %(day)s") % {"day": write_day(shop.opened_at)}
        since = f" · {escape(said)}"
    return mark_safe(  # noqa: S308 - every text is escaped
        '<section class="card p-4 max-md:rounded-none max-md:border-x-0">'
        f'<div class="flex items-center gap-3"><a href="{href}">'
        f"{draw_avatar(shop.name, shop.logo_key, 48)}</a>"
        '<div class="min-w-0 flex-1"><a class="flex items-center gap-1 text-16 font-semibold"'
        f' href="{href}"><span class="truncate">{escape(shop.name)}</span>'
        f'{draw_icon("chevron-right", "", 16)}</a><p class="truncate text-12 text-ink-3">'
        f"{escape(shop.region)}{since}</p>{_marks_of(shop)}</div>"
        f'<a class="btn btn-quiet btn-32" href="/messages/{shop.id}/?product={product_id}">'
        f"{escape(gettext('Ask'))}</a>"
        f'<a class="btn btn-quiet btn-32" href="{href}">'
        f"{escape(gettext('Visit'))}</a></div></section>"
    )


def _marks_of(shop: ShopCard) -> str:
    """The score, once there is one, and the brands that the shop has proved."""
    marks = [
        f'<span class="tag tag-accent">{draw_icon("badge-check", "", 14)}{escape(brand)}</span>'
        for brand in shop.brands
    ]
    if shop.score_shown:
        words = escape(f"{gettext('Shop score')} {shop.score_shown}")
        marks.insert(0, f'<a class="link text-12" href="/s/{shop.id}/score">{words}</a>')
    joined = "".join(marks)
    return f'<p class="mt-1 flex flex-wrap items-center gap-2">{joined}</p>' if marks else ""


def draw_promise_lines(lines: Iterable[PromiseLine]) -> SafeString:
    """Each promise with its icon, and below it what it means."""
    items = "".join(
        f'<li class="flex gap-2.5"><span class="mt-0.5 text-ink-2">{draw_icon(line.icon, "", 18)}'
        '</span><span class="grid content-start">'
        f'<span class="font-semibold">{escape(line.label)}</span>'
        f'<span class="text-12 text-ink-3">{escape(line.meaning)}</span></span></li>'
        for line in lines
    )
    return mark_safe(f'<ul class="grid grid-cols-2 gap-x-4 gap-y-4">{items}</ul>')  # noqa: S308


def draw_seen_in(clips: Sequence[Clip]) -> SafeString:
    """The posts that show it, in a row; nothing where there are none."""
    if not clips:
        return SafeString()
    return mark_safe(  # noqa: S308 - every text is escaped
        '<section class="mt-2 bg-surface p-4 md:mt-6 md:bg-transparent md:p-0">'
        f'<h2 class="mb-3 text-16 font-bold">{escape(gettext("Seen in posts"))}</h2>'
        f'<div class="scroll-row gap-3">{"".join(map(_draw_post, clips))}</div></section>'
    )


def _draw_post(clip: Clip) -> str:
    post, play = clip.post, ""
    picture = clip.poster if clip.is_video else next(iter(clip.pictures), "")
    if clip.is_video:
        play = (
            '<span class="absolute inset-0 grid place-content-center"><span class="grid h-8 w-8'
            ' place-content-center rounded-full bg-scrim text-on-video">'
            f"{draw_icon('play', '', 16)}"
            '</span></span><span class="figures absolute right-1 bottom-1 rounded-tag bg-scrim px-1'
            f' text-12 text-on-video">{write_duration(post.duration_ms)}</span>'
        )
    return (
        '<a class="grid w-[140px] flex-none content-start gap-1 no-underline md:w-[150px]"'
        f' href="/p/{post.id}"><span class="relative block aspect-[4/5] overflow-hidden'
        ' rounded-field"><img class="absolute inset-0 h-full w-full object-cover"'
        f' src="{escape(picture)}" alt="" loading="lazy">{play}</span>'
        f'<span class="clip-2">{escape(post.title or post.body)}</span>'
        f'<span class="truncate text-12 text-ink-3">{escape(clip.author.display_name)}</span></a>'
    )
