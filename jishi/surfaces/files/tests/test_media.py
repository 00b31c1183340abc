"""Stored files by signed address."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest

from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.signing import make_token, media_prefix_url, media_url

DATA = os.urandom(300_000)


def local(address):
    """The address without its origin, as the test's own process serves it."""
    return address.removeprefix(settings.media_url)


@pytest.fixture
def clip(stored):
    return stored("videos/a/run/clip.mp4", DATA)


def test_a_signed_address_gives_the_file(client, clip):
    answer = client.get(local(media_url(clip)))
    assert answer.status_code == 200
    assert answer.content == DATA
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert int(answer.headers["content-length"]) == len(DATA)
    head = client.head(local(media_url(clip)))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(DATA))
    known = client.get(local(media_url(clip)), headers={"If-None-Match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-", 206, 0, 300_000),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=100-199", 206, 100, 200),
        ("bytes=299990-400000", 206, 299_990, 300_000),
        ("bytes=-500", 206, 299_500, 300_000),
        ("bytes=-999999", 206, 0, 300_000),
        ("bytes=5-2", 200, 0, 300_000),
        ("bytes=0-1,5-6", 200, 0, 300_000),
        ("lines=0-1", 200, 0, 300_000),
        ("bytes=x-y", 200, 0, 300_000),
        ("bytes=-", 200, 0, 300_000),
    ],
)
def test_ranges(client, clip, asked, status, start, end):
    answer = client.get(local(media_url(clip)), headers={"Range": asked})
    assert answer.status_code == status
    assert answer.content == DATA[start:end]
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/300000"
        assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("asked", ["bytes=300000-", "bytes=-0", "bytes=900000-900001"])
def test_ranges_beyond_the_end(client, clip, asked):
    answer = client.get(local(media_url(clip)), headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */300000"


def test_a_changed_file_is_sent_whole(client, clip):
    headers = {"Range": "bytes=0-9", "If-Range": '"other"'}
    assert client.get(local(media_url(clip)), headers=headers).status_code == 200


def test_a_folder_opens_by_its_prefix_only(client, stored):
    for name in ("master.m3u8", "720/index.m3u8", "720/00000.m4s"):
        stored(f"videos/b/run/{name}", name.encode())
    stored("videos/b/other/master.m3u8", b"no")
    address = local(media_prefix_url("videos/b/run", "master.m3u8"))
    folder = address.rpartition("/")[0]
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert client.get(f"{folder}/720/00000.m4s").content == b"720/00000.m4s"
    assert client.get(f"{folder}/../other/master.m3u8").status_code == 403
    assert client.get(folder.replace("/run", "/other") + "/master.m3u8").status_code == 403
    assert client.get(f"{folder}/missing.m4s").status_code == 404


FORGED = [
    lambda a: a.partition("?")[0],
    lambda a: a.replace("&s=", "&s=A"),
    lambda a: a.replace("e=", "e=9"),
    lambda a: a.replace("clip.mp4", "clip2.mp4"),
    lambda a: a.replace("&s=", "&s=%C3%A9%00"),
]


@pytest.mark.parametrize("forge", FORGED)
def test_nothing_is_served_without_a_valid_signature(client, clip, stored, forge):
    stored("videos/a/run/clip2.mp4", b"other")
    answer = client.get(forge(local(media_url(clip))))
    assert answer.status_code == 403
    assert answer.json() == {"error": {"code": "media_address_refused"}}


def test_addresses_expire(client, clip):
    assert client.get(local(media_url(clip, seconds=-8000))).status_code == 403
    assert client.get(local(media_prefix_url("videos/a", "x", seconds=-8000))).status_code == 403


@pytest.mark.parametrize(
    "key", ["../secret", "a/../../secret", "/etc/passwd", "..%2fsecret", "a//b.mp4", "a\\b.mp4", ""]
)
def test_no_path_leads_out(client, key):
    (settings.var_dir / "secret").write_text("secret")
    path = local(media_url(key))
    raw = client.build_request("GET", path)
    raw.url = raw.url.copy_with(raw_path=path.replace("%2E", ".").encode())
    answer = client.send(raw)
    assert answer.status_code in (403, 404)
    assert "secret" not in answer.text.replace("refused", "")


def test_links_out_of_the_storage_are_not_followed(client, stored, tmp_path):
    outside = tmp_path / "outside.mp4"
    outside.write_bytes(b"outside")
    stored("videos/c/real.mp4", b"x")
    link = settings.var_dir / "media" / "videos" / "c" / "link.mp4"
    link.symlink_to(outside)
    assert client.get(local(media_url("videos/c/link.mp4"))).status_code == 404


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "noname"])
def test_only_known_types_are_served(client, stored, name):
    stored(f"odd/{name}", b"<script>alert(1)</script>")
    assert client.get(local(media_url(f"odd/{name}"))).status_code == 404


def test_only_the_markets_pages_may_read(client, clip):
    address = local(media_url(clip))
    ours = client.get(address, headers={"Origin": settings.market_url})
    assert ours.headers["access-control-allow-origin"] == settings.market_url
    theirs = client.get(address, headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in theirs.headers
    assert client.options(address).status_code == 204
    assert client.post(address).status_code == 405
    assert client.get("/").status_code == 404


def test_a_token_for_something_else_opens_nothing(client, clip):
    token = make_token("upload", {"asset": "x", "size": 1}, 60)
    path = urlsplit(local(media_url(clip))).path
    assert client.get(f"{path}?e=9999999999&s={token}").status_code == 403
