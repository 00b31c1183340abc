"""Clips of the feed, drawn without a template: a page has ten, each of some two hundred parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext, pgettext

from jishi.content.posts.types import Label
from jishi.foundation.kernel.signing import media_url
from jishi.surfaces.market.cards import draw_avatar, draw_price, draw_promises
from jishi.surfaces.market.figures import write_count
from jishi.surfaces.market.icons import draw_icon
from jishi.surfaces.market.presenters.clips import Clip

FAR = 9  # a place that is not seen at once: nothing is loaded ahead for it
_SPOKEN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class _Words:
    """What every clip says, in one language; ready for HTML."""

    video: str
    sound: str
    tap_for_sound: str
    ai_made: str
    sponsored: str
    following: str
    follow: str
    sold_out: str
    view: str
    why: str
    not_interested: str
    failed: str
    next: str
    again: str
    like: str
    comments: str


@cache
def _words_in(language: str | None) -> _Words:
    words = (
        gettext("Video"),
        gettext("Sound"),
        gettext("Tap for sound"),
        gettext("AI-made"),
        gettext("Sponsored"),
        gettext("Following ✓"),
        gettext("Follow"),
        gettext("Sold out"),
        pgettext("product", "View"),
        gettext("Why this?"),
        gettext("Not interested"),
        gettext("Could not play."),
        gettext("Next"),
        gettext("Try again"),
        gettext("Like"),
        gettext("Comments"),
    )
    return _Words(*map(escape, words))


def draw_clip(clip: Clip, position: int) -> SafeString:
    """A post on the stage with its words, its goods and its rail; `position` is its place."""
    words, post = _words_in(get_language()), clip.post
    said = post.title or post.body
    if len(said) > _SPOKEN_LENGTH:
        said = Truncator(said).chars(_SPOKEN_LENGTH)
    place = clip.placement
    length = f' data-duration="{post.duration_ms}"' if clip.is_video else ""
    show = _draw_video(clip, position, words) if clip.is_video else _draw_pictures(clip, position)
    return mark_safe(  # noqa: S308 - every text is escaped where it is put in
        f'<article class="clip" tabindex="-1" data-post="{post.id}"'
        f' data-decision="{place.decision_id or ""}"'
        f' data-slot="{"" if place.slot is None else place.slot}"{length}'
        f' aria-label="{escape(clip.author.display_name)}: {escape(said)}">'
        f'<div class="stage"{"" if clip.is_video else " data-gallery"}>{show}'
        f'<div class="stage-shade"></div>{_draw_sound(clip, words)}'
        f'<div class="stage-info">{_draw_words(clip, words)}{_draw_dots(clip)}'
        f"{_draw_goods(clip, position, words)}{_draw_reason(clip, words)}</div>"
        f"{_draw_failure(clip, words)}</div>{_draw_rail(clip, words)}</article>"
    )


def _draw_video(clip: Clip, position: int, words: _Words) -> str:
    poster, source = escape(clip.poster), escape(clip.video_src)
    ahead = ' preload="none"'
    if position == 0:
        ahead = f' poster="{poster}" preload="auto"' + (f' src="{source}"' if source else "")
    elif position < 3:
        ahead = f' poster="{poster}" preload="none"'
    later = ""
    if source:
        later = f' data-src="{source}"'
    elif clip.stream_src:
        later = f' data-stream="{escape(clip.stream_src)}"'
    wide = " data-wide" if clip.is_wide else ""
    return (
        f'<video class="stage-video" playsinline muted{wide}{ahead} data-poster="{poster}"{later}'
        f' aria-label="{words.video}"></video>'
        f'<span class="stage-paused">{draw_icon("play")}</span>'
    )


def _draw_pictures(clip: Clip, position: int) -> str:
    alt, slides = escape(clip.post.title), []
    for at, picture in enumerate(clip.pictures):
        source = escape(picture)
        lazy = "" if at == 0 and position == 0 else ' loading="lazy"'
        slides.append(
            f'<span class="stage-slide"><img class="stage-blur" src="{source}" alt=""{lazy}>'
            f'<img src="{source}" alt="{alt}"{lazy}></span>'
        )
    return f'<div class="stage-track" data-track>{"".join(slides)}</div>'


def _draw_sound(clip: Clip, words: _Words) -> str:
    if clip.post.video is None or not clip.post.video.has_audio:
        return ""
    return (
        '<button type="button" class="stage-pill stage-sound" data-sound'
        f' aria-label="{words.sound}"><span class="sound-off">{draw_icon("volume-off", "", 16)}'
        f'<span class="text-12">{words.tap_for_sound}</span></span>'
        f'<span class="sound-on">{draw_icon("volume-2", "", 16)}</span></button>'
    )


def _draw_words(clip: Clip, words: _Words) -> str:
    post, author = clip.post, clip.author
    labels = "".join(
        '<span class="tag bg-white/20 text-on-video">'
        f"{words.ai_made if label == Label.AI_MADE else words.sponsored}</span>"
        for label in post.labels
    )
    title = f'<strong class="font-semibold">{escape(post.title)}</strong>' if post.title else ""
    between = " " if title and post.body else ""
    topics = "".join(
        f'<a class="whitespace-nowrap" href="/t/{quote(topic, safe="")}">#{escape(topic)}</a>'
        for topic in post.topics
    )
    if topics:
        topics = f'<div class="scroll-row gap-3 font-medium">{topics}</div>'
    name = escape(author.display_name)
    return (
        '<div class="stage-words grid gap-1.5"><div class="flex items-center gap-2">'
        '<a class="flex min-w-0 items-center gap-2 text-16 font-bold"'
        f' href="{escape(clip.author_href)}"><span class="max-md:hidden">'
        f"{draw_avatar(author.display_name, author.avatar_key, 36)}</span>"
        f'<span class="truncate">{name}</span></a>{labels}{_draw_follow(clip, words)}</div>'
        '<div class="caption"><button type="button" class="block w-full text-start" data-more>'
        f'<span class="clip-2">{title}{between}{escape(post.body)}</span></button></div>'
        f"{topics}</div>"
    )


def _draw_follow(clip: Clip, words: _Words) -> str:
    if clip.is_own:
        return ""
    return (
        '<button type="button" class="stage-follow btn btn-primary btn-32 ms-auto"'
        f' data-toggle="/u/{clip.author.id}/follow" data-says'
        f' aria-pressed="{"true" if clip.is_following else "false"}">'
        f"{words.following if clip.is_following else words.follow}</button>"
    )


def _draw_dots(clip: Clip) -> str:
    if len(clip.pictures) < 2:
        return ""
    dots = "".join(
        f'<button type="button" class="touch" data-to="{at}"{"" if at else " data-current"}'
        f' aria-label="{escape(gettext("Picture %(n)s") % {"n": at + 1})}"></button>'
        for at in range(len(clip.pictures))
    )
    return f'<div class="stage-dots">{dots}</div>'


def _draw_goods(clip: Clip, position: int, words: _Words) -> str:
    product, more = clip.product, ""
    if product is None:
        return ""
    if clip.more_products:
        n = clip.more_products
        said = ngettext("and %(n)s more", "and %(n)s more", n) % {"n": n}
        more = f'<span class="text-12 text-ink-3">{escape(said)}</span>'
    price = draw_price(product.price_minor, product.currency, 16, product.list_price_minor, False)
    lazy = 'loading="lazy" ' if position > 2 else ""
    picture = media_url(product.picture_key) if product.picture_key else ""
    return (
        f'<a class="stage-card" href="{escape(clip.product_href)}" data-card="{product.id}">'
        f'<span class="thumb"><img src="{escape(picture)}" alt="" {lazy}width="64" height="64">'
        '</span><span class="grid min-w-0 flex-1 gap-0.5">'
        f'<span class="truncate font-semibold">{escape(product.title)}</span>'
        f"{draw_promises(product)}"
        f'<span class="flex items-baseline gap-2"><span>{price}</span>{more}</span></span>'
        '<span class="btn btn-primary btn-36">'
        f"{words.view if product.available_total else words.sold_out}</span></a>"
    )


def _draw_reason(clip: Clip, words: _Words) -> str:
    place, inner = clip.placement, ""
    if place.decision_id:
        why = words.why
        if place.reason:
            why = escape(gettext("Why this? %(reason)s") % {"reason": place.reason})
        inner = (
            '<button type="button" class="relative flex min-w-0 items-center gap-1 touch"'
            f' data-why data-sheet="why" data-load="/why/{place.decision_id}/{clip.post.id}">'
            f'{draw_icon("circle-question-mark", "", 14)}<span class="truncate">{why}</span>'
            '</button><button type="button" data-not-interested'
            f' class="relative flex flex-none items-center gap-1 touch">'
            f"{draw_icon('eye-off', '', 14)}{words.not_interested}</button>"
        )
    return f'<div class="flex items-center justify-between gap-3 text-12">{inner}</div>'


def _draw_failure(clip: Clip, words: _Words) -> str:
    if not clip.is_video:
        return ""
    return (
        '<div class="stage-progress" aria-hidden="true"><span></span></div>'
        f'<div class="stage-note" data-failed hidden><p>{words.failed}</p>'
        '<span class="flex gap-2"><button type="button" class="btn btn-quiet btn-32" data-next>'
        f'{words.next}</button><button type="button" class="btn btn-quiet btn-32" data-retry>'
        f"{words.again}</button></span></div>"
    )


def _draw_rail(clip: Clip, words: _Words) -> str:
    post, author = clip.post, clip.author
    follow = ""
    if not clip.is_own and not clip.is_following:
        follow = (
            f'<button type="button" class="rail-follow touch" data-toggle="/u/{author.id}/follow"'
            f' data-vanish aria-pressed="false" aria-label="{words.follow}">'
            f"{draw_icon('plus', '', 14)}</button>"
        )
    return (
        f'<div class="rail"><span class="rail-person"><a href="{escape(clip.author_href)}"'
        f' aria-label="{escape(author.display_name)}">'
        f"{draw_avatar(author.display_name, author.avatar_key, 48)}</a>{follow}</span>"
        f'<button type="button" class="rail-item" data-like data-toggle="/p/{post.id}/like"'
        f' aria-pressed="{"true" if clip.is_liked else "false"}" aria-label="{words.like}">'
        f"{draw_icon('heart')}"
        f'<span class="figures" data-figure>{write_count(post.like_count)}</span></button>'
        '<button type="button" class="rail-item" data-sheet="comments"'
        f' data-load="/p/{post.id}/comments" aria-label="{words.comments}">'
        f"{draw_icon('message-circle')}"
        f'<span class="figures" data-comment-count="{post.id}">'
        f"{write_count(post.comment_count)}</span></button></div>"
    )
