"""Seeds what a shop has paid out: an incentive of the market, two bank accounts, three payouts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor, person_actor
from jishi.run.demo.catalogue.shapes import Text
from jishi.run.demo.seeding.purchases import SHOWN_SHOP
from jishi.run.demo.seeding.studio import Studio
from jishi.trade.settlement.actions.add_payout_account import add_payout_account
from jishi.trade.settlement.actions.check_account import check_account
from jishi.trade.settlement.actions.grant_incentive import grant_incentive
from jishi.trade.settlement.actions.request_payout import request_payout
from jishi.trade.settlement.actions.set_budget import set_budget
from jishi.trade.settlement.queries import get_fund_report, list_payout_accounts
from jishi.trade.settlement.types import Fund, OwnerKind, PayoutOwner
from jishi.trade.shops.queries import get_shop_card

_BUDGET, _GRANT = 5_000_00, 800_00
_REASON = Text("开店激励", "Incentive for new shops")
# The sandbox bank acts by the last digit: paid, closed for good. The days are the account's age.
_ACCOUNTS = (
    (Text("杭州银行", "Bank of Hangzhou"), "6222020200005678", 20),
    (Text("云南农信", "Yunnan Rural Credit"), "6231900000009901", 1),
)
_PAYOUTS = ((0, 260_00), (0, 88_50), (1, 120_00))


def seed_payouts(studio: Studio) -> None:
    """For the shop whose login is printed; what an earlier run has made is left alone."""
    if SHOWN_SHOP not in studio.shops:  # a smaller plan
        return
    shop = get_shop_card(studio.shops[SHOWN_SHOP])
    seller, owner = person_actor(shop.owner_id), PayoutOwner(OwnerKind.SHOP, shop.id)
    if studio.operator is None:
        raise RuntimeError("people come before payouts")
    if list_payout_accounts(seller, owner):
        return
    _grant(studio, studio.operator, owner)
    accounts: list[UUID] = []
    for bank, number, days in _ACCOUNTS:
        with clock.ago(timedelta(days=days)):
            with durable():
                account = add_payout_account(
                    actor=seller,
                    owner=owner,
                    holder=shop.name,
                    bank=studio.say(bank),
                    number=number,
                )
            accounts.append(check_account(account.id).id)
        studio.note()
    for place, (which, amount) in enumerate(_PAYOUTS):
        with clock.ago(timedelta(hours=20 - 6 * place)), durable():
            request_payout(
                actor=seller,
                owner=owner,
                account_id=accounts[which],
                amount_minor=amount,
                idempotency_key=f"demo-{studio.seed}-{place}",
            )
        studio.note()


def _grant(studio: Studio, operator: Actor, owner: PayoutOwner) -> None:
    reason, now = studio.say(_REASON), clock.now()
    with clock.ago(timedelta(days=21)), durable():
        if not get_fund_report(operator, Fund.INCENTIVES).budgets:
            set_budget(
                actor=operator,
                fund=Fund.INCENTIVES,
                amount_minor=_BUDGET,
                starts_at=clock.now(),
                ends_at=now + timedelta(days=70),
                reason=reason,
            )
        grant_incentive(
            actor=operator,
            fund=Fund.INCENTIVES,
            payee=owner.ledger_account,
            amount_minor=_GRANT,
            reason=reason,
            business_ref=f"demo:{studio.seed}:{owner.id}",
        )
    studio.note()
