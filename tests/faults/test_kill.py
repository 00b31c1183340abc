"""kill -9 at a random moment of the story: it finishes, nothing is lost, nothing doubled.

`JISHI_FAULT_ROUNDS` sets the number of rounds (4 in the usual suite; 50 and more on purpose).
"""

from __future__ import annotations

import os
import random
import threading
import time

import pytest

from tests.buying import Browser, Story, connect, insist, set_up
from tests.market import running_market

pytestmark = [pytest.mark.faults, pytest.mark.timeout(3600)]
ROUNDS = int(os.environ.get("JISHI_FAULT_ROUNDS", "4"))
TARGETS = ("web", "worker", "postgres", "valkey")
FEE_PPM = 50_000


def test_the_story_survives_kill_9(tmp_path):
    rng = random.Random(os.environ.get("JISHI_FAULT_SEED", "jishi"))
    with running_market(tmp_path / "var") as market:
        goods = set_up(market, stock=ROUNDS * 2)
        buyer = Browser(market, goods["buyers"][0]["session"])
        owner = Browser(market, goods["owner"])
        stories = []
        for number in range(ROUNDS):
            target = TARGETS[number % len(TARGETS)]
            delay = rng.uniform(0, 3)

            def strike(target: str = target, delay: float = delay) -> None:
                time.sleep(delay)
                market.kill(target)

            killer = threading.Thread(target=strike)
            killer.start()
            story = Story(market, goods, buyer, owner)
            story.run()
            killer.join()
            stories.append(story)
            print(f"round {number + 1}/{ROUNDS}: {target} killed after {delay:.2f} s", flush=True)
        insist("everything is up", lambda: buyer.get("/healthz"))
        check_nothing_lost_or_doubled(market, goods, stories)


def check_nothing_lost_or_doubled(market, goods, stories):
    price, rounds = goods["price"], len(stories)
    with connect(market) as db:
        orders = db.execute(
            "SELECT count(*), sum(total_minor) FROM orders_order WHERE shop_id = %s",
            [goods["shop"]],
        ).fetchone()
        assert orders == (rounds, rounds * price)
        on_hand, reserved = db.execute(
            "SELECT on_hand, reserved FROM catalog_stock WHERE sku_id = %s", [goods["sku"]]
        ).fetchone()
        assert (on_hand, reserved) == (rounds, 0)
        sums = dict(
            db.execute(
                "SELECT regexp_replace(account, '[0-9a-f-]{36}', '*'), sum(amount_minor)::bigint"
                " FROM ledger_posting GROUP BY 1"
            ).fetchall()
        )
    fee = rounds * (price * FEE_PPM // 1_000_000 + (price * FEE_PPM % 1_000_000 >= 500_000))
    assert sums.get("escrow:order:*", 0) == 0
    assert sums["shop:*:available"] == rounds * price - fee
    assert sums["platform:fees"] == fee
    assert sums["provider:sandbox:clearing"] == -rounds * price
    assert "none" in market.jishi("invariants").stdout
    market.jishi("ledger", "verify")
