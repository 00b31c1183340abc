"""Do what a dispute's table says when its deadline has passed."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions.carry_out_ruling import carry_out_ruling
from jishi.trade.aftersales.actions.move_dispute import move_dispute
from jishi.trade.aftersales.events import RulingOverdue
from jishi.trade.aftersales.models import AfterSale, Dispute, Ruling
from jishi.trade.aftersales.queries.cases import lock_case
from jishi.trade.aftersales.types import DisputeStatus


def let_dispute_go_on(*, actor: Actor, dispute_id: UUID) -> None:
    """Evidence closes, a ruling stands and is carried out, a late ruling is told of, once.

    For the system; nothing happens when somebody was quicker.
    """
    require_transaction()
    case_id = Dispute.objects.values_list("after_sale_id", flat=True).get(id=dispute_id)
    case = lock_case(case_id)
    dispute = Dispute.objects.select_for_update().get(id=dispute_id)
    if dispute.due_at is None or dispute.due_at > clock.now():
        return
    if dispute.status == DisputeStatus.EVIDENCE:
        move_dispute(
            actor=actor, case=case, dispute=dispute, target=DisputeStatus.DECIDING, by="system"
        )
    elif dispute.status == DisputeStatus.RULED:
        _let_ruling_stand(actor, case, dispute)
    elif dispute.overdue_at is None:
        dispute.overdue_at = clock.now()
        dispute.save(update_fields=["overdue_at"])
        record(RulingOverdue(dispute_id=dispute.id, after_sale_id=case.id, due_at=dispute.due_at))


def _let_ruling_stand(actor: Actor, case: AfterSale, dispute: Dispute) -> None:
    move_dispute(actor=actor, case=case, dispute=dispute, target=DisputeStatus.FINAL, by="system")
    ruling = Ruling.objects.get(dispute=dispute, number=1)
    carry_out_ruling(actor=actor, case=case, ruling=ruling, by="system")
