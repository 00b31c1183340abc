"""The face of a shop: banner, notice, sections of chosen goods, hours, replies while it is shut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Weekdays (0 is Monday) and the time of day when somebody is there."""

    days: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days on which nobody is there, first and last included, and what buyers are told."""

    first: date
    last: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class FrontSection:
    """A heading with goods that the shop chose, in its order."""

    title: str
    product_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class FrontView:
    """How a shop presents itself; without hours somebody is always there.

    Times of day are those of `zone`, the market's.
    """

    shop_id: UUID
    zone: str
    banner_key: str = ""
    notice: str = ""
    sections: tuple[FrontSection, ...] = ()
    hours: OpeningHours | None = None
    holiday: Holiday | None = None
    auto_reply: str = ""

    def spans_on(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when somebody is there on a day; None on a day off."""
        if self.holiday and self.holiday.first <= day <= self.holiday.last:
            return None
        zone = ZoneInfo(self.zone)
        if self.hours is None:
            start = datetime.combine(day, time(), zone)
            return start, datetime.combine(day + timedelta(days=1), time(), zone)
        if day.weekday() not in self.hours.days:
            return None
        return (
            datetime.combine(day, self.hours.opens, zone),
            datetime.combine(day, self.hours.closes, zone),
        )

    def is_staffed(self, at: datetime) -> bool:
        """Whether somebody is there at a moment."""
        span = self.spans_on(at.astimezone(ZoneInfo(self.zone)).date())
        return span is not None and span[0] <= at < span[1]

    def is_on_holiday(self, at: datetime) -> bool:
        """Whether a moment falls into the holiday."""
        day = at.astimezone(ZoneInfo(self.zone)).date()
        return self.holiday is not None and self.holiday.first <= day <= self.holiday.last

    def next_opening(self, at: datetime) -> datetime | None:
        """When somebody is there again, within two months; `at` itself while somebody is."""
        day = at.astimezone(ZoneInfo(self.zone)).date()
        for _ in range(62):
            span = self.spans_on(day)
            if span is not None and at < span[1]:
                return max(at, span[0])
            day += timedelta(days=1)
        return None

    def staffed_seconds(self, start: datetime, end: datetime) -> int:
        """How long of the time between two moments somebody was there, in seconds."""
        zone = ZoneInfo(self.zone)
        day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
        total = timedelta()
        while day <= last:
            span = self.spans_on(day)
            if span is not None:
                total += max(timedelta(), min(end, span[1]) - max(start, span[0]))
            day += timedelta(days=1)
        return int(total.total_seconds())

    def reply_at(self, at: datetime) -> str:
        """What a buyer who writes now is told at once; empty while somebody is there."""
        if self.is_staffed(at):
            return ""
        if self.is_on_holiday(at) and self.holiday and self.holiday.words:
            return self.holiday.words
        return self.auto_reply
