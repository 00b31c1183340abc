"""A worker that is killed, superseded, or can't: the next run starts over cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from jishi.content.media import queries
from jishi.content.media.actions.claim_transcode import MAX_ATTEMPTS, claim_transcode
from jishi.content.media.actions.finish_transcode import finish_transcode
from jishi.content.media.actions.note_progress import note_progress
from jishi.content.media.actions.show_first import show_first
from jishi.content.media.factories import make_video, render_clip
from jishi.content.media.jobs import transcode_asset
from jishi.content.media.types import Rendition
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import durable

MADE = Rendition("videos/x/y", "first.m3u8", "", "p.jpg", ("p.jpg",))
WORKER = """
import django
django.setup()
from django.db import connection
from jishi.content.media.jobs import transcode_asset
transcode_asset({asset!r})
"""


def queued(tmp_path, **options):
    path = render_clip(tmp_path / "clip.mp4", **options)
    with durable():
        asset = make_video(owner=make_person().id, path=path)
    run_pending_jobs(queues=("checks",))
    assert queries.find_asset(asset.id).status == "queued"
    return asset.id


@pytest.mark.django_db
def test_what_an_older_run_says_is_void(tmp_path):
    asset_id = queued(tmp_path, seconds=1.2, size="160x120")
    old = claim_transcode(asset_id=asset_id)
    new = claim_transcode(asset_id=asset_id)
    assert old != new
    assert not note_progress(asset_id=asset_id, run_id=old, percent=50)
    assert not show_first(asset_id=asset_id, run_id=old, made=MADE)
    assert not finish_transcode(asset_id=asset_id, run_id=old, made=MADE)
    assert note_progress(asset_id=asset_id, run_id=new, percent=50)
    asset = queries.find_asset(asset_id)
    assert (asset.status, asset.progress_percent, asset.playable) == ("transcoding", 50, False)


@pytest.mark.django_db
def test_a_file_that_kills_workers_is_refused_in_the_end(tmp_path):
    asset_id = queued(tmp_path, seconds=1.2, size="160x120")
    for _ in range(MAX_ATTEMPTS):
        assert claim_transcode(asset_id=asset_id)
    assert claim_transcode(asset_id=asset_id) is None
    assert queries.find_asset(asset_id).refusal_code == "media_transcode_failed"


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_is_taken_over(tmp_path):
    asset_id = queued(tmp_path, seconds=12, size="640x360", video=["-c:v", "mpeg4"])
    script = WORKER.format(asset=str(asset_id))
    env = os.environ | {"JISHI_DATABASE_URL": database_url()}
    worker = subprocess.Popen([sys.executable, "-c", script], env=env)
    work = settings.var_dir / "work"
    end = time.monotonic() + 60
    while not list(work.glob(f"{asset_id}-*/360/*.m4s")):
        assert worker.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    first_run = next(work.glob(f"{asset_id}-*"))
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    assert queries.find_asset(asset_id).status == "transcoding"
    assert not encoders_of(first_run)
    transcode_asset(str(asset_id))
    asset = queries.find_asset(asset_id)
    assert (asset.status, asset.progress_percent) == ("ready", 100)
    assert asset.hls_prefix.rpartition("/")[2] not in first_run.name
    assert not first_run.exists()
    assert not list(work.glob(f"{asset_id}-*"))
    transcode_asset(str(asset_id))  # a job that is repeated once more does nothing
    assert queries.find_asset(asset_id) == asset


def encoders_of(folder):
    """Processes that still work in a folder; the kernel may need a moment to end them."""
    end = time.monotonic() + 5
    while True:
        found = []
        for entry in os.scandir("/proc") if os.path.isdir("/proc") else ():
            if entry.name.isdigit():
                try:
                    if os.readlink(f"/proc/{entry.name}/cwd") == str(folder):
                        found.append(entry.name)
                except OSError:
                    continue
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.05)


def database_url():
    """The test database, which pytest-django made beside the one in the environment."""
    from django.db import connection

    base, _, query = os.environ["JISHI_DATABASE_URL"].partition("?")
    return f"{base.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{query}"
