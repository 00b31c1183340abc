"""Questions about promotions that must always answer "none"."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.invariants import Breach


def _ask(question: str, sql: str) -> list[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [Breach("promotions", question, str(r[0]), str(r[1:])) for r in cursor.fetchall()]


def coupons_overgiven() -> list[Breach]:
    """Is there a coupon of which more were taken than counted, or than its budget bears?"""
    return _ask(
        "coupons_overgiven",
        "SELECT p.id, p.claimed_count, count(c.id) FROM promotions_coupon p"
        " LEFT JOIN promotions_couponclaim c ON c.coupon_id = p.id GROUP BY p.id"
        " HAVING count(c.id) <> p.claimed_count OR p.claimed_count"
        " * coalesce(p.cap_minor, p.amount_minor) > coalesce(p.budget_minor, 10::numeric ^ 18)",
    )


def coupons_taking_too_much() -> list[Breach]:
    """Is there a coupon in use that takes off more than its most?"""
    return _ask(
        "coupons_taking_too_much",
        "SELECT c.id, c.discount_minor FROM promotions_couponclaim c JOIN promotions_coupon p"
        " ON p.id = c.coupon_id WHERE c.discount_minor > coalesce(p.cap_minor, p.amount_minor)",
    )


def flash_goods_miscounted() -> list[Breach]:
    """Is there a flash item whose count is not what checkouts hold or have bought of it?"""
    return _ask(
        "flash_goods_miscounted",
        "SELECT i.id, i.taken, coalesce(sum(t.quantity), 0) FROM promotions_flashitem i"
        " LEFT JOIN promotions_flashtake t ON t.item_id = i.id AND t.state <> 'freed'"
        " GROUP BY i.id HAVING i.taken <> coalesce(sum(t.quantity), 0)",
    )


def groups_off_their_members() -> list[Breach]:
    """Is there a complete group without enough people who paid, or one with too many?"""
    return _ask(
        "groups_off_their_members",
        "SELECT g.id, g.status, count(m.id) FROM promotions_group g"
        " JOIN promotions_groupdeal d ON d.id = g.deal_id"
        " LEFT JOIN promotions_groupmember m ON m.group_id = g.id AND m.state = 'paid'"
        " GROUP BY g.id, d.size HAVING (g.status = 'formed') <> (count(m.id) >= d.size)"
        " OR count(m.id) > d.size",
    )
