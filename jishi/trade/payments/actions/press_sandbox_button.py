"""What a person does on the sandbox provider's page, and the notices that follow."""

from __future__ import annotations

from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.payments.errors import ChargeEnded
from jishi.trade.payments.models import SandboxCharge, SandboxDispute, SandboxNotice
from jishi.trade.payments.queries import view_charge
from jishi.trade.payments.types import SandboxButton, SandboxNotices, SandboxView

# What a button makes of a charge, by the state it is in; a button that is missing is refused.
_EFFECTS: dict[SandboxButton, dict[str, str]] = {
    SandboxButton.PAY: {"open": "paid", "declined": "paid", "paid": "paid"},
    SandboxButton.DECLINE: {"open": "declined", "declined": "declined"},
    # The bank takes its time: the money comes when the market has given up on it.
    SandboxButton.PAY_LATE: {"open": "late", "declined": "late", "closed": "paid", "late": "late"},
    SandboxButton.CLOSE: {"open": "closed", "declined": "closed", "closed": "closed"},
}
# The same for a chargeback: "" where there is none yet.
_DISPUTE_EFFECTS: dict[SandboxButton, dict[str, str]] = {
    SandboxButton.DISPUTE: {"": "open", "open": "open"},
    SandboxButton.DISPUTE_WON: {"open": "won", "answered": "won", "won": "won"},
    SandboxButton.DISPUTE_LOST: {"open": "lost", "answered": "lost", "lost": "lost"},
}
DISPUTE_FEE_MINOR = 1500


def press_sandbox_button(
    *, ref: str, button: SandboxButton, notices: SandboxNotices = SandboxNotices.ONCE
) -> SandboxView:
    """Pay, decline, pay late, close or dispute a charge; the same button twice does it once.

    `notices` says how its notices behave from now on. Raises NotFound, ChargeEnded.
    """
    require_transaction()
    if not settings.sandbox:
        raise NotFound()
    charge = SandboxCharge.objects.select_for_update().filter(ref=ref).first()
    if charge is None:
        raise NotFound()
    if button in _DISPUTE_EFFECTS:
        return _dispute(charge, button)
    after = _EFFECTS[button].get(charge.state)
    if after is None:
        raise ChargeEnded(status=charge.state)
    if after == charge.state:
        return view_charge(charge)
    charge.state, charge.notices = after, notices.value
    if after == "paid":
        charge.paid_at = clock.now()
    charge.save()
    _announce(charge)
    return view_charge(charge)


def _announce(charge: SandboxCharge) -> None:
    """Owe the merchant the notices of what has just become of a charge."""
    if charge.notices == SandboxNotices.NEVER or charge.state == "late":
        return
    sayings = [charge.state]
    if charge.notices == SandboxNotices.OUT_OF_ORDER:
        sayings.append("opened")  # an old one, held up on its way, comes after the newest
    for says in sayings:
        notice = SandboxNotice.objects.create(charge=charge, says=says, made_at=clock.now())
        twice = charge.notices == SandboxNotices.TWICE
        for _ in range(2 if twice else 1):
            app.configure_task("payments.sandbox_notice").defer(notice_id=str(notice.id))


def _dispute(charge: SandboxCharge, button: SandboxButton) -> SandboxView:
    """The payer goes to their bank, or the bank decides."""
    row = SandboxDispute.objects.select_for_update().filter(charge=charge).first()
    before = row.state if row else ""
    after = _DISPUTE_EFFECTS[button].get(before) if charge.state == "paid" else None
    if after is None:
        raise ChargeEnded(status=before or charge.state)
    if row is None:
        row = SandboxDispute(
            ref=f"sd_{charge.ref}"[:40],
            charge=charge,
            amount_minor=charge.amount_minor,
            fee_minor=DISPUTE_FEE_MINOR,
            opened_at=clock.now(),
        )
    if after != before:
        row.state = after
        row.save()
        notice = SandboxNotice.objects.create(charge=charge, says="dispute", made_at=clock.now())
        app.configure_task("payments.sandbox_notice").defer(notice_id=str(notice.id))
    return view_charge(charge)
