"""How long each state of a case and of a dispute waits, by the policies in force."""

from __future__ import annotations

from datetime import datetime, timedelta

from jishi.foundation.kernel.policies import Policy
from jishi.trade.aftersales import policies
from jishi.trade.aftersales.types import AfterSaleStatus, DisputeStatus

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_CASES: dict[AfterSaleStatus, tuple[Policy[int], timedelta]] = {
    AfterSaleStatus.REQUESTED: (policies.ANSWER_HOURS, _HOUR),
    AfterSaleStatus.OFFERED: (policies.OFFER_HOURS, _HOUR),
    AfterSaleStatus.AWAITING_RETURN: (policies.RETURN_DAYS, _DAY),
    AfterSaleStatus.AWAITING_RECEIPT: (policies.CONFIRM_DAYS, _DAY),
    AfterSaleStatus.AWAITING_REPLACEMENT: (policies.REPLACEMENT_DAYS, _DAY),
    AfterSaleStatus.REPLACEMENT_SENT: (policies.REPLACED_DAYS, _DAY),
    AfterSaleStatus.REJECTED: (policies.ESCALATE_DAYS, _DAY),
}
_DISPUTES: dict[DisputeStatus, tuple[Policy[int], timedelta]] = {
    DisputeStatus.EVIDENCE: (policies.EVIDENCE_DAYS, _DAY),
    DisputeStatus.DECIDING: (policies.RULING_DAYS, _DAY),
    DisputeStatus.RULED: (policies.APPEAL_DAYS, _DAY),
    DisputeStatus.APPEALED: (policies.RULING_DAYS, _DAY),
}


def case_due(status: AfterSaleStatus, now: datetime) -> datetime | None:
    """When a case that enters a state now moves on by itself."""
    wait = _CASES.get(status)
    return now + wait[0].get() * wait[1] if wait else None


def dispute_due(status: DisputeStatus, now: datetime) -> datetime | None:
    """When a dispute that enters a state now falls due."""
    wait = _DISPUTES.get(status)
    return now + wait[0].get() * wait[1] if wait else None
