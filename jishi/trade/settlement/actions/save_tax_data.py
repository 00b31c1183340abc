"""Say to whom the market makes out its invoices for a shop."""

from __future__ import annotations

import re
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.models import TaxData
from jishi.trade.settlement.types import TaxDataView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

_TAX_NUMBER = re.compile(r"[0-9A-Z]{15,20}")  # GB 32100: 18 signs; older ones had 15 or 20


def save_tax_data(
    *, actor: Actor, shop_id: UUID, title: str, tax_number: str, address: str = "", email: str = ""
) -> TaxDataView:
    """Keep the newest data; raises NotAllowed, InvalidInput, TextTooLong."""
    require_transaction()
    require_shop_right(actor, shop_id, Right.PAY_OUT)
    number = tax_number.strip().upper()
    if not _TAX_NUMBER.fullmatch(number):
        raise InvalidInput(field="tax_number")
    row, _ = TaxData.objects.update_or_create(
        shop_id=shop_id,
        defaults={
            "title": clean_line(title, field="title", limit=100),
            "tax_number": number,
            "address": clean_line(address, field="address", limit=200, required=False),
            "email": clean_line(email, field="email", limit=254, required=False),
            "updated_at": clock.now(),
        },
    )
    audit(actor=actor, action="save_tax_data", subject_kind="shop", subject_id=shop_id)
    return TaxDataView(row.title, row.tax_number, row.address, row.email)
