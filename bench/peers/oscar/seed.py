"""Fill the database with the products of a CSV file (those of the market that it stands beside)."""

import csv
import os
import sys
from decimal import Decimal

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "market"
django.setup()

from django.core.management import call_command  # noqa: E402
from oscar.core.loading import get_model  # noqa: E402

call_command("migrate", verbosity=0)
Product, ProductClass, Attribute = (
    get_model("catalogue", name) for name in ("Product", "ProductClass", "ProductAttribute")
)
Category = get_model("catalogue", "Category")
Partner, StockRecord = get_model("partner", "Partner"), get_model("partner", "StockRecord")
Country = get_model("address", "Country")

Country.objects.create(
    iso_3166_1_a2="CN", iso_3166_1_a3="CHN", printable_name="China", name="China",
    is_shipping_country=True,
)  # fmt: skip
kind = ProductClass.objects.create(name="Goods", requires_shipping=True, track_stock=True)
Attribute.objects.create(product_class=kind, name="Size", code="size", type="text")
partner = Partner.objects.create(name="Shop")
shelf = Category.add_root(name="Food")
parent = None
with open(sys.argv[1]) as file:
    for row in csv.DictReader(file):
        if row["name"]:
            parent = Product.objects.create(
                structure="parent", title=row["name"], description=row["description"],
                product_class=kind, slug=row["slug"],
            )  # fmt: skip
            parent.categories.add(shelf)
        child = Product(structure="child", parent=parent, title="")
        child.attr.size = row["optionValues"]
        child.save()
        StockRecord.objects.create(
            product=child, partner=partner, partner_sku=row["sku"], price_currency="CNY",
            price=Decimal(row["price"]), num_in_stock=int(row["stockOnHand"]),
        )  # fmt: skip
print(Product.objects.count())
