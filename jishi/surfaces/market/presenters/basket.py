"""What is about to be bought: lines of the cart, or one thing straight from its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.signing import make_token, read_token
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.attribution import FIELDS, read_attribution
from jishi.surfaces.market.requests import find_id, parse_quantity
from jishi.trade.catalog.queries import get_skus
from jishi.trade.catalog.types import SkuView
from jishi.trade.orders.queries import get_cart, lines_to_quote
from jishi.trade.orders.types import Attribution, OrderLineInput
from jishi.trade.promotions.queries import quote
from jishi.trade.promotions.types import CouponOption, Quote, QuotedLine

if TYPE_CHECKING:
    from django.http import QueryDict

SEAL = "checkout-line"
SEAL_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class BasketLine:
    """So many of one SKU at today's price."""

    sku: SkuView
    title: str
    picture_key: str
    quantity: int
    is_buyable: bool
    attribution: Attribution | None

    @property
    def total_minor(self) -> int:
        """Price of all units."""
        return self.sku.price_minor * self.quantity

    @property
    def seal(self) -> str:
        """The line as the form carries it."""
        return seal_line(self)


@dataclass(frozen=True, slots=True)
class BasketShop:
    """The lines that one shop will send."""

    shop_id: UUID
    shop_name: str
    lines: tuple[BasketLine, ...]

    @property
    def total_minor(self) -> int:
        """Price of all its lines."""
        return sum(line.total_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class Basket:
    """Everything of one checkout."""

    shops: tuple[BasketShop, ...]
    currency: str

    @property
    def lines(self) -> tuple[BasketLine, ...]:
        """All lines, by shop."""
        return tuple(line for shop in self.shops for line in shop.lines)

    @property
    def total_minor(self) -> int:
        """What is to be paid."""
        return sum(shop.total_minor for shop in self.shops)

    @property
    def count(self) -> int:
        """Units of all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def is_buyable(self) -> bool:
        """Whether all of it is on sale and enough is left."""
        return all(line.is_buyable for line in self.lines)


@dataclass(frozen=True, slots=True)
class CouponChoice:
    """Coupons of one owner (a shop, or the market) to choose from; `choices` are addresses."""

    owner: str
    used: CouponOption | None
    choices: tuple[tuple[CouponOption, str], ...]
    without: str


@dataclass(frozen=True, slots=True)
class PricedBasket:
    """A basket with what every line costs and why, and the other coupons there are."""

    basket: Basket
    quote: Quote
    choices: tuple[CouponChoice, ...]

    @property
    def lines_off(self) -> list[tuple[BasketLine, QuotedLine | None]]:
        """Lines beside their prices."""
        quoted = {q.line.sku_id: q for q in self.quote.lines}
        return [(line, quoted.get(line.sku.id)) for line in self.basket.lines]

    @property
    def by_sku(self) -> dict[UUID, QuotedLine]:
        """Each line's price."""
        return {q.line.sku_id: q for q in self.quote.lines}

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """What is taken off in all: words, who pays, how much."""
        sums: dict[tuple[str, str], int] = {}
        for line in self.quote.lines:
            for part in line.adjustments:
                key = (part.title, part.funder.label)
                sums[key] = sums.get(key, 0) + part.amount_minor
        return [(title, gettext(funder), minor) for (title, funder), minor in sums.items()]


def price_basket(actor: Actor, basket: Basket, values: QueryDict) -> PricedBasket:
    """What the basket costs the buyer; `coupon` in the address chooses, `none` uses none."""
    asked = values.getlist("coupon")
    chosen = [key for key in map(find_id, asked) if key] if asked else None
    lines = [
        OrderLineInput(line.sku.id, line.quantity, line.sku.price_minor) for line in basket.lines
    ]
    offers = get_skus(line.sku_id for line in lines)
    known = [line for line in lines if line.sku_id in offers]
    found = quote(actor.person_id, lines_to_quote(known, offers), coupons=chosen)
    names = {shop.shop_id: shop.shop_name for shop in basket.shops}
    owners: dict[UUID | None, list[CouponOption]] = {}
    for option in found.coupons:
        owners.setdefault(option.shop_id, []).append(option)
    choices = []
    for owner, options in owners.items():
        others = [o.claim_id for o in found.coupons if o.is_used and o.shop_id != owner]
        used = next((o for o in options if o.is_used), None)
        options.sort(key=lambda o: -o.discount_minor)
        choices.append(
            CouponChoice(
                owner=names[owner] if owner else gettext("The market"),
                used=used,
                choices=tuple((o, _with(values, [*others, o.claim_id])) for o in options),
                without=_with(values, others),
            )
        )
    return PricedBasket(basket, found, tuple(choices))


def _with(values: QueryDict, claims: list[UUID]) -> str:
    """The address of the same checkout with these coupons."""
    chosen = urlencode([("coupon", str(c)) for c in claims] or [("coupon", "none")])
    return f"/checkout/?{query_of(values)}&{chosen}"


def load_basket(actor: Actor, values: QueryDict) -> Basket:
    """The chosen lines of the cart (`from=cart`), or `n` of the one `sku` in the address.

    Raises InvalidInput for a quantity that is no number.
    """
    wanted = [sku_id for sku_id in map(find_id, values.getlist("sku")) if sku_id]
    if values.get("from") == "cart":
        return _from_cart(actor, set(wanted))
    quantity = parse_quantity(values.get("n", "1"))
    offers = get_skus(wanted[:1])
    shops = []
    for offer in offers.values():
        line = BasketLine(
            sku=offer.sku,
            title=offer.title,
            picture_key=offer.picture_key,
            quantity=quantity,
            is_buyable=offer.is_buyable and 0 < quantity <= offer.sku.available,
            attribution=read_attribution(values, offer.sku.product_id, actor),
        )
        shops.append(BasketShop(offer.shop_id, offer.shop_name, (line,)))
    return Basket(tuple(shops), shops[0].lines[0].sku.currency if shops else "")


def _from_cart(actor: Actor, wanted: set[UUID]) -> Basket:
    cart = get_cart(actor)
    shops = []
    for shop in cart.shops:
        lines = tuple(
            BasketLine(
                sku=line.sku,
                title=line.title,
                picture_key=line.picture_key,
                quantity=line.quantity,
                is_buyable=line.problem is None,
                attribution=line.attribution,
            )
            for line in shop.lines
            if line.sku.id in wanted
        )
        if lines:
            shops.append(BasketShop(shop.shop_id, shop.shop_name, lines))
    return Basket(tuple(shops), cart.currency)


def seal_line(line: BasketLine) -> str:
    """A line as the form carries it: signed, so that what comes back is what was shown."""
    source = line.attribution
    claims = {
        "sku": str(line.sku.id),
        "n": line.quantity,
        "price": line.sku.price_minor,
        "from": {k: str(v) for k, v in asdict(source).items() if v} if source else None,
    }
    return make_token(SEAL, claims, SEAL_SECONDS)


def open_line(token: str) -> OrderLineInput:
    """The line to order, at the price that the form showed; raises InvalidInput.

    Orders refuses it when the price is another one by now.
    """
    claims = read_token(SEAL, token) if token.isascii() else None
    if claims is None:
        raise InvalidInput(field="line")
    source = claims["from"]
    return OrderLineInput(
        sku_id=UUID(claims["sku"]),
        quantity=claims["n"],
        expected_price_minor=claims["price"],
        attribution=_attribution(source) if source else None,
    )


def _attribution(source: Mapping[str, str]) -> Attribution:
    return Attribution(
        scene=source["scene"],
        content_kind=source.get("content_kind"),
        content_id=find_id(source.get("content_id")),
        creator_id=find_id(source.get("creator_id")),
        share=source.get("share"),
        channel=source.get("channel", "public"),
        decision_id=find_id(source.get("decision_id")),
    )


def query_of(values: QueryDict) -> str:
    """What leads back to the same checkout."""
    names = ("from", "n", *FIELDS)
    pairs = [(name, values[name]) for name in names if values.get(name)]
    pairs += [("sku", sku) for sku in values.getlist("sku")]
    if find_id(values.get("address")):
        pairs.append(("address", values["address"]))
    return urlencode(pairs)
