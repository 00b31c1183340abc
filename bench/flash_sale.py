"""A flash sale over HTTP: 500 buyers for 50 units, then as many durable orders as come.

The first line is the wall time until the last of 500 is answered (50 sold, checked). The second
is CPU of web and database for each durable order when there is stock for all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from bench.results import Result, summarise
from bench.stack import Cost, Stack, running_stack
from tests.buying import connect
from tests.load.crowd import rush, set_up

BUYERS, UNITS, CONNECTIONS = 500, 50, 125
RUSHES, TIMES = 5, 4
STACK = False  # it starts one of its own, with several web processes


def run() -> Iterator[Result]:
    with running_stack(web_processes="2") as stack:
        yield from _scarce(stack)
        yield from _plenty(stack)


def _scarce(stack: Stack) -> Iterator[Result]:
    waits = []
    for _ in range(RUSHES):
        goods = set_up(stack, stock=UNITS, units=UNITS, buyers=BUYERS)
        answers = rush(stack.port, goods["tickets"], BUYERS)
        assert answers.codes == {"placed": UNITS, "flash_sold_out": BUYERS - UNITS}, answers.codes
        assert _count(stack, goods["sku"]) == UNITS
        waits.append(answers.seconds * 1000)
        _forget_people(stack)
    yield summarise("flash-sale", "ms wall", waits, BUYERS, f"{UNITS} of {BUYERS} sold, each time")


def _plenty(stack: Stack) -> Iterator[Result]:
    costs, rates = [], []
    for number in range(RUSHES + 1):
        total = BUYERS * TIMES
        goods = set_up(stack, stock=total, units=total, buyers=BUYERS, each=TIMES, times=TIMES)
        before = _cpu(stack)
        answers = rush(stack.port, goods["tickets"], CONNECTIONS)
        time.sleep(0.05)  # let the servers book their last tick
        after = _cpu(stack)
        assert answers.codes == {"placed": total}, answers.codes
        assert _count(stack, goods["sku"]) == total
        if number:  # the first warms up
            web, database, client = (
                (b - a) * 1000 / total for a, b in zip(before, after, strict=True)
            )
            costs.append(Cost(web, database, client))
            rates.append(total / answers.seconds)
        _forget_people(stack)
    middle = sorted(c.server for c in costs)[len(costs) // 2]
    notes = (
        f"{2000 / middle:.0f} orders/s on two cores; web {_middle(c.web for c in costs):.3f},"
        f" database {_middle(c.database for c in costs):.3f},"
        f" client {_middle(c.client for c in costs):.3f}; wall {_middle(rates):.0f}/s"
    )
    yield summarise("flash-sale-order", "ms CPU", [c.server for c in costs], total, notes)


def _middle(values) -> float:
    found = sorted(values)
    return found[len(found) // 2]


def _cpu(stack: Stack) -> tuple[float, float, float]:
    times = os.times()
    database = stack.cpu_seconds("postgres", "valkey")
    return stack.cpu_seconds("web"), database, times.user + times.system


def _count(stack: Stack, sku: object) -> int:
    with connect(stack) as db:
        row = db.execute(
            "SELECT count(*) FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id"
            " JOIN orders_checkout c ON c.id = o.checkout_id JOIN payments_payment p"
            " ON p.id = c.payment_id WHERE l.sku_id = %s AND p.status = 'pending'",
            [sku],
        ).fetchone()
    return int(row[0])


def _forget_people(stack: Stack) -> None:
    """Free the handles for the next crowd."""
    with connect(stack) as db:
        db.execute("UPDATE accounts_person SET handle = NULL WHERE handle LIKE 'flash%'")
        db.execute("ANALYZE")
