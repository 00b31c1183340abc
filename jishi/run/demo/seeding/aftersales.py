"""Seeds after-sales in different states, so that desk, buyer and Control room have some to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor, person_actor
from jishi.run.demo.catalogue.shapes import Text
from jishi.run.demo.seeding.purchases import SHOWN_SHOP
from jishi.run.demo.seeding.studio import Studio, hours
from jishi.trade.aftersales.actions.agree_after_sale import agree_after_sale
from jishi.trade.aftersales.actions.apply_for_after_sale import apply_for_after_sale
from jishi.trade.aftersales.actions.escalate_after_sale import escalate_after_sale
from jishi.trade.aftersales.actions.give_evidence import give_evidence
from jishi.trade.aftersales.actions.offer_terms import offer_terms
from jishi.trade.aftersales.actions.reject_after_sale import reject_after_sale
from jishi.trade.aftersales.actions.save_return_address import save_return_address
from jishi.trade.aftersales.actions.ship_back import ship_back
from jishi.trade.aftersales.queries import find_return_address, list_of_orders, may_apply
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleView, EvidenceInput, Reason
from jishi.trade.orders.queries import list_shop_orders
from jishi.trade.orders.types import DeskTab, OrderView

log = structlog.get_logger(__name__)
_BROKEN = Text("开箱就发现碎了，包装里没有缓冲。", "Broken when I opened it, nothing soft around.")
_SPOILED = Text("有两个已经坏了。", "Two of them had gone bad.")
_OTHER = Text("和图片颜色差很多。", "The colour is far from the picture.")
_NOTE = Text("坏的部分补您，剩下的请慢用", "We pay for the bad ones; enjoy the rest")
_REFUSAL = Text("图片看不出破损", "The picture shows no damage")
_CLAIM = Text("照片拍得很清楚，请平台看看。", "The photo is clear; please look at it.")
_PACKED = Text("出库前拍了照，当时完好。", "We took a photo before packing: it was whole.")


@dataclass(frozen=True)
class Case:
    """A buyer of the shown shop, its seller, an order and how long ago (hours) they began."""

    studio: Studio
    order: OrderView
    seller: Actor

    @property
    def buyer(self) -> Actor:
        """Who bought it."""
        return person_actor(self.order.buyer_id)

    def key(self, step: str) -> str:
        """An idempotency key of this case."""
        return f"demo-{self.studio.seed}-{self.order.id}-{step}"

    def apply(self, kind: AfterSaleKind, reason: Reason, words: Text, ago: float) -> AfterSaleView:
        """The application, with the goods' own picture as evidence."""
        line = self.order.lines[0]
        said = EvidenceInput(self.studio.say(words), (line.picture_key,))
        with clock.ago(hours(ago)):
            return apply_for_after_sale(
                actor=self.buyer,
                order_id=self.order.id,
                line_id=line.id,
                kind=kind,
                reason=reason,
                quantity=1,
                evidence=said,
                idempotency_key=self.key("apply"),
            )


def _asked(case: Case) -> None:
    case.apply(AfterSaleKind.REFUND_ONLY, Reason.DAMAGED, _SPOILED, 30)


def _asked_lately(case: Case) -> None:
    case.apply(AfterSaleKind.RETURN_REFUND, Reason.NOT_AS_DESCRIBED, _OTHER, 4)


def _offered(case: Case) -> None:
    asked = case.apply(AfterSaleKind.REFUND_ONLY, Reason.DAMAGED, _SPOILED, 20)
    with clock.ago(hours(6)):
        offer_terms(
            actor=case.seller,
            case_id=asked.id,
            kind=AfterSaleKind.REFUND_ONLY,
            amount_minor=max(1, asked.amount_minor * 4 // 10),
            note=case.studio.say(_NOTE),
            idempotency_key=case.key("offer"),
        )


def _sent_back(case: Case) -> None:
    asked = case.apply(AfterSaleKind.RETURN_REFUND, Reason.DAMAGED, _BROKEN, 60)
    with clock.ago(hours(50)):
        agree_after_sale(actor=case.seller, case_id=asked.id, idempotency_key=case.key("agree"))
    with clock.ago(hours(28)):
        ship_back(
            actor=case.buyer,
            case_id=asked.id,
            carrier="顺丰速运",
            tracking_number=f"SF{asked.id.int % 10**12:012d}",
            idempotency_key=case.key("back"),
        )


def _paid_back(case: Case) -> None:
    asked = case.apply(AfterSaleKind.REFUND_ONLY, Reason.MISSING_PARTS, _SPOILED, 40)
    with clock.ago(hours(36)):
        agree_after_sale(actor=case.seller, case_id=asked.id, idempotency_key=case.key("agree"))


def _disputed(case: Case) -> None:
    asked = case.apply(AfterSaleKind.RETURN_REFUND, Reason.DAMAGED, _BROKEN, 24 * 5)
    with clock.ago(hours(24 * 4.5)):
        reject_after_sale(
            actor=case.seller,
            case_id=asked.id,
            reason=case.studio.say(_REFUSAL),
            idempotency_key=case.key("reject"),
        )
    with clock.ago(hours(24 * 4)):
        escalate_after_sale(
            actor=case.buyer,
            case_id=asked.id,
            claim=case.studio.say(_CLAIM),
            idempotency_key=case.key("escalate"),
        )
    with clock.ago(hours(24 * 3.5)):
        give_evidence(
            actor=case.seller,
            case_id=asked.id,
            evidence=EvidenceInput(case.studio.say(_PACKED), (asked.picture_key,)),
            idempotency_key=case.key("evidence"),
        )


@dataclass(frozen=True)
class Script:
    """What happens, how old (hours since shipping) its order must be, and whether the buyer
    whose login is printed plays it: a good buyer, whose small refunds come at once.
    """

    play: Callable[[Case], None]
    age: float
    is_shown_buyer: bool = False


SCRIPTS = (
    Script(_disputed, 24 * 6, is_shown_buyer=True),
    Script(_asked_lately, 10, is_shown_buyer=True),
    Script(_sent_back, 80),
    Script(_asked, 40),
    Script(_paid_back, 60),
    Script(_offered, 30),
    Script(_disputed, 24 * 6),
)


def seed_aftersales(studio: Studio) -> None:
    """A case of each kind in the shop whose login is printed, on orders that have none yet."""
    shop = next((shop for shop in studio.plan.shops if shop.key == SHOWN_SHOP), None)
    if shop is None:  # a small plan, for tests
        return
    seller, shop_id = studio.actor(shop.owner), studio.shops[shop.key]
    if find_return_address(shop_id) is None:
        with durable():
            save_return_address(
                actor=seller,
                shop_id=shop_id,
                name=studio.say(shop.name),
                phone=shop.phone,
                region=studio.say(shop.region),
                street=studio.say(Text("集市路 8 号 退货部", "8 Market Road, Returns")),
            )
    free = _orders(seller, studio)
    shown = studio.people[next(p.key for p in studio.plan.people if p.role == "buyer")]
    for done, script in enumerate(SCRIPTS, start=1):
        fit = [o for o in free if _hours_since(o) > script.age]
        order = next((o for o in fit if (o.buyer_id == shown) is script.is_shown_buyer), None)
        if order is not None:
            free.remove(order)
            try:
                with durable():  # one for all steps: timers of the running market wait outside
                    script.play(Case(studio, order, seller))
                studio.note()
            except DomainError as error:
                log.info("demo_case_differs", order=order.number, code=error.code)
        studio.progress("after-sales", done, len(SCRIPTS))


def _hours_since(order: OrderView) -> float:
    assert order.shipped_at is not None
    return (clock.now() - order.shipped_at).total_seconds() / 3600


def _orders(seller: Actor, studio: Studio) -> list[OrderView]:
    """Orders on which somebody may apply; none once the scripts were played."""
    shop_id = studio.shops[SHOWN_SHOP]
    found: list[OrderView] = []
    for tab in (DeskTab.RECEIVED, DeskTab.DELIVERED, DeskTab.SHIPPED):
        found += list_shop_orders(seller, shop_id, status=tab, limit=100).items
    known = list_of_orders([order.id for order in found])
    if known:  # an earlier run has played the scripts
        return []
    return [order for order in found if may_apply(order, ())]
