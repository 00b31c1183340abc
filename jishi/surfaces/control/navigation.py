"""The left side of the Control room: by the job, not by the table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

_GROUPS: tuple[tuple[Any, tuple[tuple[Any, str, str], ...]], ...] = (
    ("", ((_("Today"), "space_dashboard", "index"),)),
    (
        _("Admit and review"),
        (
            (_("Shops"), "storefront", "shops_shop_changelist"),
            (_("Documents"), "verified", "shops_document_changelist"),
            (_("Products"), "inventory_2", "catalog_product_changelist"),
            (_("Posts"), "article", "posts_post_changelist"),
            (_("Comments"), "chat_bubble", "posts_comment_changelist"),
            (_("Reviews"), "star", "reviews_review_changelist"),
            (_("Questions"), "help", "reviews_question_changelist"),
            (_("Media"), "movie", "media_asset_changelist"),
            (_("People"), "group", "accounts_person_changelist"),
        ),
    ),
    (
        _("Trade and money"),
        (
            (_("Orders"), "receipt_long", "orders_order_changelist"),
            (_("Parcels"), "local_shipping", "shipping_shipment_changelist"),
            (_("Disputes"), "gavel", "control_disputes"),
            (_("After-sales"), "support", "aftersales_aftersale_changelist"),
            (_("Payments"), "payments", "payments_payment_changelist"),
            (_("Refunds"), "undo", "payments_refund_changelist"),
            (_("Chargebacks"), "gavel", "payments_dispute_changelist"),
            (_("Differences with providers"), "difference", "payments_difference_changelist"),
            (_("Bills of payment providers"), "receipt", "payments_bill_changelist"),
            (
                _("Notices of payment providers"),
                "mark_email_read",
                "payments_paymentnotice_changelist",
            ),
            (_("Settlements"), "handshake", "settlement_settlement_changelist"),
            (_("Payouts"), "outbound", "settlement_payout_changelist"),
            (_("Receivables"), "request_quote", "settlement_receivable_changelist"),
            (_("Reserves"), "savings", "settlement_reserve_changelist"),
            (_("Fees and funds"), "percent", "control_terms"),
            (_("Ledger"), "account_balance", "control_ledger"),
        ),
    ),
    (
        _("Run the market"),
        (
            (_("Policies"), "tune", "control_policies"),
            (_("Jobs"), "sync", "control_jobs"),
            (_("Health"), "health_and_safety", "control_health"),
            (_("Audit log"), "history", "kernel_auditentry_changelist"),
        ),
    ),
)


def list_groups(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of links, for unfold; rooms that have no table yet are left out."""
    groups = []
    for title, links in _GROUPS:
        items = [
            {"title": name, "icon": icon, "link": url}
            for name, icon, target in links
            if (url := _find_url(target))
        ]
        if items:
            groups.append({"title": title, "items": items, "separator": bool(title)})
    return groups


def list_account_links(request: HttpRequest) -> list[dict[str, Any]]:
    """What stands under the operator's own name."""
    return [{"title": _("Account and security"), "link": reverse("accounts_home")}]


def _find_url(target: str) -> str | None:
    try:
        return reverse(f"admin:{target}")
    except NoReverseMatch:
        return None
