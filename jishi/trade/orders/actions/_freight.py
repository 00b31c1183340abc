"""What sending an order costs, and where it cannot be sent."""

from __future__ import annotations

from jishi.trade.orders.models import Order, OrderLine
from jishi.trade.orders.types import Address
from jishi.trade.shipping.errors import RegionUnreachable
from jishi.trade.shipping.queries import quote_freight
from jishi.trade.shipping.types import FreightItem


def quote_change(order: Order, address: Address) -> int:
    """What sending a placed order elsewhere would cost; raises RegionUnreachable, RegionUnknown."""
    lines = {line.product_id: line for line in OrderLine.objects.filter(order_id=order.id)}
    quote = quote_freight(
        shop_id=order.shop_id,
        items=[
            FreightItem(line.product_id, line.quantity, line.payable_minor)
            for line in lines.values()
        ],
        division=address.division,
        region=address.region,
    )
    if quote.is_refused:
        raise RegionUnreachable(title=lines[quote.refused[0]].title)
    return quote.freight_minor
