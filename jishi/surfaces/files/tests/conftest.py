"""A real files process on a free port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import httpx
import pytest

from jishi.foundation.kernel.settings import settings


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_files(port):
    words = ["granian", "--interface", "rsgi", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", *words, "--log-level", "warning", "jishi.surfaces.files.app:app"],
        start_new_session=True,  # so that its worker can be killed with it
    )
    for _ in range(200):
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz").raise_for_status()
            return process
        except httpx.HTTPError:
            assert process.poll() is None
            time.sleep(0.05)  # asked again until it answers
    raise AssertionError("the files process does not answer")


@pytest.fixture(scope="package")
def files_url():
    port = free_port()
    process = start_files(port)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


@pytest.fixture
def client(files_url):
    with httpx.Client(base_url=files_url) as http:
        yield http


@pytest.fixture
def stored():
    """Store bytes under a key of the storage."""

    def store(key, data):
        path = settings.var_dir / "media" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return key

    return store
