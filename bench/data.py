"""Data for benchmarks, made through the product's own actions."""

PRODUCTS = """
import json, random
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.actions.create_product import create_product
from jishi.trade.catalog.actions.list_product import list_product
from jishi.trade.catalog.types import ProductDetails, SkuInput
from jishi.trade.shops.factories import make_shop, owner_of
words = "野生 高山 手工 冬藏 秋收 古法 云岭 溪谷 青瓦 晨露".split()
goods = "蜂蜜 红茶 木梳 陶杯 腊肉 米线 芒果 菌菇 围巾 竹篮".split()
rng = random.Random(7)
ids, skus = [], []
shops = []
for n in range(10):
    with durable():
        shops.append(make_shop())
for n in range({count}):
    shop = shops[n % 10]
    with durable():
        product = create_product(
            actor=owner_of(shop), shop_id=shop.id, category="food",
            details=ProductDetails(
                "sauces", {{"net_weight_g": 500, "shelf_life_days": 90, "storage": "room"}}),
            title=f"{rng.choice(words)}{rng.choice(goods)} {n:04d}", description="说明。" * 40,
            pictures=(f"bench/{n}.webp",), promises=("return_7d", "dispatch_48h"),
            option_names=("规格",),
            skus=[SkuInput(f"S{n:04d}-{k}", (f"{k + 1} 斤",), 1990 + n + 500 * k, None, 1_000_000)
                  for k in range(5)],
        )
    with durable():
        list_product(actor=owner_of(shop), product_id=product.id)
    ids.append(str(product.id)); skus += [[str(s.id), s.price_minor] for s in product.skus]
print(json.dumps({"products": ids, "skus": skus}))
"""


def products(count: int) -> str:
    """Code that makes ten shops and `count` products of five SKUs; prints their ids."""
    return PRODUCTS.replace("{count}", str(count))
