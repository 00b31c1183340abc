"""Offer products that cost less together."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import list_product_cards
from jishi.trade.promotions.actions._input import (
    TITLE_LIMIT,
    check_amount,
    check_maker,
    check_window,
)
from jishi.trade.promotions.models import Bundle
from jishi.trade.promotions.queries.deals import bundle_view
from jishi.trade.promotions.types import BundleInput, BundleKind, BundleView

MAX_PRODUCTS = 20


def make_bundle(*, actor: Actor, shop_id: UUID, bundle: BundleInput) -> BundleView:
    """One of each of the products, or any `count` of them, for one price.

    For the shop's owner and managers. Raises InvalidInput, TextTooLong, NotAllowed.
    """
    require_transaction()
    check_maker(actor, shop_id)
    check_window(bundle.starts_at, bundle.ends_at, "ends_at")
    check_amount(bundle.price_minor, "price_minor")
    together = bundle.kind is BundleKind.TOGETHER
    if together:
        check_amount(bundle.count, "count", least=0, most=0)
    else:
        check_amount(bundle.count, "count", least=2, most=99)
    least = 2 if together else 1
    cards = list_product_cards(bundle.product_ids)
    own = {c.id for c in cards.values() if c.shop_id == shop_id}
    if own != set(bundle.product_ids) or not least <= len(own) <= MAX_PRODUCTS:
        raise InvalidInput(field="product_ids")
    row = Bundle.objects.create(
        shop_id=shop_id,
        title=clean_line(bundle.title, field="title", limit=TITLE_LIMIT),
        kind=bundle.kind,
        product_ids=[str(p) for p in bundle.product_ids],
        count=bundle.count,
        price_minor=bundle.price_minor,
        starts_at=bundle.starts_at,
        ends_at=bundle.ends_at,
        created_at=clock.now(),
    )
    audit(actor=actor, action="make_bundle", subject_kind="bundle", subject_id=row.id)
    return bundle_view(row)
