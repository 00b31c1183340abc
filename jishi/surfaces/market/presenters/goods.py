"""The product page: options with what is out, promises and their meaning, who pays a discount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.signing import media_url
from jishi.surfaces.market.figures import write_percent
from jishi.trade.catalog.types import ProductView, Promise, SkuView
from jishi.trade.promotions.types import QuotedLine, UnitOffer

MAX_AT_ONCE = 99
FEW_LEFT = 20

_ICONS = {
    Promise.RETURN_7D: "undo-2",
    Promise.DISPATCH_24H: "truck",
    Promise.DISPATCH_48H: "truck",
    Promise.DISPATCH_72H: "truck",
    Promise.DAMAGE_COVER: "shield-check",
    Promise.AUTHENTIC_X3: "badge-check",
}


@dataclass(frozen=True, slots=True)
class OptionValue:
    """One value of an option; `is_out` when nothing that has it is left."""

    name: str
    is_out: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OptionAxis:
    """An option with its values, such as size."""

    name: str
    values: tuple[OptionValue, ...]


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise as the page says it: its words and, below, its meaning."""

    icon: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Saving:
    """Who pays the list price: the buyer a part, shop and market the rest."""

    you_minor: int
    shop_minor: int
    market_minor: int
    you_percent: int
    shop_percent: int
    market_percent: int


def first_sku(product: ProductView) -> SkuView:
    """The SKU that is chosen first: the cheapest that is left, else the cheapest."""
    return min(product.skus, key=lambda sku: (sku.available < 1, sku.price_minor))


def list_axes(product: ProductView, chosen: SkuView) -> tuple[OptionAxis, ...]:
    """The choices to make; none for a product that comes in one way."""
    return tuple(
        OptionAxis(
            name,
            tuple(
                OptionValue(
                    name=value,
                    is_out=not any(
                        s.available > 0 and (name, value) in s.options for s in product.skus
                    ),
                    is_chosen=(name, value) in chosen.options,
                )
                for value in values
            ),
        )
        for name, values in product.option_values
    )


def list_skus(
    product: ProductView, offers: Mapping[UUID, UnitOffer] | None = None
) -> list[dict[str, object]]:
    """The SKUs as the page's script reads them, at the buyer's price of one."""
    return [
        {
            "id": str(sku.id),
            "options": [value for _name, value in sku.options],
            "price": format_minor(unit_price(sku, offers), sku.currency),
            "was": format_minor(was, sku.currency) if (was := _was(sku, offers)) else "",
            "left": sku.available,
            "picture": media_url(sku.picture_key) if sku.picture_key else "",
            "leftText": left_text(sku.available),
        }
        for sku in product.skus
    ]


def left_text(available: int) -> str:
    """What is left, in words: the figure is the stock's, never made up."""
    if available < 1:
        return gettext("Sold out")
    if available <= FEW_LEFT:
        return gettext("Only %(n)s left") % {"n": available}
    return gettext("%(n)s left") % {"n": available}


def list_promises(product: ProductView) -> tuple[PromiseLine, ...]:
    """What the shop promises, and what the market does with the money for every product."""
    lines = [
        PromiseLine(_ICONS.get(p, "shield-check"), gettext(p.label), gettext(p.meaning))
        for p in product.promises
    ]
    held = PromiseLine(
        "lock", gettext("Money held"), gettext("The shop is paid after you have received it")
    )
    return (*lines, held)


def unit_price(sku: SkuView, offers: Mapping[UUID, UnitOffer] | None = None) -> int:
    """What one costs this buyer without coupons."""
    offer = (offers or {}).get(sku.id)
    return min(sku.price_minor, offer.price_minor) if offer else sku.price_minor


def _was(sku: SkuView, offers: Mapping[UUID, UnitOffer] | None) -> int | None:
    price = unit_price(sku, offers)
    return max(
        (m for m in (sku.list_price_minor, sku.price_minor) if m and m > price), default=None
    )


def find_saving(sku: SkuView, quoted: QuotedLine | None = None) -> Saving | None:
    """The split of what is taken off one, coupons in the buyer's hand included; None for none."""
    you = quoted.payable_minor if quoted else sku.price_minor
    full = max(sku.list_price_minor or 0, sku.price_minor)
    if full <= you:
        return None
    market = quoted.platform_discount_minor if quoted else 0
    yours, theirs = write_percent(you, full), write_percent(market, full)
    return Saving(you, full - you - market, market, yours, 100 - yours - theirs, theirs)
