"""What an operator may see of jobs, and do about those that failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, JsonMap

WAITING, RUNNING, FAILED = "todo", "doing", "failed"


@dataclass(frozen=True, slots=True)
class JobView:
    """One job; times are real times, not the market clock's."""

    id: int
    queue: str
    task: str
    args: JsonMap
    status: str
    attempts: int
    scheduled_at: datetime | None
    last_event_at: datetime | None


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How many jobs wait, run and have failed for good."""

    waiting: int
    running: int
    failed: int
    oldest_waiting_at: datetime | None


def count_jobs() -> JobCounts:
    """The state of the queue; `oldest_waiting_at` leaves out what is scheduled for later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo'),"
            " count(*) FILTER (WHERE status = 'doing'),"
            " count(*) FILTER (WHERE status = 'failed'),"
            " (SELECT min(e.at) FROM procrastinate_jobs j"
            "   JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
            "   WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now())"
            " FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed')"
        )
        return JobCounts(*cursor.fetchone())


def list_jobs(*, status: str, limit: int = 100) -> tuple[JobView, ...]:
    """Jobs in one state, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, queue_name, task_name, args, status::text, attempts, scheduled_at,"
            " (SELECT max(at) FROM procrastinate_events e WHERE e.job_id = j.id)"
            " FROM procrastinate_jobs j WHERE status::text = %s ORDER BY id DESC LIMIT %s",
            [status, limit],
        )
        return tuple(JobView(*row) for row in cursor.fetchall())


def retry_job(*, actor: Actor, job_id: int) -> None:
    """Queue a failed job again, at once; raises NotFound when it has not failed."""
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs"
            " WHERE id = %s AND status = 'failed' FOR UPDATE",
            [job_id],
        )
        row = cursor.fetchone()
        if row is None:
            raise NotFound()
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
    audit(
        actor=actor,
        action="retry_job",
        subject_kind="job",
        subject_id=job_id,
        detail={"task": row[0]},
    )
