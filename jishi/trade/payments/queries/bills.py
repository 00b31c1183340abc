"""Our side of a provider's bill, and what was found to differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from jishi.foundation.ledger.queries import sum_by_reference
from jishi.trade.payments.models import Bill, BillEntry, Difference, Dispute, Payment, Refund
from jishi.trade.payments.queries.payments import view_charge_of
from jishi.trade.payments.types import (
    BillKind,
    BillLine,
    DifferenceKind,
    DifferenceStatus,
    DifferenceView,
    DisputeStatus,
    Movement,
    RefundStatus,
)


def match_lines(provider: str, lines: Sequence[BillLine]) -> dict[str, Movement]:
    """Our side of each line that we know, by the line's key; a few statements for them all."""
    found: dict[str, Movement] = {}
    payments = [line for line in lines if line.kind is BillKind.PAYMENT]
    refunds = [line for line in lines if line.kind is BillKind.REFUND]
    found |= _match_payments(provider, payments)
    rows = Refund.objects.select_related("payment").in_bulk(
        [line.our_id for line in refunds if line.our_id]
    )
    booked = _booked(provider, (f"refund:{refund_id}" for refund_id in rows))
    for line in refunds:
        row = rows.get(line.our_id) if line.our_id else None
        if row is not None and view_charge_of(row).provider == provider:
            found[line.key] = _refund(row, line.provider_ref, booked)
    refs = [line.provider_ref for line in lines if line.kind is BillKind.DISPUTE]
    disputes = {d.dispute_ref: d for d in Dispute.objects.filter(dispute_ref__in=refs)}
    for line in lines:
        dispute = disputes.get(line.provider_ref) if line.kind is BillKind.DISPUTE else None
        if dispute is not None:
            found[line.key] = _dispute(dispute, line)
    return found


def _match_payments(provider: str, lines: Sequence[BillLine]) -> dict[str, Movement]:
    known = Q(id__in=[line.our_id for line in lines if line.our_id])
    known |= Q(
        provider=provider, provider_payment_id__in=[line.provider_ref for line in lines]
    ) & ~Q(provider_payment_id="")
    rows = list(Payment.objects.filter(known)) if lines else []
    by_id = {row.id: row for row in rows}
    by_ref = {row.provider_payment_id: row for row in rows if row.provider == provider}
    booked = _booked(provider, (ref for row in rows for ref in _refs(row)))
    found = {}
    for line in lines:
        row = by_id.get(line.our_id) if line.our_id else by_ref.get(line.provider_ref)
        movement = _payment(row, provider, line.attempt, booked) if row else None
        if movement:
            found[line.key] = movement
    return found


def list_unmatched(
    provider: str, since: datetime, until: datetime, bills: Sequence[date]
) -> list[Movement]:
    """What we booked between two moments and no line of these days' bills speaks of."""
    seen = BillEntry.objects.filter(provider=provider, bill__day__in=bills, our_id__isnull=False)
    seen_ids = set(seen.values_list("our_id", flat=True))
    seen_refs = set(
        BillEntry.objects.filter(
            provider=provider, kind=BillKind.PAYMENT.value, bill__day__in=bills
        ).values_list("provider_ref", flat=True)
    )
    payments = Payment.objects.annotate(at=Coalesce("paid_at", "closed_at")).filter(
        provider=provider, received_minor__gt=0, at__gte=since, at__lt=until
    )
    refunds = Refund.objects.select_related("payment").filter(
        status=RefundStatus.SUCCEEDED.value, ended_at__gte=since, ended_at__lt=until
    )
    missing = [
        movement
        for row in payments.iterator()
        if row.id not in seen_ids and row.provider_payment_id not in seen_refs
        if (movement := _payment(row, provider, row.attempt, {}))
    ]
    return missing + [
        _refund(row, row.provider_refund_id, {})
        for row in refunds.iterator()
        if row.id not in seen_ids and view_charge_of(row).provider == provider
    ]


def _booked(provider: str, references: Iterable[str]) -> dict[str, int]:
    return sum_by_reference(f"provider:{provider}:clearing", list(references))


def _refs(row: Payment) -> list[str]:
    extras = [f"payment:{row.id}:extra:{known['attempt']}" for known in row.earlier]
    return [f"payment:{row.id}", f"payment:{row.id}:late", *extras]


def _payment(row: Payment, provider: str, attempt: int, booked: dict[str, int]) -> Movement | None:
    """A payment by one of its attempts; None for an attempt at another provider."""
    extras = {known["attempt"]: known for known in row.earlier}
    amount = row.received_minor - sum(k.get("received_minor", 0) for k in row.earlier)
    refs, at = _refs(row)[:2], row.provider
    if attempt in extras:
        amount, at = extras[attempt].get("received_minor", 0), extras[attempt]["provider"]
        refs = [f"payment:{row.id}:extra:{attempt}"]
    if at != provider:
        return None
    is_done = amount > 0
    return Movement(
        BillKind.PAYMENT,
        row.id,
        row.provider_payment_id,
        amount or row.amount_minor,
        row.currency,
        is_done,
        sum(booked.get(ref, 0) for ref in refs) if is_done and booked is not None else None,
    )


def _refund(row: Refund, provider_ref: str, booked: dict[str, int]) -> Movement:
    is_done = row.status == RefundStatus.SUCCEEDED
    return Movement(
        BillKind.REFUND,
        row.id,
        provider_ref,
        -row.amount_minor,
        row.payment.currency,
        is_done,
        booked.get(f"refund:{row.id}", 0) if is_done else None,
    )


def _dispute(row: Dispute, line: BillLine) -> Movement:
    """Taken when it was opened, given back when it was won: the sign says which is meant."""
    is_back = line.amount_minor > 0
    return Movement(
        BillKind.DISPUTE,
        row.id,
        row.dispute_ref,
        row.amount_minor if is_back else -row.amount_minor,
        row.currency,
        not is_back or row.status == DisputeStatus.WON,
    )


def view_difference(row: Difference) -> DifferenceView:
    """The row as it may leave this room."""
    return DifferenceView(
        row.id,
        row.provider,
        row.day,
        DifferenceKind(row.kind),
        BillKind(row.subject_kind),
        row.subject,
        row.ours_minor,
        row.theirs_minor,
        row.currency,
        DifferenceStatus(row.status),
        row.note,
    )


def list_differences(provider: str, day: date) -> tuple[DifferenceView, ...]:
    """What was found on a day, oldest first; one statement."""
    rows = Difference.objects.filter(provider=provider, day=day).order_by("found_at", "id")
    return tuple(view_difference(row) for row in rows)


def count_open_differences() -> int:
    """Differences nobody has dealt with, counted to a hundred and one."""
    return Difference.objects.filter(status=DifferenceStatus.OPEN.value)[:101].count()


def list_missing_bills(provider: str, days: Sequence[date]) -> list[date]:
    """Those of the days whose bill has not been compared."""
    known = set(Bill.objects.filter(provider=provider, day__in=days).values_list("day", flat=True))
    return [day for day in days if day not in known]


def find_payment_ids(subjects: Sequence[str]) -> list[UUID]:
    """Those of the subjects that are payments of ours which are still pending."""
    return list(
        Payment.objects.filter(id__in=subjects, received_minor=0).values_list("id", flat=True)
    )
