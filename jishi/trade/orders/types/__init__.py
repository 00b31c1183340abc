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
    "LineRefund",
    "NextStep",
    "NodeState",
    "OrderLineInput",
    "OrderLineView",
    "OrderView",
    "Otherwise",
    "PackageView",
    "StepAction",
    "TimelineNode",
]
