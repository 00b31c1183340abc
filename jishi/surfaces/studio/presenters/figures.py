"""What became of a post, in figures that the signals and the allocation have counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from jishi.content.posts.types import PostKind, PostView
from jishi.traffic.allocation.types import Grant, ImpressionLedger
from jishi.traffic.signals.types import PostCounts

ENOUGH = 100  # impressions below which shares say nothing
TONES = ("chart-2", "chart-1", "chart-3", "chart-5")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the funnel; `share` in percent: views of impressions, the rest of views."""

    label: str
    about: str
    count: int
    share: int | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """Impressions by what brought them; `promised` is None where nothing was promised."""

    label: str
    tone: str
    delivered: int
    promised: int | None
    percent: int | None  # delivered of promised
    width: float  # share of all impressions, percent
    grant: Grant | None


@dataclass(frozen=True, slots=True)
class PostFigures:
    """All figures of a post's page."""

    impressions: int
    views: int
    view_share: int
    likes: int
    like_share: int
    comments: int
    card_clicks: int
    average_watch_ms: int
    finished_share: int
    is_enough: bool
    steps: tuple[Step, ...]
    promised: int
    against_promise: int
    lines: tuple[LedgerLine, ...]


def figures_of(post: PostView, counts: PostCounts, ledger: ImpressionLedger) -> PostFigures:
    """Compose the figures of one post."""
    return PostFigures(
        impressions=counts.impressions,
        views=counts.views,
        view_share=share(counts.views, counts.impressions),
        likes=post.like_count,
        like_share=share(post.like_count, counts.views),
        comments=post.comment_count,
        card_clicks=counts.card_clicks,
        average_watch_ms=counts.watch_ms // counts.views if counts.views else 0,
        finished_share=share(counts.completes, counts.views),
        is_enough=counts.impressions >= ENOUGH,
        steps=_steps(post, counts),
        promised=ledger.promised,
        against_promise=ledger.delivered,
        lines=_lines(ledger),
    )


def share(part: int, whole: int) -> int:
    """Percent, 0 of nothing; at most 100, for counts that are taken at different moments."""
    return min(100, round(part * 100 / whole)) if whole else 0


def _steps(post: PostView, counts: PostCounts) -> tuple[Step, ...]:
    steps = [
        Step(
            gettext("Impressions"),
            gettext("At least half of it was on a screen for a moment"),
            counts.impressions,
            None,
        ),
        Step(
            gettext("Views over 2 s"),
            gettext("Once per viewer and hour, after two seconds"),
            counts.views,
            share(counts.views, counts.impressions),
        ),
    ]
    if post.kind is PostKind.VIDEO:
        steps.append(
            Step(
                gettext("Watched to the end"),
                gettext("Once per viewer and hour"),
                counts.completes,
                share(counts.completes, counts.views),
            )
        )
    if post.product_ids:
        steps.append(
            Step(
                gettext("Product card tapped"),
                gettext("Once per viewer and hour; share of the views"),
                counts.card_clicks,
                share(counts.card_clicks, counts.views),
            )
        )
    return tuple(steps)


def _lines(ledger: ImpressionLedger) -> tuple[LedgerLine, ...]:
    total = max(ledger.impressions, ledger.delivered, 1)
    lines = [
        LedgerLine(
            label=_class_label(grant.class_name),
            tone=TONES[n % len(TONES)],
            delivered=grant.delivered,
            promised=grant.promised,
            percent=round(grant.delivered * 100 / grant.promised) if grant.promised else 100,
            width=grant.delivered * 100 / total,
            grant=grant,
        )
        for n, grant in enumerate(ledger.grants)
    ]
    merit = max(0, ledger.impressions - ledger.delivered)
    lines.append(
        LedgerLine(
            gettext("Earned on merit"), "chart-4", merit, None, None, merit * 100 / total, None
        )
    )
    return tuple(lines)


def _class_label(name: str) -> str:
    return gettext("New post guarantee") if name == "new_post" else name
