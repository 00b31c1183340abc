"""Timers of after-sales and disputes, by the market clock."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.aftersales.actions.let_dispute_go_on import let_dispute_go_on
from jishi.trade.aftersales.actions.let_time_decide import let_time_decide
from jishi.trade.aftersales.queries.cases import list_due_cases
from jishi.trade.aftersales.queries.disputes import list_due_disputes


def _decide(case_id: UUID) -> None:
    let_time_decide(actor=SYSTEM, case_id=case_id)


def _go_on(dispute_id: UUID) -> None:
    let_dispute_go_on(actor=SYSTEM, dispute_id=dispute_id)


register_timer("aftersales.case", list_due_cases, _decide)
register_timer("aftersales.dispute", list_due_disputes, _go_on)
