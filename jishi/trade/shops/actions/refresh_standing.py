"""Work out anew what a shop may sell."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.shops.events import SellingRightsChanged
from jishi.trade.shops.models import Document, Shop
from jishi.trade.shops.policies import DEPOSITS, REQUIRED_DOCUMENTS
from jishi.trade.shops.queries import lock_shop
from jishi.trade.shops.queries.documents import standing_of
from jishi.trade.shops.rules import find_blocks
from jishi.trade.shops.types import DocumentKind, DocumentStatus, SellingBlock, StandingView


def refresh_standing(*, shop_id: UUID, deposit_minor: int | None = None) -> StandingView:
    """Compare the shop's papers and deposit with what the policies ask for, and tell a change.

    `deposit_minor` is the balance of its deposit where that has changed. Raises NotFound.
    """
    require_transaction()
    shop = lock_shop(shop_id)
    if deposit_minor is not None:
        shop.deposit_minor = deposit_minor
    rows = Document.objects.filter(shop_id=shop_id, status=DocumentStatus.APPROVED)
    papers = list(rows.order_by("submitted_at").values_list("kind", "category", "brand"))
    held = [(DocumentKind(kind), category) for kind, category, _brand in papers]
    blocks = find_blocks(REQUIRED_DOCUMENTS.get(), DEPOSITS.get(), held, shop.deposit_minor)
    return write_standing(shop, blocks, papers)


def write_standing(
    shop: Shop, blocks: tuple[SellingBlock, ...], papers: list[tuple[str, str, str]]
) -> StandingView:
    """Keep the outcome on the locked row; record the event when what may be sold is different."""
    brands = {brand: kind == DocumentKind.TRADEMARK for kind, _c, brand in papers if brand}
    before = {(b["reason"], b["category"]) for b in shop.blocks}
    shop.brands = [[brand, is_owner] for brand, is_owner in brands.items()]
    shop.blocks = [
        {
            "reason": b.reason.value,
            "category": b.category,
            "kinds": [k.value for k in b.kinds],
            "short_minor": b.short_minor,
        }
        for b in blocks
    ]
    shop.save(update_fields=["blocks", "brands", "deposit_minor"])
    if before != {(b.reason.value, b.category) for b in blocks}:
        blocked = tuple(sorted({b.category for b in blocks}))
        record(SellingRightsChanged(shop_id=shop.id, blocked=blocked))
    return standing_of(shop)
