import os
import signal
import subprocess
import sys
import threading
import time
from uuid import uuid4

import pytest

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals import consumer as module
from jishi.traffic.signals.actions import copy_event_log, keep_record
from jishi.traffic.signals.consumer import Consumer, run
from jishi.traffic.signals.factories import consume, event, make_viewer, send
from jishi.traffic.signals.providers.lake_files import compact, list_partitions, open_lake
from jishi.traffic.signals.queries import get_post_counts, read_lake
from jishi.traffic.signals.rules import GROUP, RECORDS, STREAM
from jishi.traffic.signals.types import _listeners, register_listener

pytestmark = pytest.mark.django_db


def pending(stream: str = STREAM) -> int:
    return get_valkey().xpending(stream, GROUP)["pending"]


def test_acknowledged_only_after_the_file_is_there():
    post = uuid4()
    consumer = Consumer("one", flush_seconds=1000)
    send(make_viewer(), event("impression", post))
    consumer.step(1)
    assert get_post_counts([post])[post].impressions == 1
    assert read_lake("SELECT count(*) FROM signals") == [(0,)]
    assert pending() == 1
    consumer.flush()
    assert pending() == 0
    assert get_valkey().xlen(STREAM) == 0
    assert read_lake("SELECT post_id, kind FROM signals") == [(str(post), "impression")]


def test_a_dead_consumers_batch_is_taken_over_and_counted_once():
    post = uuid4()
    send(make_viewer(), event("impression", post))
    dead = Consumer("dead", flush_seconds=1000)
    dead.step(1)
    heir = Consumer("heir", flush_seconds=0, claim_idle_ms=0)
    heir.step(1)
    heir.flush()
    assert pending() == 0
    assert get_post_counts([post])[post].impressions == 1
    dead.flush()  # it was only slow: the rows come twice, the ids once
    assert read_lake("SELECT count(*) FROM signals") == [(1,)]


def test_a_failing_disk_loses_nothing(monkeypatch):
    post = uuid4()
    send(make_viewer(), event("impression", post))
    consumer = Consumer("one", flush_seconds=1000)
    consumer.step(1)

    def full(_rows):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, "write_signals", full)
        with pytest.raises(OSError, match="space"):
            consumer.flush()
    assert pending() == 1
    consumer.flush()
    assert pending() == 0
    assert read_lake("SELECT count(*) FROM signals") == [(1,)]


def test_an_unreadable_entry_stops_nothing():
    post = uuid4()
    get_valkey().xadd(STREAM, {"x": "y"})
    send(make_viewer(), event("impression", post))
    consume()
    assert get_post_counts([post])[post].impressions == 1
    assert pending() == 0


def test_listeners_hear_signals_and_ticks():
    heard, ticks = [], []

    class Listener:
        name = "test"

        def on_signals(self, signals):
            heard.extend(signals)

        def on_tick(self):
            ticks.append(1)

    register_listener(Listener())
    try:
        post, viewer = uuid4(), make_viewer()
        send(viewer, event("impression", post, slot=3))
        consume()
    finally:
        del _listeners["test"]
    assert [(s.post_id, s.slot, s.viewer_key) for s in heard] == [(post, 3, viewer.viewer_key)]
    assert ticks


def test_records_and_facts_reach_the_lake():
    from jishi.foundation.kernel import clock

    key = uuid4()
    keep_record(
        table="decisions", kind="for_you", record_id=key, at=clock.now(), payload=b'{"a":1}'
    )
    person = make_person()
    consume()
    assert read_lake("SELECT id, kind, payload->>'a' FROM decisions") == [
        (str(key), "for_you", "1")
    ]
    rows = read_lake(
        "SELECT payload->>'person_id' FROM events WHERE kind = ?", ["accounts.person_joined"]
    )
    assert rows == [(str(person.id),)]
    assert pending(RECORDS) == 0
    with pytest.raises(ValueError, match="not a name"):
        keep_record(table="../x", kind="y", record_id=key, at=clock.now(), payload=b"{}")


def test_facts_are_copied_once_and_again_after_a_restart_without_harm():
    make_person()
    first = copy_event_log()
    assert first >= 1
    assert copy_event_log() == 0
    copy_event_log.__globals__["_copied"].clear()  # as after a crash
    assert copy_event_log(page=1) == first
    assert read_lake("SELECT count(*) FROM events") == [(first,)]


def test_small_files_are_merged():
    for _ in range(3):
        send(make_viewer(), event("impression", uuid4()))
        consume()
    (folder,) = list_partitions(time.strftime("%Y-%m-%d", time.gmtime()))
    assert folder.startswith("signals/day=")
    assert compact(folder, at_least=4) == 0
    assert compact(folder, at_least=3) == 3
    fs, root = open_lake()
    assert len(fs.ls(f"{root}/{folder}")) == 1
    assert read_lake("SELECT count(*), count(DISTINCT id) FROM signals") == [(3, 3)]


def test_run_stops_when_asked_and_writes_what_it_holds():
    post, stop = uuid4(), threading.Event()
    send(make_viewer(), event("impression", post))
    thread = threading.Thread(target=run, args=[stop])
    thread.start()
    deadline = time.monotonic() + 20
    started = time.monotonic()
    while get_post_counts([post])[post].impressions == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    counted_after = time.monotonic() - started
    stop.set()
    thread.join(20)
    assert counted_after < 1.5
    assert read_lake("SELECT count(*) FROM signals") == [(1,)]
    assert pending() == 0


_VICTIM = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "jishi.config.settings"
django.setup()
from jishi.traffic.signals.consumer import Consumer
c = Consumer("victim", flush_seconds=0.3, claim_idle_ms=300)
c._tick = lambda: None
print("ready", flush=True)
while True:
    c.step(20)
"""


def test_killed_at_random_moments_nothing_is_lost_or_doubled():
    """kill -9 of the consumer while events pour in; each is in the lake and the counters once."""
    post, sent = uuid4(), 0
    environment = os.environ | {"JISHI_VAR_DIR": str(settings.var_dir)}
    for round_ in range(3):
        victim = subprocess.Popen(
            [sys.executable, "-c", _VICTIM], env=environment, stdout=subprocess.PIPE
        )
        assert victim.stdout.readline() == b"ready\n"
        for _ in range(40):
            send(make_viewer(), *(event("impression", post) for _ in range(5)), event("play", post))
            sent += 1
        time.sleep(0.05 + 0.2 * round_)  # the moment of death differs, the outcome must not
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        victim.stdout.close()
    heir = Consumer("heir", flush_seconds=0, claim_idle_ms=0)
    while heir.step(1):
        pass
    heir.flush()
    assert pending() == 0
    assert get_post_counts([post])[post].impressions == sent
    assert read_lake("SELECT kind, count(*) FROM signals GROUP BY 1 ORDER BY 1") == [
        ("impression", 5 * sent),
        ("play", sent),
    ]
