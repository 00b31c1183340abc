"""Checks of what a buyer enters, before anything is read or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.texts import clean_line
from jishi.trade.catalog.errors import QuantityInvalid
from jishi.trade.orders.errors import NothingToOrder, TooManyLines
from jishi.trade.orders.rules import KEY_LIMIT, MAX_LINES, NOTE_LIMIT
from jishi.trade.orders.types import Attribution, OrderLineInput

MAX_QUANTITY = 999
_SCENE_LIMIT = 40
_SHARE_LIMIT = 200


def check_quantity(quantity: int, *, least: int = 1) -> int:
    """Units of one SKU; raises QuantityInvalid for anything but a whole number in range."""
    if type(quantity) is not int or not least <= quantity <= MAX_QUANTITY:
        raise QuantityInvalid(least=least, most=MAX_QUANTITY)
    return quantity


def check_lines(lines: Sequence[OrderLineInput]) -> Sequence[OrderLineInput]:
    """Raises NothingToOrder, TooManyLines, QuantityInvalid, InvalidInput for a SKU named twice."""
    if not lines:
        raise NothingToOrder()
    if len(lines) > MAX_LINES:
        raise TooManyLines(limit=MAX_LINES)
    for line in lines:
        check_quantity(line.quantity)
        check_attribution(line.attribution)
    if len({line.sku_id for line in lines}) < len(lines):
        raise InvalidInput(field="lines")
    return lines


def check_attribution(value: Attribution | None) -> Attribution | None:
    """Raises InvalidInput for codes that are too long or a channel that does not exist."""
    if value is None:
        return None
    texts = (value.scene, value.content_kind or "", value.share or "")
    limits = (_SCENE_LIMIT, _SCENE_LIMIT, _SHARE_LIMIT)
    too_long = any(len(t) > n or "\x00" in t for t, n in zip(texts, limits, strict=True))
    if too_long or not value.scene or value.channel not in ("public", "private"):
        raise InvalidInput(field="attribution")
    return value


def check_notes(notes: Mapping[UUID, str] | Mapping[str, str] | None) -> dict[UUID, str]:
    """A note for each shop's id; raises InvalidInput, TextTooLong."""
    found = {}
    for key, text in (notes or {}).items():
        try:
            shop_id = key if isinstance(key, UUID) else UUID(key)
        except ValueError:
            raise InvalidInput(field="note") from None
        found[shop_id] = clean_line(text, field="note", limit=NOTE_LIMIT, required=False)
    return found


def check_key(key: str) -> str:
    """An idempotency key; raises InvalidInput."""
    if not 1 <= len(key) <= KEY_LIMIT or "\x00" in key:
        raise InvalidInput(field="idempotency_key")
    return key
