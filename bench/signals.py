"""Signals a second through the front door, counted and in the lake, and whether any was lost.

Batches of 100 events over HTTP by two senders; a round ends when the counters know them all. After
all rounds the lake is asked for every id.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

from bench.results import Result, summarise
from bench.stack import ROUNDS, Stack
from tests.market import ROOT, wait_until

BATCHES = 100
EVENTS = 100
SENDERS = 2

PREPARE = """
import json
from django.db import transaction
from jishi.foundation.accounts.factories import make_operator
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.types import operator_actor
with transaction.atomic():  # all senders have one address here
    change_policy(actor=operator_actor(make_operator().id), name='signals.address_rate',
                  value='10000000/minute', reason='benchmark')
print(json.dumps({}))
"""
KEPT = """
import json
from jishi.traffic.signals.queries import read_lake
from jishi.foundation.kernel.valkey import get_valkey
[(rows, ids)] = read_lake('SELECT count(*), count(DISTINCT id) FROM signals')
print(json.dumps({'rows': rows, 'ids': ids,
                  'waiting': get_valkey().xlen('signals:stream')}))
"""


def batch() -> bytes:
    """A hundred events of one viewer: half of them impressions of different posts."""
    events = []
    for slot in range(EVENTS // 2):
        post = str(uuid4())
        events.append({"id": str(uuid4()), "kind": "impression", "post_id": post, "slot": slot})
        events.append({"id": str(uuid4()), "kind": "progress", "post_id": post, "ms": 2500})
    return json.dumps({"events": events}).encode()


def send(port: int, batches: list[bytes]) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "text/plain", "Sec-Fetch-Site": "same-origin"}
    for body in batches:
        link.request("POST", "/signals", body, headers)
        answer = link.getresponse()
        answer.read()
        assert answer.status == 204, answer.status


def one_round(stack: Stack, counted) -> float:
    """Events a second from the first byte sent to the last event counted."""
    work = [[batch() for _ in range(BATCHES // SENDERS)] for _ in range(SENDERS)]
    before = counted()
    threads = [threading.Thread(target=send, args=[stack.port, part]) for part in work]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    goal = before + BATCHES * EVENTS // 2
    wait_until("all counted", lambda: counted() >= goal, 60)
    return BATCHES * EVENTS / (time.monotonic() - start)


def run(stack: Stack) -> Iterator[Result]:
    stack.load(PREPARE)
    time.sleep(2.5)  # web's own copy of the policies
    consumer = subprocess.Popen(
        [sys.executable, "-m", "jishi", "signals"], cwd=ROOT, env=stack.env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with Totals(stack) as totals:
            one_round(stack, totals.impressions)  # warms up
            cpu = stack.cpu_seconds("web", "valkey")
            rates = [one_round(stack, totals.impressions) for _ in range(ROUNDS)]
            cpu = stack.cpu_seconds("web", "valkey") - cpu
        sent = (ROUNDS + 1) * BATCHES * EVENTS
        wait_until("all kept", lambda: stack.load(KEPT)["waiting"] == 0, 60)
        kept = stack.load(KEPT)
        assert kept["rows"] == kept["ids"] == sent, (kept, sent)
    finally:
        consumer.terminate()
        consumer.wait(20)
    share = cpu * 1e6 / (ROUNDS * BATCHES * EVENTS)
    notes = f"{sent} sent, {kept['ids']} in the lake, none lost or doubled; web + valkey"
    yield summarise("signals", "events/s", rates, BATCHES * EVENTS, f"{notes} {share:.0f} µs/event")


class Totals:
    """Asks the market's counters, in one process that stays."""

    CODE = (
        "import contextlib, sys; from jishi.run.installation import connected\n"
        "contextlib.ExitStack().enter_context(connected('a benchmark'))\n"
        "import django; django.setup()\n"
        "from jishi.traffic.signals.queries import get_totals\n"
        "for line in sys.stdin: print(get_totals().impressions, flush=True)\n"
    )

    def __init__(self, stack: Stack) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.CODE], cwd=ROOT, env=stack.env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def impressions(self) -> int:
        time.sleep(0.01)
        self.process.stdin.write("?\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def __enter__(self) -> Totals:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait(10)
