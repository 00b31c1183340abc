"""kill -9 of web, signals, Valkey and PostgreSQL while devices report: every event once."""

from __future__ import annotations

import http.client
import json
import os
import random
import time
from uuid import uuid4

import pytest

from tests.market import Market, running_market, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
ROUNDS = int(os.environ.get("JISHI_FAULT_ROUNDS", "4"))
TARGETS = ("signals", "valkey", "web", "postgres")
POST = str(uuid4())

READ = """
import json
from uuid import UUID
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals.queries import get_post_counts, read_lake
post = UUID('POST')
print(json.dumps({
    'counted': get_post_counts([post])[post].impressions,
    'kept': read_lake("SELECT count(*), count(DISTINCT id) FROM signals")[0],
    'waiting': get_valkey().xlen('signals:stream'),
}))
"""


def send_until_taken(market: Market, body: bytes) -> None:
    """A device keeps a batch until it is answered; it may so arrive twice."""

    def taken() -> bool:
        link = http.client.HTTPConnection("127.0.0.1", market.port, timeout=10)
        try:
            headers = {"Content-Type": "text/plain", "Sec-Fetch-Site": "same-origin"}
            link.request("POST", "/signals", body, headers)
            return link.getresponse().status == 204
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    wait_until("a batch is taken", taken, 60)


def test_signals_survive_kill_9(tmp_path):
    rng = random.Random(os.environ.get("JISHI_FAULT_SEED", "signals"))
    sent = 0
    with running_market(tmp_path / "var", "--only", "web,signals") as market:
        for number in range(ROUNDS):
            target, strike = TARGETS[number % len(TARGETS)], rng.randrange(20, 60)
            for count in range(80):
                if count == strike:
                    market.kill(target)
                events = [
                    {"id": str(uuid4()), "kind": "impression", "post_id": POST} for _ in range(5)
                ]
                send_until_taken(market, json.dumps({"events": events}).encode())
                sent += 1
            print(f"round {number + 1}/{ROUNDS}: {target} killed at batch {strike}", flush=True)

        def all_written() -> bool:
            time.sleep(0.5)
            return read(market)["waiting"] == 0

        wait_until("all is in the lake", all_written, 120)
        found = read(market)
    # A batch that was answered too late came twice: another viewer's cookie, the same ids.
    assert found["kept"] == [5 * sent, 5 * sent]
    assert found["counted"] == sent


def read(market: Market) -> dict:
    return json.loads(market.python(READ.replace("POST", POST)).strip().splitlines()[-1])
