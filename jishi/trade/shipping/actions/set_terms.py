"""Say how a product is delivered."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shipping.models import Template, Terms
from jishi.trade.shipping.queries.terms import get_terms
from jishi.trade.shipping.types import DeliveryMethod, ProductTerms
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

_CONTENT_LIMIT, _MOST_GRAMS = 4000, 1_000_000


def set_terms(
    *,
    actor: Actor,
    shop_id: UUID,
    product_id: UUID,
    method: DeliveryMethod,
    template_id: UUID | None = None,
    weight_grams: int = 0,
    content: str = "",
) -> ProductTerms:
    """Set method, tariff and weight of one of the shop's products, or what a virtual one is.

    Whoever calls has checked that the product is the shop's. Raises NotAllowed, NotFound for
    another shop's template, InvalidInput, TextTooLong.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.EDIT_PRODUCTS)
    if type(weight_grams) is not int or not 0 <= weight_grams <= _MOST_GRAMS:
        raise InvalidInput(field="weight_grams")
    text = clean_text(content, field="content", limit=_CONTENT_LIMIT, required=False)
    if template_id and not Template.objects.filter(shop_id=shop_id, id=template_id).exists():
        raise NotFound()
    known = Terms.objects.select_for_update().filter(product_id=product_id).first()
    if known is not None and known.shop_id != shop_id:
        raise NotFound()
    Terms.objects.update_or_create(
        product_id=product_id,
        defaults={
            "shop_id": shop_id,
            "method": DeliveryMethod(method),
            "template_id": template_id,
            "weight_grams": weight_grams,
            "content": text,
        },
    )
    audit(
        actor=actor,
        action="set_delivery_terms",
        subject_kind="product",
        subject_id=product_id,
        detail={"method": str(method), "weight_grams": weight_grams},
    )
    return get_terms(product_id)
