"""Questions about deposits that must always answer "none"."""

from __future__ import annotations

from django.db.models import F, Sum

from jishi.foundation.kernel.invariants import Breach
from jishi.foundation.kernel.settings import settings
from jishi.foundation.ledger.queries import get_balances
from jishi.trade.deposits.models import TopUp
from jishi.trade.deposits.types import TopUpStatus


def deposits_above_what_was_paid() -> list[Breach]:
    """Is there more in a deposit than its shop paid in and did not get back?"""
    paid = TopUp.objects.filter(status__in=(TopUpStatus.PAID, TopUpStatus.RETURNED))
    sums = paid.values("shop_id").annotate(kept=Sum(F("amount_minor") - F("returned_minor")))
    kept = {f"shop:{row['shop_id']}:deposit": row["kept"] for row in sums}
    balances = get_balances(list(kept), settings.currency) if kept else {}
    return [
        Breach(
            "deposits",
            "deposits_above_what_was_paid",
            name,
            f"{balances[name].posted_minor} of {amount}",
        )
        for name, amount in kept.items()
        if balances[name].posted_minor > amount
    ]
