"""Compare a provider's bill of a day with our payments, refunds and the clearing account.

An entry point of its own: the bill is fetched first and outside of any transaction, then it is
kept and compared in one. Called inside a transaction it fails: Django refuses to nest a durable
one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.models import Bill, BillEntry, Difference
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import list_differences, list_unmatched, match_lines
from jishi.trade.payments.rules import compare_bill
from jishi.trade.payments.types import (
    BillKind,
    BillLine,
    BillResult,
    DifferenceKind,
    DifferenceStatus,
    Finding,
)

# The two clocks differ, and we book a little later than the provider: what we booked in the last
# hour of a day is looked for on the next day's bill as well.
SLACK = timedelta(hours=1)


def reconcile_day(provider_code: str, day: date) -> BillResult:
    """Fetch the bill of a day, compare it and keep what differs; again gives the same.

    A difference that has gone by itself since is resolved by the comparison that misses it.
    Raises UnknownProvider, ProviderUnavailable, BillNotReady.
    """
    provider = get_provider(provider_code)
    lines = {line.key: line for line in provider.fetch_bill(day)}
    midnight = datetime.combine(day, datetime.min.time(), ZoneInfo(provider.bill_zone))
    with durable():
        _keep(provider_code, day, list(lines.values()))
        matched = match_lines(provider_code, list(lines.values()))
        unmatched = list_unmatched(
            provider_code,
            midnight - SLACK,
            midnight + timedelta(days=1) - SLACK,
            [day - timedelta(days=1), day],
        )
        findings = compare_bill(lines, matched, unmatched)
        _note(provider_code, day, findings)
        _ask_about(findings)
    return BillResult(provider_code, day, len(lines), list_differences(provider_code, day))


def _keep(provider_code: str, day: date, lines: Sequence[BillLine]) -> None:
    bill, _ = Bill.objects.update_or_create(
        provider=provider_code,
        day=day,
        defaults={
            "fetched_at": clock.now(),
            "line_count": len(lines),
            "received_minor": sum(n.amount_minor for n in lines if n.amount_minor > 0),
            "returned_minor": -sum(n.amount_minor for n in lines if n.amount_minor < 0),
            "fee_minor": sum(n.fee_minor for n in lines),
            "currency": lines[0].currency if lines else settings.currency,
        },
    )
    bill.entries.all().delete()
    BillEntry.objects.bulk_create(
        [
            BillEntry(
                bill=bill,
                provider=provider_code,
                kind=line.kind.value,
                provider_ref=line.provider_ref,
                our_id=line.our_id,
                amount_minor=line.amount_minor,
                currency=line.currency,
                is_done=line.is_done,
                fee_minor=line.fee_minor,
            )
            for line in lines
        ],
        ignore_conflicts=True,  # a line that the bill before spoke of already
        batch_size=1000,
    )


def _note(provider_code: str, day: date, findings: Sequence[Finding]) -> None:
    now = clock.now()
    Difference.objects.bulk_create(
        [
            Difference(
                provider=provider_code,
                day=day,
                kind=finding.kind.value,
                subject_kind=finding.subject_kind.value,
                subject=finding.subject,
                ours_minor=finding.ours_minor,
                theirs_minor=finding.theirs_minor,
                currency=finding.currency,
                found_at=now,
            )
            for finding in findings
        ],
        ignore_conflicts=True,
    )
    still = {(f.kind.value, f.subject) for f in findings}
    open_rows = Difference.objects.filter(
        provider=provider_code, day=day, status=DifferenceStatus.OPEN.value
    )
    gone = [row.id for row in open_rows if (row.kind, row.subject) not in still]
    Difference.objects.filter(id__in=gone).update(
        status=DifferenceStatus.RESOLVED.value, resolved_at=now, note="gone when compared again"
    )


def _ask_about(findings: Sequence[Finding]) -> None:
    """Paid there and pending here: ask at once, that mends most of them."""
    for finding in findings:
        if finding.kind is not DifferenceKind.STATUS:
            continue
        if finding.subject_kind is BillKind.PAYMENT:
            app.configure_task("payments.sync").defer(payment_id=str(UUID(finding.subject)))
        elif finding.subject_kind is BillKind.REFUND:
            app.configure_task("payments.send_refund").defer(refund_id=str(UUID(finding.subject)))
