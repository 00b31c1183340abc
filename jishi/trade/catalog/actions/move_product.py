"""The one place where a product's listing or edit changes its state."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.models import Product, ProductMove
from jishi.trade.catalog.rules import EDIT, LISTING
from jishi.trade.catalog.types import EditStatus, ListingStatus

NOTE_LIMIT = 500


def move_product(
    *, actor: Actor, product: Product, target: ListingStatus | EditStatus, by: str, note: str = ""
) -> None:
    """Take a step that LISTING or EDIT allows `by`; the caller saves the locked `product`.

    Raises TransitionRefused when there is no such step.
    """
    note = clean_text(note, field="note", limit=NOTE_LIMIT, required=False)
    name, machine = ("listing", LISTING) if isinstance(target, ListingStatus) else ("edit", EDIT)
    field = f"{name}_status"
    source = getattr(product, field)
    machine.check(source, target, by)
    setattr(product, field, target)
    product.note = note
    now = clock.now()
    product.updated_at = now
    if target is ListingStatus.LISTED:
        product.listed_at = now
    ProductMove.objects.create(
        product=product,
        machine=name,
        source=source,
        target=target,
        by=by,
        actor_id=actor.person_id,
        note=note,
        at=now,
    )
    audit(
        actor=actor,
        action=f"move_{name}",
        subject_kind="product",
        subject_id=product.id,
        detail={"from": source, "to": target, "note": note},
    )


def submit_edit(*, actor: Actor, product: Product) -> None:
    """Bring the edit before the operator, from whatever state it is in."""
    if product.edit_status != EditStatus.EDITING:
        move_product(actor=actor, product=product, target=EditStatus.EDITING, by="merchant")
    move_product(actor=actor, product=product, target=EditStatus.IN_REVIEW, by="merchant")


def pass_edit_unseen(*, actor: Actor, product: Product) -> None:
    """Pass the edit where the market reviews nothing."""
    if product.edit_status == EditStatus.PASSED:
        return
    if product.edit_status != EditStatus.EDITING:
        move_product(actor=actor, product=product, target=EditStatus.EDITING, by="merchant")
    move_product(actor=actor, product=product, target=EditStatus.PASSED, by="system")
