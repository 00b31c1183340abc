"""What takes something off a product's price for whoever looks: on its page, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.presenters.coupons import CouponCard, list_coupon_cards, short_words
from jishi.trade.catalog.queries import list_product_cards
from jishi.trade.catalog.types import ProductCard, ProductView, SkuView
from jishi.trade.promotions.queries import (
    find_coupons_for,
    find_flash_item,
    find_group_deal,
    is_member,
    list_bundles_with,
    list_member_prices,
    list_open_groups,
    list_open_kinds,
    list_unit_offers,
    quote,
)
from jishi.trade.promotions.types import (
    BundleView,
    CouponView,
    FlashItemView,
    GroupDealView,
    GroupView,
    Kind,
    QuotedLine,
    QuoteLine,
    UnitOffer,
)


@dataclass(frozen=True, slots=True)
class BundleLine:
    """A bundle with the goods it needs."""

    bundle: BundleView
    goods: tuple[ProductCard, ...]


@dataclass(frozen=True, slots=True)
class ProductDeals:
    """Everything that stands open for a product."""

    offers: Mapping[UUID, UnitOffer]
    quoted: QuotedLine | None  # one of the first SKU, with the coupons in the buyer's hand
    flash: FlashItemView | None
    is_flash_on: bool
    coupons: list[CouponCard]
    chips: list[str]
    bundles: tuple[BundleLine, ...]
    member_price_minor: int | None
    is_member: bool
    deal: GroupDealView | None
    groups: tuple[GroupView, ...]

    @property
    def flash_percent(self) -> int:
        """How much of the flash sale is taken."""
        return self.flash.taken * 100 // self.flash.quantity if self.flash else 0


def load_deals(viewer: Actor | None, product: ProductView, first: SkuView) -> ProductDeals:
    """A product's deals for a viewer; one statement where there are none."""
    person = viewer.person_id if viewer else None
    open_ = list_open_kinds(person, product_id=product.id, shop_id=product.shop_id)
    flash = find_flash_item(product.id) if Kind.FLASH in open_ else None
    coupons: tuple[CouponView, ...] = ()
    if Kind.SHOP_COUPON in open_:
        coupons = find_coupons_for(
            viewer, shop_id=product.shop_id, product_id=product.id, category=product.category
        )
    members = list_member_prices(product.id) if Kind.MEMBER in open_ else {}
    deal = find_group_deal(product.id) if Kind.GROUP in open_ else None
    offers: Mapping[UUID, UnitOffer] = {}
    if open_ & {Kind.FLASH, Kind.MEMBER}:
        offers = list_unit_offers(person, [sku.id for sku in product.skus])
    return ProductDeals(
        offers=offers,
        quoted=_quote_one(person, product, first) if offers or "held" in open_ else None,
        flash=flash,
        is_flash_on=flash is not None and flash.starts_at <= clock.now() and flash.left > 0,
        coupons=list_coupon_cards(coupons) if coupons else [],
        chips=[short_words(coupon) for coupon in coupons[:3]],
        bundles=_bundles(product.id) if Kind.BUNDLE in open_ else (),
        member_price_minor=members.get(first.id),
        is_member=bool(members) and is_member(person, product.shop_id),
        deal=deal,
        groups=list_open_groups(deal.id) if deal else (),
    )


def _quote_one(person: UUID | None, product: ProductView, first: SkuView) -> QuotedLine:
    line = QuoteLine(first.id, product.id, product.shop_id, product.category, 1, first.price_minor)
    return quote(person, [line]).lines[0]


def _bundles(product_id: UUID) -> tuple[BundleLine, ...]:
    bundles = list_bundles_with(product_id)
    cards = list_product_cards(p for b in bundles for p in b.product_ids)
    return tuple(
        BundleLine(b, tuple(cards[p] for p in b.product_ids if p in cards)) for b in bundles
    )
