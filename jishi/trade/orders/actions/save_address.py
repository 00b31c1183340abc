"""Write an entry of an address book."""

from __future__ import annotations

import re
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.errors import TooManyAddresses
from jishi.trade.orders.models import Address
from jishi.trade.orders.queries.buying import address_view
from jishi.trade.orders.rules import MAX_ADDRESSES
from jishi.trade.orders.types import AddressView
from jishi.trade.shipping.queries import region_text, resolve_division

_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,18}")


def save_address(
    *,
    actor: Actor,
    name: str,
    phone: str,
    region: str,
    street: str,
    postcode: str = "",
    division: str = "",
    is_default: bool = False,
    address_id: UUID | None = None,
) -> AddressView:
    """Add an address, or with `address_id` rewrite one of the actor's own.

    A region that names a place in China is known by its code from then on (`division` names it
    where two have one name). The first is the default, and a new default replaces the old one.
    Orders keep the address they were placed with. Raises InvalidInput, TextTooLong,
    TooManyAddresses, NotFound, NotSignedIn.
    """
    require_transaction()
    person_id = actor.require_person()
    phone = clean_line(phone, field="phone", limit=20)
    if not _PHONE.fullmatch(phone):
        raise InvalidInput(field="phone")
    words = {
        "name": clean_line(name, field="name", limit=40),
        "phone": phone,
        "region": clean_line(region, field="region", limit=80),
        "street": clean_line(street, field="street", limit=200),
        "postcode": clean_line(postcode, field="postcode", limit=12, required=False),
    }
    named = division if region_text(division) == words["region"] else ""
    words["division"] = resolve_division(words["region"], named)
    own = list(Address.objects.select_for_update().filter(person_id=person_id).order_by("id"))
    row = next((a for a in own if a.id == address_id), None)
    if address_id is not None and row is None:
        raise NotFound()
    if row is None:
        if len(own) >= MAX_ADDRESSES:
            raise TooManyAddresses(limit=MAX_ADDRESSES)
        row = Address(person_id=person_id, created_at=clock.now())
    for field, value in words.items():
        setattr(row, field, value)
    row.is_default = is_default or row.is_default or not own
    if row.is_default:
        others = Address.objects.filter(person_id=person_id, is_default=True)
        others.exclude(id=row.id).update(is_default=False)
    row.save()
    return address_view(row)
