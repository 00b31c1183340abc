"""Freight templates, pick-up points, and how a product is delivered."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound
from jishi.foundation.kernel.money import parse_minor, write_plain
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.market.requests import find_id
from jishi.trade.catalog.queries import get_product
from jishi.trade.shipping.actions.add_codes import add_codes
from jishi.trade.shipping.actions.delete_template import delete_template
from jishi.trade.shipping.actions.save_point import save_point
from jishi.trade.shipping.actions.save_template import save_template
from jishi.trade.shipping.actions.set_terms import set_terms
from jishi.trade.shipping.queries import (
    divisions_in,
    get_terms,
    list_points,
    list_templates,
)
from jishi.trade.shipping.types import DeliveryMethod, FreightMethod, FreightRule, FreightTemplate
from jishi.trade.shops.types import Right

BLANK_RULES = 2
_PRODUCT_METHODS = (DeliveryMethod.PARCEL, DeliveryMethod.VIRTUAL, DeliveryMethod.PICKUP)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_SHOP)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A shop's tariffs and pick-up points; `edit` opens one tariff, or `new` an empty one."""
    error: DomainError | None = None
    if request.method == "POST":
        try:
            with durable():
                _save(request.POST, desk)
            messages.success(request, gettext("Saved. New orders go by it."))
            return redirect("desk-freight", shop_id=desk.shop.id)
        except DomainError as refused:
            error = refused
    templates = list_templates(desk.shop.id)
    asked = request.POST.get("template_id") or request.GET.get("edit", "")
    edited = next((t for t in templates if str(t.id) == asked), None)
    page = {
        "desk": desk,
        "section": "freight",
        "templates": [(t, _say_rules(desk, t)) for t in templates],
        "points": list_points(desk.shop.id, open_only=False),
        "edited": edited,
        "is_open": edited is not None or asked == "new" or not templates or error is not None,
        "rules": _rule_rows(desk, edited),
        "free_over": _plain(desk, edited.free_over_minor) if edited else "",
        "provinces": divisions_in(),
        "methods": [(m.value, gettext(m.label)) for m in FreightMethod],
        "error": error,
    }
    return render(request, "desk/freight.html", page, status=error.status if error else 200)


def _plain(desk: Desk, minor: int | None) -> str:
    return write_plain(minor, desk.currency) if minor is not None else ""


def _rule_rows(desk: Desk, template: FreightTemplate | None) -> list[dict[str, object]]:
    """The rule for the rest first, then those of regions, then some blank ones."""
    rules = list(template.rules) if template else []
    rest = next((r for r in rules if not r.regions), FreightRule(()))
    named = [rule for rule in rules if rule.regions]
    rows = [rest, *named, *[FreightRule((), is_refused=False)] * BLANK_RULES]
    return [
        {
            "rule": rule,
            "n": n,
            "first": _plain(desk, rule.first_minor),
            "step": _plain(desk, rule.step_minor),
            "names": " ".join(d.name for d in divisions_in() if d.code in rule.regions),
        }
        for n, rule in enumerate(rows)
    ]


def _say_rules(desk: Desk, template: FreightTemplate) -> list[dict[str, object]]:
    names = {d.code: d.name for d in divisions_in()}
    return [
        {
            "rule": rule,
            "where": "、".join(names.get(code, code) for code in rule.regions),
        }
        for rule in template.rules
    ]


def _minor(desk: Desk, text: str | None) -> int:
    try:
        return parse_minor(text or "0", desk.currency)
    except ValueError:
        raise InvalidInput(field="price") from None


def _units(text: str | None) -> int:
    if not (text or "1").isascii() or not (text or "1").isdigit():
        raise InvalidInput(field="rules")
    return int(text or "1")


def _save(values: QueryDict, desk: Desk) -> None:
    rules = []
    for n in range(41):
        regions = tuple(values.getlist(f"rule-{n}-regions"))
        if f"rule-{n}-first" not in values or (n > 0 and not regions):
            continue
        rules.append(
            FreightRule(
                regions=regions if n > 0 else (),
                first_units=_units(values.get(f"rule-{n}-first_units")),
                first_minor=_minor(desk, values.get(f"rule-{n}-first")),
                step_units=_units(values.get(f"rule-{n}-step_units")),
                step_minor=_minor(desk, values.get(f"rule-{n}-step")),
                is_refused=bool(values.get(f"rule-{n}-refused")),
            )
        )
    method = values.get("method", "")
    if method not in set(FreightMethod):
        raise InvalidInput(field="method")
    free = str(values.get("free_over") or "").strip()
    save_template(
        actor=desk.actor,
        shop_id=desk.shop.id,
        name=values.get("name", ""),
        method=FreightMethod(method),
        rules=rules,
        free_over_minor=_minor(desk, free) if free else None,
        is_default=bool(values.get("is_default")),
        template_id=find_id(values.get("template_id")),
    )


@require_POST
@desk_page(Right.EDIT_SHOP)
def delete(request: HttpRequest, desk: Desk, template_id: UUID) -> HttpResponse:
    """Strike a tariff out; its products go by the default."""
    try:
        with durable():
            delete_template(actor=desk.actor, shop_id=desk.shop.id, template_id=template_id)
    except NotFound:
        raise
    except DomainError as refused:
        messages.error(request, refused.message())
    return redirect("desk-freight", shop_id=desk.shop.id)


@require_POST
@desk_page(Right.EDIT_SHOP)
def keep_point(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Add a pick-up point, or open or close one."""
    try:
        with durable():
            save_point(
                actor=desk.actor,
                shop_id=desk.shop.id,
                name=request.POST.get("name", ""),
                address=request.POST.get("address", ""),
                hours=request.POST.get("hours", ""),
                phone=request.POST.get("phone", ""),
                is_open=bool(request.POST.get("is_open")),
                point_id=find_id(request.POST.get("point_id")),
            )
    except NotFound:
        raise
    except DomainError as refused:
        messages.error(request, refused.message())
    return redirect("desk-freight", shop_id=desk.shop.id)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_PRODUCTS)
def product_terms(request: HttpRequest, desk: Desk, product_id: UUID) -> HttpResponse:
    """How a product is delivered: tariff and weight, or contents and codes."""
    product = get_product(product_id, desk.actor)
    if product.shop_id != desk.shop.id:
        raise NotFound()
    error: DomainError | None = None
    if request.method == "POST":
        try:
            with durable():
                _keep_terms(request.POST, desk, product_id)
            messages.success(request, gettext("Saved."))
            return redirect("desk-terms", shop_id=desk.shop.id, product_id=product_id)
        except DomainError as refused:
            error = refused
    templates = list_templates(desk.shop.id)
    page = {
        "desk": desk,
        "section": "products",
        "product": product,
        "terms": get_terms(product_id),
        "templates": [
            ("", gettext("The shop's default")),
            *((str(t.id), t.name) for t in templates),
        ],
        "methods": [(m.value, gettext(m.label)) for m in _PRODUCT_METHODS],
        "error": error,
    }
    return render(request, "desk/terms.html", page, status=error.status if error else 200)


def _keep_terms(values: QueryDict, desk: Desk, product_id: UUID) -> None:
    method, grams = values.get("method", ""), str(values.get("weight_grams") or "0")
    if method not in set(DeliveryMethod) or not grams.isascii() or not grams.isdigit():
        raise InvalidInput(field="weight_grams")
    set_terms(
        actor=desk.actor,
        shop_id=desk.shop.id,
        product_id=product_id,
        method=DeliveryMethod(method),
        template_id=find_id(values.get("template_id")),
        weight_grams=int(grams),
        content=values.get("content", ""),
    )
    codes = [c for c in str(values.get("codes") or "").splitlines() if c.strip()]
    if codes:
        add_codes(actor=desk.actor, shop_id=desk.shop.id, product_id=product_id, codes=codes)
