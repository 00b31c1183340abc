"""Change a shop's name, picture or words."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line, clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions.apply_for_shop import save_shop
from jishi.trade.shops.events import ShopChanged
from jishi.trade.shops.queries import card_of, lock_shop, require_shop_right
from jishi.trade.shops.rules import ABOUT_LIMIT, NAME_LIMIT, REGION_LIMIT
from jishi.trade.shops.types import Right, ShopCard


def update_shop(
    *,
    actor: Actor,
    shop_id: UUID,
    name: str | None = None,
    region: str | None = None,
    about: str | None = None,
    logo_key: str | None = None,
    contact_phone: str | None = None,
) -> ShopCard:
    """Change what is given and keep the rest; for the owner and managers.

    Raises NotAllowed, NotFound, ShopNameTaken, InvalidInput, TextTooLong.
    """
    require_transaction()
    shop = lock_shop(shop_id)
    require_shop_right(actor, shop_id, Right.EDIT_SHOP)
    before = shop.name
    if name is not None:
        shop.name = clean_line(name, field="name", limit=NAME_LIMIT)
    if region is not None:
        shop.region = clean_line(region, field="region", limit=REGION_LIMIT, required=False)
    if about is not None:
        shop.about = clean_text(about, field="about", limit=ABOUT_LIMIT, required=False)
    if logo_key is not None:
        shop.logo_key = clean_line(logo_key, field="logo_key", limit=200, required=False)
    if contact_phone is not None:
        shop.contact_phone = clean_line(contact_phone, field="phone", limit=20, required=False)
    save_shop(shop)
    audit(
        actor=actor,
        action="update_shop",
        subject_kind="shop",
        subject_id=shop.id,
        detail={"name": shop.name, "name_before": before},
    )
    record(ShopChanged(shop_id=shop.id))
    return card_of(shop)
