"""Resumable uploads against the real process, by tuspy and by hand."""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import socket
import threading
import time
from uuid import uuid4

import pytest
from tusclient.client import TusClient

from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.signing import make_token
from jishi.surfaces.files.tests.conftest import free_port, start_files

TUS = {"Tus-Resumable": "1.0.0"}


def make_ticket(size, asset=None, seconds=600):
    asset = asset or str(uuid4())
    token = make_token("upload", {"asset": asset, "size": size}, seconds)
    return asset, f"/uploads/{asset}?t={token}"


def on_disk(asset):
    path = settings.var_dir / "uploads" / asset
    return path.read_bytes() if path.exists() else None


def patch(client, path, offset, body, **headers):
    headers = {
        **TUS,
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
        **headers,
    }
    return client.patch(path, content=body, headers=headers)


def test_tuspy_uploads_and_resumes(files_url, tmp_path):
    data = os.urandom(3_000_000)
    file = tmp_path / "clip.mp4"
    file.write_bytes(data)
    asset, path = make_ticket(len(data))
    first = TusClient(files_url).uploader(str(file), url=files_url + path, chunk_size=700_000)
    first.upload_chunk()
    assert on_disk(asset) == data[:700_000]
    second = TusClient(files_url).uploader(str(file), url=files_url + path, chunk_size=700_000)
    assert second.offset == 700_000
    second.upload()
    assert on_disk(asset) == data


def test_creation_by_ticket(client):
    asset, path = make_ticket(5)
    ticket = path.partition("t=")[2]
    answer = client.post("/uploads", headers={**TUS, "Upload-Length": "5", "Upload-Ticket": ticket})
    assert answer.status_code == 201
    assert answer.headers["location"] == settings.media_url + path
    assert on_disk(asset) == b""
    assert "upload-expires" in answer.headers
    longer = client.post("/uploads", headers={**TUS, "Upload-Length": "6", "Upload-Ticket": ticket})
    assert longer.status_code == 400


def test_a_cut_line_loses_nothing_that_arrived(files_url, client):
    data = os.urandom(2_000_000)
    asset, path = make_ticket(len(data))
    host, port = files_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        head = (
            f"PATCH {path} HTTP/1.1\r\nHost: {host}\r\nTus-Resumable: 1.0.0\r\n"
            "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(data)}\r\n\r\n"
        )
        line.sendall(head.encode() + data[:900_000])
        wait_until(lambda: len(on_disk(asset) or b"") == 900_000)
    kept = resumed_offset(client, path)
    assert kept == 900_000
    assert patch(client, path, kept, data[kept:]).status_code == 204
    assert on_disk(asset) == data


def resumed_offset(client, path):
    """The offset once the cut request has let go of the file."""
    answers = []

    def settled():
        answers.append(patch(client, path, 10**15, b"").status_code)
        return answers[-1] == 409

    wait_until(settled)
    return int(client.head(path, headers=TUS).headers["upload-offset"])


def wait_until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_killed_process_loses_nothing_that_was_answered_for():
    port = free_port()
    process = start_files(port)
    import httpx

    data = os.urandom(1_500_000)
    asset, path = make_ticket(len(data))
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        assert patch(client, path, 0, data[:600_000]).status_code == 204
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    process = start_files(port)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        assert client.head(path, headers=TUS).headers["upload-offset"] == "600000"
        assert patch(client, path, 600_000, data[600_000:]).status_code == 204
    process.terminate()
    process.wait(10)
    assert on_disk(asset) == data


def test_one_writer_at_a_time(files_url, client):
    asset, path = make_ticket(1_000_000)
    host, port = files_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        head = (
            f"PATCH {path} HTTP/1.1\r\nHost: {host}\r\nTus-Resumable: 1.0.0\r\n"
            "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
            "Content-Length: 1000000\r\n\r\n"
        )
        line.sendall(head.encode() + b"x" * 1000)
        wait_until(lambda: on_disk(asset) == b"x" * 1000)
        refused = patch(client, path, 1000, b"y" * 1000)
        assert refused.status_code == 423
        assert refused.json()["error"]["code"] == "upload_locked"
        line.sendall(b"x" * 999_000)
        assert line.recv(100).startswith(b"HTTP/1.1 204")
    assert on_disk(asset) == b"x" * 1_000_000


def test_parallel_writers_never_mix(client, files_url):
    import httpx

    asset, path = make_ticket(400_000)
    bodies = [bytes([65 + n]) * 400_000 for n in range(6)]
    answers = []

    def send(body):
        with httpx.Client(base_url=files_url) as own:
            answers.append(patch(own, path, 0, body).status_code)

    threads = [threading.Thread(target=send, args=(b,)) for b in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(204) == 1
    assert set(answers) <= {204, 409, 423}
    assert on_disk(asset) in bodies


def test_wrong_offsets(client):
    asset, path = make_ticket(10)
    assert patch(client, path, 0, b"12345").status_code == 204
    for offset in (0, 4, 6, 10):
        answer = patch(client, path, offset, b"xxxxx")
        assert answer.status_code == 409
        assert answer.headers["upload-offset"] == "5"
    assert patch(client, path, "x", b"1").status_code == 400
    assert on_disk(asset) == b"12345"


def test_no_byte_more_than_the_ticket_says(client):
    asset, path = make_ticket(10)
    patch(client, path, 0, b"12345")
    assert patch(client, path, 5, b"x" * 6).status_code == 413
    assert on_disk(asset) == b"12345"
    assert patch(client, path, 5, b"67890").status_code == 204
    assert patch(client, path, 10, b"x").status_code == 413
    assert on_disk(asset) == b"1234567890"


def test_tickets_of_others_and_late_ones(client):
    asset, path = make_ticket(5)
    _, foreign = make_ticket(5)
    _, late = make_ticket(5, asset=asset, seconds=-10)
    forged = path[:-3] + ("AAA" if path[-3:] != "AAA" else "BBB")
    swapped = f"/uploads/{asset}?{foreign.partition('?')[2]}"
    other_use = make_token("login", {"asset": asset, "size": 5}, 600)
    refused = [swapped, late, forged, f"/uploads/{asset}", f"/uploads/{asset}?t={other_use}"]
    traversal = make_token("upload", {"asset": "../secret", "size": 5}, 600)
    refused.append(f"/uploads/..%2Fsecret?t={traversal}")
    for bad in refused:
        for answer in (
            patch(client, bad, 0, b"12345"),
            client.head(bad, headers=TUS),
            client.delete(bad, headers=TUS),
        ):
            assert answer.status_code == 403
    assert on_disk(asset) is None


def test_checksums(client):
    asset, path = make_ticket(10)
    good = "sha1 " + base64.b64encode(hashlib.sha1(b"12345").digest()).decode()
    wrong = patch(client, path, 0, b"54321", **{"Upload-Checksum": good})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (460, "checksum_wrong")
    assert on_disk(asset) == b""
    unknown = patch(client, path, 0, b"12345", **{"Upload-Checksum": "crc32 AAAA"})
    assert unknown.status_code == 400
    assert patch(client, path, 0, b"12345", **{"Upload-Checksum": good}).status_code == 204
    assert on_disk(asset) == b"12345"


def test_termination(client):
    asset, path = make_ticket(10)
    patch(client, path, 0, b"12345")
    assert client.delete(path, headers=TUS).status_code == 204
    assert on_disk(asset) is None
    assert client.head(path, headers=TUS).headers["upload-offset"] == "0"


def test_the_protocol_is_spoken_exactly(client):
    asset, path = make_ticket(10)
    options = client.options("/uploads", headers={"Origin": settings.market_url})
    assert options.status_code == 204
    assert options.headers["tus-version"] == "1.0.0"
    extensions = options.headers["tus-extension"].split(",")
    assert extensions == ["creation", "termination", "checksum", "expiration"]
    assert options.headers["access-control-allow-origin"] == settings.market_url
    assert "PATCH" in options.headers["access-control-allow-methods"]
    assert client.head(path).status_code == 412
    head = client.head(path, headers=TUS)
    assert head.headers["cache-control"] == "no-store"
    assert head.headers["upload-length"] == "10"
    wrong_type = patch(client, path, 0, b"1", **{"Content-Type": "video/mp4"})
    assert wrong_type.status_code == 415
    assert client.put(path, headers=TUS).status_code == 405
    assert on_disk(asset) is None


@pytest.mark.parametrize("path", ["/uploads/x", "/uploads/%00", "/uploads/a/b"])
def test_odd_paths(client, path):
    assert client.head(path, headers=TUS).status_code == 403
