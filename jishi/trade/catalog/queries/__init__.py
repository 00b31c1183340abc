"""Reads of the catalog: shelves, product pages, offers for carts and orders, stock."""

from jishi.trade.catalog.queries.desk import (
    count_shop_products,
    get_stock_rows,
    list_edits_in_review,
    list_shop_categories,
    list_shop_products,
)
from jishi.trade.catalog.queries.imports import get_import, list_import_rows, list_imports
from jishi.trade.catalog.queries.offers import get_skus
from jishi.trade.catalog.queries.products import (
    get_product,
    list_categories,
    list_category_tree,
    list_lifecycles,
    list_product_cards,
    list_products,
    search_products,
)
from jishi.trade.catalog.queries.review import get_edited_product, list_edit_changes
from jishi.trade.catalog.queries.showcases import list_showcase
from jishi.trade.catalog.queries.warehouses import (
    get_allotments,
    list_stock_changes,
    list_warehouses,
)

__all__ = [
    "count_shop_products",
    "get_allotments",
    "get_edited_product",
    "get_import",
    "get_product",
    "get_skus",
    "get_stock_rows",
    "list_categories",
    "list_category_tree",
    "list_edit_changes",
    "list_edits_in_review",
    "list_import_rows",
    "list_imports",
    "list_lifecycles",
    "list_product_cards",
    "list_products",
    "list_shop_categories",
    "list_shop_products",
    "list_showcase",
    "list_stock_changes",
    "list_warehouses",
    "search_products",
]
