"""Questions about shops that must always answer "none"."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, OuterRef, Subquery

from jishi.foundation.accounts.queries import has_role
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.invariants import Breach
from jishi.trade.shops.models import Document, DocumentMove, Shop, ShopMove
from jishi.trade.shops.types import SHOP_SCOPE, DocumentStatus, ShopStatus


def shops_without_owner_role() -> list[Breach]:
    """Is there a living shop whose owner could not enter it?"""
    rows = Shop.objects.exclude(status=ShopStatus.CLOSED)
    return [
        Breach("shops", "shops_without_owner_role", str(shop.id))
        for shop in rows
        if not has_role(shop.owner_id, SHOP_SCOPE, shop.id, ("owner",))
    ]


def shops_off_their_history() -> list[Breach]:
    """Is there a shop in a state that its history did not end in?"""
    last = ShopMove.objects.filter(shop_id=OuterRef("id")).order_by("-at", "-id")
    rows = Shop.objects.annotate(last=Subquery(last.values("target")[:1]))
    return [
        Breach("shops", "shops_off_their_history", str(shop.id), f"{shop.status} not {end}")
        for shop in rows
        if shop.status != (end := shop.last or ShopStatus.APPLIED)
    ]


def documents_off_their_history() -> list[Breach]:
    """Is there a document in a state that its history did not end in?"""
    last = DocumentMove.objects.filter(document_id=OuterRef("id")).order_by("-at", "-id")
    rows = Document.objects.annotate(last=Subquery(last.values("target")[:1]))
    return [
        Breach("shops", "documents_off_their_history", str(row.id), f"{row.status} not {end}")
        for row in rows.exclude(status=F("last"))
        if row.status != (end := row.last or DocumentStatus.IN_REVIEW)
    ]


def documents_past_their_end() -> list[Breach]:
    """Is there a document in force an hour after its last day?"""
    late = clock.now() - timedelta(hours=1)
    rows = Document.objects.filter(status=DocumentStatus.APPROVED, ends_at__lte=late)
    return [Breach("shops", "documents_past_their_end", str(row.id)) for row in rows]
