"""Reads of the sandbox provider's own books."""

from __future__ import annotations

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.models import SandboxCharge, SandboxDispute
from jishi.trade.payments.types import SandboxView


def view_charge(row: SandboxCharge) -> SandboxView:
    """A charge as the sandbox provider's page shows it."""
    disputes = SandboxDispute.objects.filter(charge_id=row.ref).values_list("state", flat=True)
    return SandboxView(
        row.ref,
        row.amount_minor,
        row.currency,
        row.description,
        row.state,
        row.return_url,
        disputes[0] if row.state == "paid" and disputes else "",
    )


def get_sandbox_charge(ref: str) -> SandboxView:
    """A charge of the sandbox provider; raises NotFound, outside of a sandbox always."""
    row = SandboxCharge.objects.filter(ref=ref).first() if settings.sandbox else None
    if row is None:
        raise NotFound()
    return view_charge(row)
