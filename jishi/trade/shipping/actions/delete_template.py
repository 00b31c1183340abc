"""Strike out a freight template."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shipping.errors import TemplateInUse
from jishi.trade.shipping.models import Template
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def delete_template(*, actor: Actor, shop_id: UUID, template_id: UUID) -> None:
    """Delete one of the shop's; its products go by the default from then on.

    The default goes last. Raises NotAllowed, NotFound, TemplateInUse.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.EDIT_SHOP)
    own = {t.id: t for t in Template.objects.select_for_update().filter(shop_id=shop_id)}
    row = own.get(template_id)
    if row is None:
        raise NotFound()
    if row.is_default and len(own) > 1:
        raise TemplateInUse()
    row.delete()
    audit(
        actor=actor,
        action="delete_freight_template",
        subject_kind="shop",
        subject_id=shop_id,
        detail={"template_id": str(template_id)},
    )
