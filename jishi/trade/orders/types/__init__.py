"""What crosses the doors of orders."""

from jishi.trade.orders.types.buying import (
    Address,
    AddressView,
    Attribution,
    CartLineView,
    CartProblem,
    CartShopView,
    CartView,
    FlashOrder,
    FlashPlaced,
    OrderLineInput,
)
from jishi.trade.orders.types.orders import (
    CheckoutView,
    LineRefund,
    NextStep,
    NodeState,
    OrderLineView,
    OrderView,
    PackageView,
    TimelineNode,
)
from jishi.trade.orders.types.refunds import (
    PartRefunder,
    UnsentLine,
    get_part_refunder,
    register_part_refunder,
)
from jishi.trade.orders.types.requests import (
    AddressChangeStatus,
    AddressChangeView,
    InvoiceFile,
    InvoiceKind,
    InvoiceStatus,
    InvoiceView,
    OnlineGoods,
    ShipResult,
    ShipRow,
)
from jishi.trade.orders.types.states import (
    BuyerWord,
    CheckoutStatus,
    DeskTab,
    FulfilmentStatus,
    Otherwise,
    StepAction,
)

SUBSIDY = "platform:subsidy"  # the account out of which the market pays its part of discounts
CHECKOUT_PREFIX = "checkout"  # of the references under which payments and stock know a checkout

__all__ = [
    "CHECKOUT_PREFIX",
    "SUBSIDY",
    "Address",
    "AddressChangeStatus",
    "AddressChangeView",
    "AddressView",
    "Attribution",
    "BuyerWord",
    "CartLineView",
    "CartProblem",
    "CartShopView",
    "CartView",
    "CheckoutStatus",
    "CheckoutView",
    "DeskTab",
    "FlashOrder",
    "FlashPlaced",
    "FulfilmentStatus",
    "InvoiceFile",
    "InvoiceKind",
    "InvoiceStatus",
    "InvoiceView",
    "LineRefund",
    "NextStep",
    "NodeState",
    "OnlineGoods",
    "OrderLineInput",
    "OrderLineView",
    "OrderView",
    "Otherwise",
    "PackageView",
    "PartRefunder",
    "ShipResult",
    "ShipRow",
    "StepAction",
    "TimelineNode",
    "UnsentLine",
    "get_part_refunder",
    "register_part_refunder",
]
