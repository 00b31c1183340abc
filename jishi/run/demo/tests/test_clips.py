"""The short videos of the demo: they move, they sound, and the transcoder may copy them."""

import itertools

import av
import numpy as np
import pytest

from jishi.run.demo import clips, sound
from jishi.run.demo.motion import Clip


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    target = tmp_path_factory.mktemp("clip") / "clip.mp4"
    clip = Clip(("hillside", "close_up"), "honey_pot", flyers=("honeybee",), seconds=5)
    clips.render(clip, "a", target)
    return target


def test_it_is_what_the_transcoder_copies(film):
    with av.open(str(film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.codec_context.name == "h264"
        assert video.codec_context.pix_fmt == "yuv420p"
        assert (video.width, video.height) == (720, 1280)
        assert audio.codec_context.name == "aac"
        assert audio.channels == 2
        assert container.bit_rate < 6_000_000
        assert abs(container.duration / 1e6 - 5) < 0.15
        keys = [p.pts * p.time_base for p in container.demux(video) if p.is_keyframe]
    assert max(b - a for a, b in itertools.pairwise(keys)) <= 4


def test_it_moves_all_the_time(film):
    with av.open(str(film)) as container:
        frames = [f.to_ndarray(format="gray") for f in container.decode(video=0)]
    assert len(frames) == 150
    steps = [
        np.abs(a[::4, ::4].astype(int) - b[::4, ::4]).max()
        for a, b in zip(frames[::10], frames[10::10], strict=False)
    ]
    assert min(steps) > 20


def test_it_is_audible_and_not_clipped(film):
    with av.open(str(film)) as container:
        samples = np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)
    level = 20 * np.log10(np.sqrt(np.mean(samples**2)))
    assert -24 < level < -12
    assert np.abs(samples).max() <= 1.0


@pytest.mark.parametrize("name", sorted(clips.SCENES))
def test_every_scene_renders_the_same_twice(name, tmp_path):
    clip = Clip(
        (name,), "mango", person="woman_farmer", props=("herb",), front=("blossom",),
        flyers=("butterfly",), seconds=0.4, steam=True, ground="plate",
    )  # fmt: skip
    clips.render(clip, "a", tmp_path / "a.mp4")
    clips.render(clip, "a", tmp_path / "b.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_landscape_clips_are_wide(tmp_path):
    clips.render(Clip(("falling",), "pear", seconds=0.4, landscape=True), "a", tmp_path / "a.mp4")
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert container.streams.video[0].width == 1280


@pytest.mark.parametrize("air", ["wind", "birds", "kitchen", "water", "night", "none"])
def test_every_air_composes_the_same_twice(air):
    mood = sound.Mood(air=air, voice="flute", mode="yu")
    wave = sound.compose(mood, 3, "a")
    assert wave.shape == (3 * sound.RATE, 2)
    assert np.array_equal(wave, sound.compose(mood, 3, "a"))
    assert np.abs(wave).max() < 1
