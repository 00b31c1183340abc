"""What a product page says below the fold: facts of its kind, its detail, its limits in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext

from jishi.foundation.kernel import clock
from jishi.trade.catalog.queries import list_category_tree
from jishi.trade.catalog.types import AttributeSpec, AttributeValue, ProductView


@dataclass(frozen=True, slots=True)
class Fact:
    """An attribute in words."""

    label: str
    value: str


def list_facts(product: ProductView) -> tuple[Fact, ...]:
    """What the product says of itself, in the order in which its kind asks for it."""
    is_chinese = (get_language() or "").startswith("zh")
    said = product.details.attributes
    facts = []
    for spec in _specs_of(product):
        if spec.key in said:
            label = spec.name_zh if is_chinese else spec.name_en
            facts.append(Fact(label, _write(spec, said[spec.key], is_chinese)))
    return tuple(facts)


def _specs_of(product: ProductView) -> tuple[AttributeSpec, ...]:
    for entry in list_category_tree():
        for kind in entry.subcategories if entry.slug == product.category else ():
            if kind.slug == product.details.subcategory:
                return kind.attributes
    return ()


def _write(spec: AttributeSpec, value: AttributeValue, is_chinese: bool) -> str:
    for choice in spec.choices:
        if choice.slug == value:
            return choice.name_zh if is_chinese else choice.name_en
    if spec.unit == "d":
        return gettext("%(n)s days") % {"n": value}
    if spec.unit and isinstance(value, int | float):
        return f"{formats.number_format(value, force_grouping=value >= 10_000)} {spec.unit}"
    return str(value)


def list_terms(product: ProductView) -> tuple[tuple[str, str, str], ...]:
    """(icon, words, meaning) of what is special about buying it: presale, limit, hand-over."""
    said = product.details
    terms = []
    if said.ships_on and said.ships_on > timezone.localdate(clock.now()):
        day = formats.date_format(said.ships_on, "DATE_FORMAT")
        terms.append(
            (
                "calendar-clock",
                gettext("Presale: ships from %(day)s") % {"day": day},
                gettext("The promise to ship runs from that day; cancel free of charge until then"),
            )
        )
    if said.limit:
        words = {"n": said.limit.quantity, "period": gettext(said.limit.period.label)}
        terms.append(
            (
                "users-round",
                gettext("At most %(n)s for each person %(period)s") % words,
                gettext("All choices and orders count together"),
            )
        )
    if said.is_virtual:
        terms.append(
            ("ticket", gettext("Virtual: nothing is sent"), gettext("You get it with the order"))
        )
    if said.has_pickup:
        terms.append(
            ("store", gettext("May be picked up"), gettext("Come with the code of your order"))
        )
    return tuple(terms)
