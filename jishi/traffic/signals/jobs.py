"""Nightly: the day's many small files of the lake become few."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app


@app.periodic(cron="10 */2 * * * 0")
@app.task(name="signals.compact_lake", queue="lake", queueing_lock="signals.compact_lake")
def compact_lake(timestamp: int) -> None:
    """Merge the small files of today and yesterday, where there are many."""
    from jishi.traffic.signals.providers.lake_files import compact, list_partitions

    today = datetime.fromtimestamp(timestamp, UTC).date()
    for day in (today - timedelta(days=1), today):
        for folder in list_partitions(day.isoformat()):
            compact(folder)
