"""What sending goods to a place costs: pure arithmetic over a shop's tariff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from jishi.trade.shipping.types import (
    FreightItem,
    FreightMethod,
    FreightPart,
    FreightQuote,
    FreightRule,
    FreightTemplate,
)

MAX_TEMPLATES = 30
MAX_RULES = 40


def find_rule(rules: Iterable[FreightRule], division: str) -> FreightRule:
    """The rule that names the place most closely, or the one for all the rest."""
    best, depth = None, -1
    for rule in rules:
        for region in rule.regions or ("",):
            if division.startswith(region) and len(region) > depth:
                best, depth = rule, len(region)
    assert best is not None, "every template has a rule for the rest"
    return best


def cost_of(rule: FreightRule, units: int) -> int:
    """Freight of so many pieces or grams; a step that is begun counts as whole."""
    beyond = max(0, units - rule.first_units)
    return rule.first_minor + -(-beyond // rule.step_units) * rule.step_minor


def needs_region(templates: Iterable[FreightTemplate]) -> bool:
    """Whether one of the tariffs is not the same everywhere."""
    return any(len(template.rules) > 1 for template in templates)


def quote(
    items: Sequence[FreightItem],
    tariff: Mapping[UUID, FreightTemplate | None],
    division: str,
) -> FreightQuote:
    """Each template counts its own goods once; goods without one travel free.

    `tariff` names the template of each product. Free shipping looks at what is paid for the
    goods of that template.
    """
    heaps: dict[UUID, list[FreightItem]] = {}
    known: dict[UUID, FreightTemplate] = {}
    for item in items:
        template = tariff.get(item.product_id)
        if template is not None:
            known[template.id] = template
            heaps.setdefault(template.id, []).append(item)
    parts: list[FreightPart] = []
    refused: list[UUID] = []
    for key, heap in heaps.items():
        template, rule = known[key], find_rule(known[key].rules, division)
        if rule.is_refused:
            refused += [item.product_id for item in heap]
            continue
        parts.append(_part(template, rule, heap))
    total = sum(part.freight_minor for part in parts)
    return FreightQuote(total, tuple(parts), tuple(refused))


def _part(template: FreightTemplate, rule: FreightRule, heap: Sequence[FreightItem]) -> FreightPart:
    by_weight = template.method is FreightMethod.WEIGHT
    units = sum(item.quantity * (item.weight_grams if by_weight else 1) for item in heap)
    amount = sum(item.amount_minor for item in heap)
    limit = template.free_over_minor
    is_free = limit is not None and amount >= limit
    cost = 0 if is_free else cost_of(rule, units)
    return FreightPart(
        template_id=template.id,
        name=template.name,
        method=template.method,
        units=units,
        freight_minor=cost,
        free_over_minor=limit,
        left_to_free_minor=limit - amount if limit is not None and cost else None,
    )
