"""Clips of every shape become playable."""

from __future__ import annotations

import av
import pytest

from jishi.content.media import queries
from jishi.content.media.factories import make_video, render_clip
from jishi.content.media.providers.encode import measure_loudness
from jishi.content.media.providers.ffmpeg import run_ffmpeg
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.factories import recorded, run_pending_jobs
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.storage import local_path

pytestmark = pytest.mark.django_db


def transcoded(tmp_path, name="clip.mp4", **options):
    path = render_clip(tmp_path / name, **options)
    asset = make_video(owner=make_person().id, path=path)
    run_pending_jobs()
    return queries.find_asset(asset.id)


def decoded(asset, playlist="", name=None):
    """(frames, width, height, has sound) by decoding what a player would open."""
    path = local_path(f"{asset.hls_prefix}/{name or asset.hls_name}")
    with av.open(str(path)) as file:
        frames = list(file.decode(video=0))
        return len(frames), frames[0].width, frames[0].height, bool(file.streams.audio)


def test_a_compliant_clip_is_copied(tmp_path):
    asset = transcoded(tmp_path)
    assert (asset.status, asset.refusal_code) == ("ready", "")
    assert asset.playable
    assert asset.hls_name == "first.m3u8"
    master = local_path(f"{asset.hls_prefix}/first.m3u8").read_text()
    assert master.count("#EXT-X-STREAM-INF") == 1
    assert "copy/index.m3u8" in master
    frames, width, height, sound = decoded(asset)
    assert (frames, width, height, sound) == (120, 640, 360, True)
    assert [e.asset_id for e in recorded("media.asset_playable")] == [asset.id]
    assert [e.asset_id for e in recorded("media.asset_ready")] == [asset.id]
    steps = [s[:2] for s in queries.list_steps(asset.id)]
    assert steps == [
        ("uploading", "checking"),
        ("checking", "queued"),
        ("queued", "transcoding"),
        ("transcoding", "ready"),
    ]


def test_other_formats_get_a_ladder_in_cmaf(tmp_path):
    vp9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"]
    asset = transcoded(
        tmp_path, "clip.webm", size="1280x720", seconds=2.5, video=vp9, audio=["-c:a", "libopus"]
    )
    assert asset.status == "ready"
    assert asset.hls_name == "master.m3u8"
    master = local_path(f"{asset.hls_prefix}/master.m3u8").read_text()
    sizes = [line.split("RESOLUTION=")[1].split(",")[0] for line in master.splitlines()[3::2]]
    assert sizes == ["1280x720", "854x480", "640x360"]
    assert 'CODECS="avc1.64' in master
    assert "mp4a.40.2" in master
    for rung, (width, height) in {"480": (854, 480), "360": (640, 360)}.items():
        frames, w, h, sound = decoded(asset, name=f"{rung}/index.m3u8")
        assert (frames, w, h, sound) == (75, width, height, True)
        playlist = local_path(f"{asset.hls_prefix}/{rung}/index.m3u8").read_text()
        assert "init.mp4" in playlist
        assert playlist.count(".m4s") == 2
    with av.open(str(local_path(asset.mp4_key))) as file:
        assert file.streams.video[0].width == 1280
    assert local_path(asset.mp4_key).read_bytes()[:64].find(b"ftyp") == 4


def test_the_index_of_a_short_clip_is_in_front(tmp_path):
    asset = transcoded(tmp_path, seconds=2)
    data = local_path(asset.mp4_key).read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")


def test_portrait_and_rotation_stand_upright(tmp_path):
    plain = render_clip(tmp_path / "plain.mp4", size="640x360", seconds=2)
    turned = tmp_path / "turned.mp4"
    run_ffmpeg(
        ["-display_rotation", "90", "-i", str(plain), "-c", "copy", str(turned)], cwd=tmp_path
    )
    asset = make_video(owner=make_person().id, path=turned)
    run_pending_jobs()
    asset = queries.find_asset(asset.id)
    assert (asset.status, asset.width, asset.height) == ("ready", 360, 640)
    _, width, height, _ = decoded(asset, name="360/index.m3u8")
    assert (width, height) == (360, 640)
    portrait = transcoded(tmp_path, "p.mkv", size="360x640", seconds=2, video=["-c:v", "mpeg4"])
    assert decoded(portrait, name="360/index.m3u8")[1:3] == (360, 640)


@pytest.mark.parametrize("volume", [0.05, 8])
def test_sound_is_brought_to_one_loudness(tmp_path, volume):
    asset = transcoded(tmp_path, seconds=5, volume=volume)
    loud, peak = measure_loudness(local_path(asset.mp4_key))
    expected = -16.0
    source, _ = measure_loudness(tmp_path / "clip.mp4")
    if source < -36:
        expected = source + 20  # amplified by at most 20 dB
    assert loud == pytest.approx(expected, abs=1.0)
    assert peak <= 0


def test_silent_videos_play(tmp_path):
    asset = transcoded(tmp_path, audio=None, seconds=2)
    assert asset.status == "ready"
    assert not asset.has_audio
    assert decoded(asset)[3] is False


def test_sound_that_starts_late_stays_in_time(tmp_path):
    path = str(render_clip(tmp_path / "late.mkv", seconds=4))
    late = tmp_path / "shifted.mkv"
    words = ["-i", path, "-itsoffset", "1.5", "-i", path, "-map", "0:v", "-map", "1:a"]
    run_ffmpeg([*words, "-c", "copy", str(late)], cwd=tmp_path)
    asset = make_video(owner=make_person().id, path=late)
    run_pending_jobs()
    asset = queries.find_asset(asset.id)
    with av.open(str(local_path(asset.mp4_key))) as file:
        level = {}
        for frame in file.decode(audio=0):
            level[round(float(frame.time), 2)] = float(abs(frame.to_ndarray()).max())
    assert max(v for t, v in level.items() if t < 1.3) < 0.01
    assert min(v for t, v in level.items() if 1.8 < t < 3.0) > 0.05


def test_covers_are_pictures_of_the_clip(tmp_path):
    from PIL import Image

    asset = transcoded(tmp_path)
    assert len(asset.poster_choices) == 7
    assert asset.poster_key == asset.poster_choices[0]
    with Image.open(local_path(asset.poster_key)) as poster:
        assert poster.format == "JPEG"
        assert poster.size == (720, 406)


# The longer ones take a while: they run with the journeys.
CLIPS = [
    "bikes.mp4",
    pytest.param("bigbuckbunny.mp4", marks=pytest.mark.journey),
    pytest.param("bbb_480p_30s.mp4", marks=pytest.mark.journey),
]


@pytest.mark.parametrize("name", CLIPS)
def test_real_clips_play(name):
    path = settings.eval_data / "media" / name
    if not path.exists():
        pytest.skip(f"{name}: JISHI_EVAL_DATA has no media/{name}")
    asset = make_video(owner=make_person().id, path=path)
    run_pending_jobs()
    asset = queries.find_asset(asset.id)
    assert (asset.status, asset.refusal_code) == ("ready", "")
    with av.open(str(path)) as file:
        wanted = sum(1 for p in file.demux(video=0) if p.size)
    frames, _, _, sound = decoded(asset)
    assert frames == wanted
    assert sound == asset.has_audio
