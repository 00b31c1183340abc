"""Reads of shipping: regions, freight, delivery terms, parcels, papers."""

from jishi.trade.shipping.queries.freight import (
    get_template,
    list_templates,
    quote_deliveries,
    quote_freight,
    resolve_division,
)
from jishi.trade.shipping.queries.papers import draw_labels, draw_pick_list
from jishi.trade.shipping.queries.parcels import (
    find_carrier,
    find_shipment_ids,
    get_shipment,
    list_carriers,
    list_lifecycles,
    list_shipments,
)
from jishi.trade.shipping.queries.terms import (
    get_terms,
    list_given_codes,
    list_points,
    list_terms,
)
from jishi.trade.shipping.rules.divisions import divisions_in, path_of, region_text
from jishi.trade.shipping.rules.parsing import parse_address

__all__ = [
    "divisions_in",
    "draw_labels",
    "draw_pick_list",
    "find_carrier",
    "find_shipment_ids",
    "get_shipment",
    "get_template",
    "get_terms",
    "list_carriers",
    "list_given_codes",
    "list_lifecycles",
    "list_points",
    "list_shipments",
    "list_templates",
    "list_terms",
    "parse_address",
    "path_of",
    "quote_deliveries",
    "quote_freight",
    "region_text",
    "resolve_division",
]
