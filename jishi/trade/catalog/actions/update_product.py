"""Change a product's words, pictures, options or promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._apply import WORD_FIELDS, apply_skus, apply_words
from jishi.trade.catalog.actions._details import check_details, require_attributes
from jishi.trade.catalog.actions._words import Words, check_skus, check_words
from jishi.trade.catalog.actions.move_product import move_product, submit_edit
from jishi.trade.catalog.errors import OptionsInvalid
from jishi.trade.catalog.events import EditSubmitted, ProductChanged
from jishi.trade.catalog.models import Product
from jishi.trade.catalog.policies import REVIEW_REQUIRED
from jishi.trade.catalog.queries.desk import lock_product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.queries.rows import DETAIL_FIELDS, details_of
from jishi.trade.catalog.types import (
    EditStatus,
    ListingStatus,
    ProductDetails,
    ProductView,
    SkuInput,
)
from jishi.trade.shops.queries import require_shop_role


def update_product(
    *,
    actor: Actor,
    product_id: UUID,
    title: str | None = None,
    description: str | None = None,
    category: str | None = None,
    pictures: Sequence[str] | None = None,
    promises: Sequence[str] | None = None,
    option_names: Sequence[str] | None = None,
    skus: Sequence[SkuInput] | None = None,
    details: ProductDetails | None = None,
) -> ProductView:
    """Change what is given and keep the rest; SKUs are matched by code, missing ones retired.

    A draft changes at once. Where the market reviews, what is on the shelf goes on selling its
    passed version until the operator passes the edit. Options cannot change without SKUs.
    Raises as `create_product`, NotFound, and AttributesMissing for what is no draft.
    """
    require_transaction()
    product = lock_product(product_id)
    require_shop_role(actor, product.shop_id)
    current = _newest(product)
    given: dict[str, Any] = {
        "title": title,
        "description": description,
        "category": category,
        "pictures": pictures,
        "promises": promises,
        "option_names": option_names,
    }
    words = check_words(**{k: current[k] if v is None else v for k, v in given.items()})
    words |= _details(product, current, words["category"], details)
    if skus is None and words["option_names"] != current["option_names"]:
        raise OptionsInvalid()
    entries = current.get("skus") if skus is None else check_skus(skus, words["option_names"])
    if REVIEW_REQUIRED.get() and product.listing_status != ListingStatus.DRAFT:
        product.pending_edit = words | {"skus": entries}
        submit_edit(actor=actor, product=product)
        event: EditSubmitted | ProductChanged = EditSubmitted(
            product_id=product.id, shop_id=product.shop_id
        )
    else:
        apply_edit(actor, product, words | {"skus": entries})
        if product.listing_status == ListingStatus.DRAFT:
            _reopen_draft(actor, product)
        event = ProductChanged(product_id=product.id, shop_id=product.shop_id)
    product.updated_at = clock.now()
    product.save()
    audit(
        actor=actor,
        action="update_product",
        subject_kind="product",
        subject_id=product.id,
        detail={
            "fields": [
                k for k, v in {**given, "skus": skus, "details": details}.items() if v is not None
            ]
        },
    )
    record(event)
    return load_product(product.id)


def apply_edit(actor: Actor, product: Product, edit: Words) -> None:
    """Make the edit the version that sells; the caller saves."""
    apply_words(product, edit)
    if edit.get("skus"):
        apply_skus(actor, product, edit["skus"])
    product.pending_edit = None


def _newest(product: Product) -> Words:
    """The words a further change starts from: a waiting edit's, or those in force."""
    now = {field: getattr(product, field) for field in (*WORD_FIELDS, *DETAIL_FIELDS)}
    now["ships_on"] = product.ships_on.isoformat() if product.ships_on else None
    return now | (product.pending_edit or {})


def _details(
    product: Product, current: Words, category: str, details: ProductDetails | None
) -> Words:
    """The details that are given, or those in force; what is on sale must say all it must."""
    if details is None:
        details = details_of([current[field] for field in DETAIL_FIELDS])
    words = check_details(details, category)
    if product.listing_status != ListingStatus.DRAFT:
        require_attributes(words | {"category": category})
    return words


def _reopen_draft(actor: Actor, product: Product) -> None:
    if product.edit_status != EditStatus.EDITING:
        move_product(actor=actor, product=product, target=EditStatus.EDITING, by="merchant")
