"""Write a shop's freight template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.money import MAX_MINOR
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shipping.errors import RegionsOverlap, RuleForTheRestMissing, TooManyTemplates
from jishi.trade.shipping.models import Template
from jishi.trade.shipping.queries.freight import template_of
from jishi.trade.shipping.rules.divisions import all_divisions
from jishi.trade.shipping.rules.freight import MAX_RULES, MAX_TEMPLATES
from jishi.trade.shipping.types import FreightMethod, FreightRule, FreightTemplate
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

_MOST_UNITS = 1_000_000


def save_template(
    *,
    actor: Actor,
    shop_id: UUID,
    name: str,
    method: FreightMethod,
    rules: Sequence[FreightRule],
    free_over_minor: int | None = None,
    is_default: bool = False,
    template_id: UUID | None = None,
) -> FreightTemplate:
    """Add a template, or with `template_id` rewrite one of the shop's own.

    The first is the default, a new default replaces the old one; orders keep the freight they
    were placed with. Raises NotAllowed, InvalidInput, TextTooLong, RegionsOverlap,
    RuleForTheRestMissing, TooManyTemplates, NotFound.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.EDIT_SHOP)
    name = clean_line(name, field="name", limit=40)
    if free_over_minor is not None and not 0 < free_over_minor <= MAX_MINOR:
        raise InvalidInput(field="free_over_minor")
    _check_rules(rules)
    own = list(Template.objects.select_for_update().filter(shop_id=shop_id).order_by("id"))
    row = next((t for t in own if t.id == template_id), None)
    if template_id is not None and row is None:
        raise NotFound()
    if row is None:
        if len(own) >= MAX_TEMPLATES:
            raise TooManyTemplates(limit=MAX_TEMPLATES)
        row = Template(shop_id=shop_id, created_at=clock.now())
    row.name, row.method, row.free_over_minor = name, FreightMethod(method), free_over_minor
    row.rules = [asdict(rule) | {"regions": list(rule.regions)} for rule in rules]
    row.is_default = is_default or row.is_default or not own
    row.updated_at = clock.now()
    if row.is_default:
        others = Template.objects.filter(shop_id=shop_id, is_default=True)
        others.exclude(id=row.id).update(is_default=False)
    row.save()
    audit(
        actor=actor,
        action="save_freight_template",
        subject_kind="shop",
        subject_id=shop_id,
        detail={"template_id": str(row.id), "name": name},
    )
    return template_of(row)


def _check_rules(rules: Sequence[FreightRule]) -> None:
    if not rules or len(rules) > MAX_RULES:
        raise InvalidInput(field="rules")
    seen: set[str] = set()
    for rule in rules:
        amounts = (rule.first_minor, rule.step_minor)
        units = (rule.first_units, rule.step_units)
        if any(type(n) is not int or not 0 <= n <= MAX_MINOR for n in amounts) or any(
            type(n) is not int or not 1 <= n <= _MOST_UNITS for n in units
        ):
            raise InvalidInput(field="rules")
        for region in rule.regions or ("",):
            if region in seen:
                known = all_divisions().get(region)
                raise RegionsOverlap(region=known.name if known else region)
            if region and (region not in all_divisions() or len(region) > 4):
                raise InvalidInput(field="regions")
            seen.add(region)
    if "" not in seen:
        raise RuleForTheRestMissing()
