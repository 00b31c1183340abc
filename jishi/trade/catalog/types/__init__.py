"""What crosses the doors of the catalog."""

from jishi.trade.catalog.types.details import (
    AttributeChoice,
    AttributeKind,
    AttributeSpec,
    AttributeValue,
    Block,
    BlockKind,
    CategoryView,
    ProductDetails,
    ProductVideo,
    PurchaseLimit,
    SizeChart,
    SubcategoryView,
)
from jishi.trade.catalog.types.products import (
    ProductCard,
    ProductView,
    SkuInput,
    SkuOffer,
    SkuView,
)
from jishi.trade.catalog.types.states import (
    EditStatus,
    LimitPeriod,
    ListingStatus,
    ProductOrder,
    Promise,
)
from jishi.trade.catalog.types.stock import (
    Allotment,
    StockChangeView,
    StockLine,
    StockRow,
    WarehouseView,
)

__all__ = [
    "Allotment",
    "AttributeChoice",
    "AttributeKind",
    "AttributeSpec",
    "AttributeValue",
    "Block",
    "BlockKind",
    "CategoryView",
    "EditStatus",
    "LimitPeriod",
    "ListingStatus",
    "ProductCard",
    "ProductDetails",
    "ProductOrder",
    "ProductVideo",
    "ProductView",
    "Promise",
    "PurchaseLimit",
    "SizeChart",
    "SkuInput",
    "SkuOffer",
    "SkuView",
    "StockChangeView",
    "StockLine",
    "StockRow",
    "SubcategoryView",
    "WarehouseView",
]
