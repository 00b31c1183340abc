"""The product page: options with what is out, promises and their meaning, who pays a discount."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.signing import media_url
from jishi.surfaces.market.figures import write_percent
from jishi.trade.catalog.types import ProductView, Promise, SkuView

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
    """Who pays the list price: the buyer a part, the shop the rest."""

    shop_minor: int
    you_percent: int
    shop_percent: int


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


def list_skus(product: ProductView) -> list[dict[str, object]]:
    """The SKUs as the page's script reads them."""
    return [
        {
            "id": str(sku.id),
            "options": [value for _name, value in sku.options],
            "price": format_minor(sku.price_minor, sku.currency),
            "was": format_minor(sku.list_price_minor, sku.currency) if sku.list_price_minor else "",
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


def find_saving(sku: SkuView) -> Saving | None:
    """The split of a discount; None where there is none."""
    if not sku.list_price_minor or sku.list_price_minor <= sku.price_minor:
        return None
    you = write_percent(sku.price_minor, sku.list_price_minor)
    return Saving(sku.list_price_minor - sku.price_minor, you, 100 - you)
