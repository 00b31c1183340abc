"""Ask to open a shop."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from jishi.foundation.accounts.actions.grant_membership import grant_membership
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line, clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions.move_shop import move_shop
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.errors import ShopNameTaken, ShopOwnedAlready
from jishi.trade.shops.events import ShopApplied
from jishi.trade.shops.models import Shop
from jishi.trade.shops.queries import card_of
from jishi.trade.shops.rules import ABOUT_LIMIT, NAME_LIMIT, REGION_LIMIT
from jishi.trade.shops.types import SHOP_SCOPE, ShopCard, ShopStatus


def apply_for_shop(
    *,
    actor: Actor,
    name: str,
    region: str = "",
    about: str = "",
    logo_key: str = "",
    contact_phone: str = "",
) -> ShopCard:
    """Ask the operator to admit a shop of the actor's own; the actor becomes its owner.

    After a refusal the same shop is put forward again with the new words. Raises
    ShopOwnedAlready, ShopNameTaken, InvalidInput, TextTooLong.
    """
    require_transaction()
    owner_id = actor.require_person()
    words = {
        "name": clean_line(name, field="name", limit=NAME_LIMIT),
        "region": clean_line(region, field="region", limit=REGION_LIMIT, required=False),
        "about": clean_text(about, field="about", limit=ABOUT_LIMIT, required=False),
        "contact_phone": clean_line(contact_phone, field="phone", limit=20, required=False),
        "logo_key": clean_line(logo_key, field="logo_key", limit=200, required=False),
    }
    own = Shop.objects.select_for_update(no_key=True).filter(owner_id=owner_id)
    shop = own.exclude(status=ShopStatus.CLOSED).first()
    if shop is not None and shop.status != ShopStatus.REJECTED:
        raise ShopOwnedAlready()
    is_new = shop is None
    if shop is None:
        shop = Shop(owner_id=owner_id, applied_at=clock.now())
    for field, value in words.items():
        setattr(shop, field, value)
    save_shop(shop)
    if is_new:
        grant_membership(
            actor=actor,
            person_id=owner_id,
            scope_kind=SHOP_SCOPE,
            scope_id=shop.id,
            role="owner",
        )
        audit(actor=actor, action="apply_for_shop", subject_kind="shop", subject_id=shop.id)
    else:
        move_shop(actor=actor, shop=shop, target=ShopStatus.APPLIED, by="owner")
    record(ShopApplied(shop_id=shop.id, owner_id=owner_id))
    refresh_standing(shop_id=shop.id)
    return card_of(shop)


def save_shop(shop: Shop) -> None:
    """Write the row; unique constraints decide between two who ask for the same."""
    try:
        with transaction.atomic():
            shop.save()
    except IntegrityError as error:
        if "shop_owner_once" in str(error):
            raise ShopOwnedAlready() from None
        raise ShopNameTaken(name=shop.name) from None
