"""Seeds shops, admitted by the operator, and their goods."""

from __future__ import annotations

from concurrent.futures import Future
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.run.demo.catalogue import DETAILS
from jishi.run.demo.catalogue.shapes import Product, Shop, Text
from jishi.run.demo.seeding.details import details_of, seed_warehouses
from jishi.run.demo.seeding.studio import Studio, hours, keep_picture
from jishi.run.demo.seeding.workshop import draw_dyed, draw_logo, draw_product
from jishi.trade.catalog.actions.create_product import create_product
from jishi.trade.catalog.actions.list_product import list_product
from jishi.trade.catalog.queries import list_shop_products
from jishi.trade.catalog.types import SkuInput
from jishi.trade.shipping.actions.save_template import save_template
from jishi.trade.shipping.types import FreightMethod, FreightRule
from jishi.trade.shops.actions.admit_shop import admit_shop
from jishi.trade.shops.actions.apply_for_shop import apply_for_shop
from jishi.trade.shops.queries import find_shop_of_owner


def seed_shops(studio: Studio) -> None:
    """Each owner applies, the operator admits."""
    plan = studio.plan.shops
    drawn = {shop.key: studio.workshop.picture(draw_logo, shop.emblem, shop.tint) for shop in plan}
    for done, shop in enumerate(plan, start=1):
        known = find_shop_of_owner(studio.people[shop.owner])
        studio.shops[shop.key] = known.id if known else _open(studio, shop, drawn[shop.key], done)
        studio.progress("shops", done, len(plan))
    studio.summary.shops = len(plan)


def _open(studio: Studio, shop: Shop, logo: Future[bytes], order: int) -> UUID:
    if studio.operator is None:
        raise RuntimeError("people come before shops")
    owner = studio.actor(shop.owner)
    picture = keep_picture(owner, logo, "logo")
    age = 24 * (30 + 2 * order)
    with clock.ago(hours(age)), durable():
        card = apply_for_shop(
            actor=owner,
            name=studio.say(shop.name),
            region=studio.say(shop.region),
            about=studio.say(shop.about),
            logo_key=picture.picture_for(320),
            contact_phone=shop.phone,
        )
    with clock.ago(hours(age - 5)), durable():
        admit_shop(actor=studio.operator, shop_id=card.id)
    if order % 2 == 0:
        with clock.ago(hours(age - 6)), durable():
            _set_freight(studio, owner, card.id)
    studio.note()
    return card.id


def _set_freight(studio: Studio, owner: Actor, shop_id: UUID) -> None:
    """Little nearby, more far away, none from an amount on."""
    save_template(
        actor=owner,
        shop_id=shop_id,
        name=studio.say(Text("全国快递", "Parcels")),
        method=FreightMethod.PIECE,
        rules=(
            FreightRule((), 1, 800, 1, 200),
            FreightRule(("31", "32", "33", "34", "36"), 1, 500, 1, 100),
            FreightRule(("54", "65"), 1, 1800, 1, 800),
        ),
        free_over_minor=9900,
    )


def seed_products(studio: Studio) -> None:
    """Goods with pictures, choices, prices and stock, put on the shelf."""
    plan = studio.plan.products
    known = _known_titles(studio)
    drawn = {
        product.key: _order_pictures(studio, product)
        for product in plan
        if studio.say(product.title) not in known
    }
    for done, product in enumerate(plan, start=1):
        title = studio.say(product.title)
        studio.products[product.key] = known.get(title) or _list(
            studio, product, drawn[product.key]
        )
        studio.progress("products", done, len(plan))
    seed_warehouses(studio)
    studio.summary.products = len(plan)


def _known_titles(studio: Studio) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for shop in studio.plan.shops:
        page = list_shop_products(studio.actor(shop.owner), studio.shops[shop.key], limit=50)
        found |= {product.title: product.id for product in page.items}
    return found


Drawn = tuple[list["Future[bytes]"], dict[str, "Future[bytes]"]]


def _order_pictures(studio: Studio, product: Product) -> Drawn:
    """Asks the workshop for the gallery, and for a picture of each other colour."""
    seed = f"{studio.seed}/{product.key}"
    gallery = [
        studio.workshop.picture(draw_product, product.look, number, seed)
        for number in range(product.pictures)
    ]
    dyes = {
        sku.dye: studio.workshop.picture(draw_dyed, product.look, sku.dye, seed)
        for sku in product.skus
        if sku.dye and not product.look.hero.endswith(sku.dye)
    }
    return gallery, dyes


def _list(studio: Studio, product: Product, drawn: Drawn) -> UUID:
    shop = next(shop for shop in studio.plan.shops if shop.key == product.shop)
    owner = studio.actor(shop.owner)
    gallery = [keep_picture(owner, data, product.key).picture_key for data in drawn[0]]
    dyed = {dye: keep_picture(owner, data, dye).picture_key for dye, data in drawn[1].items()}
    facts = "\n".join(f"{studio.say(label)}: {studio.say(value)}" for label, value in product.facts)
    about = studio.say(product.about) + (f"\n\n{facts}" if facts else "")
    age = studio.dice("listed", product.key).uniform(24 * 21, 24 * 29)
    details = details_of(studio, product)  # a presale is still to come: reckoned from now
    with clock.ago(hours(age)), durable():
        made = create_product(
            actor=owner,
            shop_id=studio.shops[shop.key],
            title=studio.say(product.title),
            description=about if studio.language == "en" else about.replace(": ", "："),
            category=product.category,
            pictures=gallery + list(dyed.values()),
            promises=product.promises,
            option_names=[studio.say(name) for name in product.option_names],
            skus=[
                SkuInput(
                    code=f"{product.key}-{number}",
                    options=tuple(studio.say(option) for option in sku.options),
                    price_minor=sku.price,
                    list_price_minor=sku.was,
                    stock=sku.stock,
                    picture_key=dyed.get(sku.dye),
                    weight_grams=DETAILS[product.key].weight * (1 + (number - 1) // 2),
                )
                for number, sku in enumerate(product.skus, start=1)
            ],
            details=details,
        )
        list_product(actor=owner, product_id=made.id)
    studio.note()
    return made.id
