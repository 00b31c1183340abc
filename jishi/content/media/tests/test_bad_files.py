"""Files that are refused: each with its code, and nothing is left behind."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from jishi.content.media import queries
from jishi.content.media.actions.complete_upload import complete_upload
from jishi.content.media.actions.import_file import import_file
from jishi.content.media.actions.open_upload import open_upload
from jishi.content.media.actions.store_picture import store_picture
from jishi.content.media.factories import picture_bytes, render_clip
from jishi.content.media.invariants import files_in_an_impossible_state
from jishi.content.media.models import Asset
from jishi.content.media.providers.probe import probe_video
from jishi.content.media.providers.uploads import place_upload, upload_path
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.factories import recorded, run_pending_jobs
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import person_actor

pytestmark = pytest.mark.django_db

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
)
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


@pytest.fixture
def actor():
    return person_actor(make_person().id)


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    whole = render_clip(folder / "whole.mp4", seconds=3)
    front = render_clip(folder / "front.mp4", seconds=3, extra=["-movflags", "+faststart"])
    return {
        "whole": whole.read_bytes(),
        "front": front.read_bytes(),
        "codec": render_clip(
            folder / "codec.mkv", seconds=1.5, size="160x120", video=["-c:v", "ffv1"]
        ).read_bytes(),
        "sound": render_clip(
            folder / "sound.mkv", seconds=1.5, size="160x120", audio=["-c:a", "wmav2"]
        ).read_bytes(),
        "short": render_clip(folder / "short.mp4", seconds=0.4, size="160x120").read_bytes(),
        "large": render_clip(folder / "large.mp4", seconds=1.2, size="4608x256").read_bytes(),
    }


def long_video(folder):
    """Three hours at a frame in ten seconds: small, but long."""
    words = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "2"]
    options = {"size": "64x64", "rate": 0.1, "video": words, "audio": None}
    return render_clip(folder / "long.mp4", seconds=3 * 3600, **options).read_bytes()


BAD_VIDEOS = {
    "text renamed .mp4": (lambda c: b"This is no video.\n" * 500, "media_not_a_video"),
    "truncated, index at the end": (lambda c: c["whole"][: len(c["whole"]) // 2],
                                    "media_incomplete"),
    "truncated, index in front": (lambda c: c["front"][: len(c["front"]) // 2],
                                  "media_incomplete"),
    "empty": (lambda c: b"", "media_empty"),
    "unsupported codec": (lambda c: c["codec"], "media_codec_unsupported"),
    "unsupported sound": (lambda c: c["sound"], "media_codec_unsupported"),
    "shorter than a second": (lambda c: c["short"], "media_too_short"),
    "frames too large": (lambda c: c["large"], "media_frame_too_large"),
    "a playlist that names other files": (lambda c: PLAYLIST, "media_not_a_video"),
    "a picture": (lambda c: picture_bytes(), "media_not_a_video"),
    "an SVG": (lambda c: SVG, "media_not_a_video"),
}  # fmt: skip


def refused(actor, data, kind="video"):
    """The code by which an upload is refused, at the door or by the check."""
    ticket = open_upload(actor=actor, filename="x.mp4", size_bytes=len(data), kind=kind)
    place_upload(ticket.asset_id, data)
    complete_upload(actor=actor, asset_id=ticket.asset_id)
    run_pending_jobs()
    asset = queries.get_asset(actor, ticket.asset_id)
    assert asset.status == "refused"
    assert asset.refusal_message
    assert not asset.playable
    assert not upload_path(asset.id).exists()
    assert not (settings.var_dir / "media" / "pictures" / str(asset.id)).exists()
    assert [e.code for e in recorded("media.asset_refused")] == [asset.refusal_code]
    assert recorded("media.asset_ready") == []
    assert queries.get_quota_left(actor.person_id) == settings.upload_daily_bytes
    assert files_in_an_impossible_state() == []
    return asset.refusal_code


@pytest.mark.parametrize("name", BAD_VIDEOS)
def test_bad_videos_are_refused(actor, clips, name):
    make, code = BAD_VIDEOS[name]
    data = make(clips)
    if data:
        assert refused(actor, data) == code
    before = Asset.objects.count()
    with pytest.raises(DomainError) as caught:
        import_file(actor=actor, source=data, filename="x.mp4")
    assert caught.value.code == code
    assert Asset.objects.filter(status="checking").count() == 0
    if not data:
        assert Asset.objects.count() == before


def test_a_bad_file_on_disk_leaves_no_row(actor, tmp_path):
    path = tmp_path / "x.mp4"
    path.write_bytes(b"text")
    with pytest.raises(DomainError) as caught:
        import_file(actor=actor, source=path, filename="x.mp4")
    assert caught.value.code == "media_not_a_video"
    assert Asset.objects.count() == 0


def test_a_three_hour_video_is_over_the_limit(actor, tmp_path):
    assert refused(actor, long_video(tmp_path)) == "media_too_long"


def png_header(width, height):
    """A PNG that claims a size and holds almost nothing."""

    def chunk(kind, body):
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


def bomb():
    out = io.BytesIO()
    Image.new("1", (7680, 4320)).save(out, "PNG")
    return out.getvalue()


BAD_PICTURES = {
    "an 8K bomb": (bomb, "media_too_many_pixels"),
    "a giant's header": (lambda: png_header(60_000, 60_000), "media_too_many_pixels"),
    "SVG with script": (lambda: SVG, "media_not_a_picture"),
    "text": (lambda: b"hello", "media_not_a_picture"),
    "truncated": (lambda: picture_bytes()[:4000], "media_picture_incomplete"),
    "header only": (lambda: png_header(800, 600), "media_picture_incomplete"),
    "BMP": (lambda: picture_bytes(kind="BMP", size=(50, 50)), "media_not_a_picture"),
    "empty": (lambda: b"", "media_empty"),
    "too many bytes": (lambda: b"x" * (20 * 1024**2 + 1), "media_too_large"),
}


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_bad_pictures_are_refused(actor, name):
    make, code = BAD_PICTURES[name]
    data = make()
    with pytest.raises(DomainError) as caught:
        store_picture(actor=actor, data=data, filename="picture.png")
    assert caught.value.code == code
    assert Asset.objects.count() == 0
    assert not list((settings.var_dir / "media").rglob("*.webp"))
    if code not in ("media_empty", "media_too_large"):
        assert refused(actor, data, kind="picture") == code


def test_a_bomb_is_not_decoded(actor):
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DomainError):
        store_picture(actor=actor, data=png_header(60_000, 60_000), filename="bomb.png")
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kb < 100_000


def test_names_and_headers_are_not_believed(tmp_path):
    clip = render_clip(tmp_path / "clip.mp4", seconds=1.5, size="160x120")
    other = tmp_path / "holiday.txt"
    other.write_bytes(clip.read_bytes())
    assert probe_video(other).video_codec == "h264"
