"""Figures and times as people read them, in the active language and the market's time zone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from jishi.foundation.kernel import clock


def is_chinese() -> bool:
    """Whether the active language is Chinese."""
    return (get_language() or "").startswith("zh")


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value < 100 else f"{value:.0f}"


def write_count(value: int) -> str:
    """A count for people: `2,041`, `12k` or `1.2万`; cut, not rounded up past what is there."""
    if is_chinese():
        if value >= 100_000_000:
            return f"{_short(value // 10_000_000 / 10)}亿"
        return f"{_short(value // 1000 / 10)}万" if value >= 10_000 else str(value)
    if value >= 1_000_000:
        return f"{_short(value // 100_000 / 10)}m"
    if value >= 10_000:
        return f"{_short(value // 100 / 10)}k" if value < 100_000 else f"{value // 1000}k"
    return f"{value:,}"


def write_when(at: datetime) -> str:
    """A moment: `11-24 15:20` or `24 Nov, 15:20`; with the year when it is another one."""
    local, now = timezone.localtime(at), timezone.localtime(clock.now())
    clock_text = f"{local:%H:%M}"
    if is_chinese():
        year = f"{local.year}-" if local.year != now.year else ""
        return f"{year}{local:%m-%d} {clock_text}"
    year = f" {local.year}" if local.year != now.year else ""
    return f"{local.day} {local:%b}{year}, {clock_text}"


def write_day(at: datetime) -> str:
    """A day: `11月24日` or `24 Nov`; with the year when it is another one."""
    local, now = timezone.localtime(at), timezone.localtime(clock.now())
    if is_chinese():
        year = f"{local.year}年" if local.year != now.year else ""
        return f"{year}{local.month}月{local.day}日"
    return f"{local.day} {local:%b}" + (f" {local.year}" if local.year != now.year else "")


def write_ago(at: datetime) -> str:
    """How long ago, up to a week; the day beyond that."""
    seconds = (clock.now() - at).total_seconds()
    if seconds < 60:
        return gettext("just now")
    if seconds < 3600:
        n = int(seconds // 60)
        return ngettext("%(n)s min ago", "%(n)s min ago", n) % {"n": n}
    if seconds < 86_400:
        n = int(seconds // 3600)
        return ngettext("%(n)s h ago", "%(n)s h ago", n) % {"n": n}
    if seconds < 7 * 86_400:
        n = int(seconds // 86_400)
        return ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": n}
    return write_day(at)


def write_left(left: timedelta) -> str:
    """What is left of a time, in at most two units; nothing below a minute."""
    minutes = max(0, int(left.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return gettext("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    if hours:
        return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return gettext("%(minutes)s min") % {"minutes": rest}


def split_left(left: timedelta) -> tuple[int, str]:
    """What is left of a time in its largest unit: (3, "d"), (30, "h"), (12, "min")."""
    minutes = max(0, int(left.total_seconds() // 60))
    if minutes >= 3 * 1440:
        return minutes // 1440, gettext("days")
    if minutes >= 120:
        return minutes // 60, gettext("hours")
    return minutes, gettext("minutes")


def write_duration(milliseconds: int) -> str:
    """A clip's length: `0:42`, `1:04:09`."""
    seconds = max(0, milliseconds) // 1000
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def write_percent(part: float, whole: float) -> int:
    """`part` of `whole` in whole per cent, between 0 and 100; 0 of nothing is 0."""
    return max(0, min(100, round(100 * part / whole))) if whole else 0
