"""Synthesises a calm tune and its surroundings: plucked strings on a pentatonic scale, wind, birds.

All of it is computed here, so that no recording has to be licensed or shipped.
"""

from __future__ import annotations

import random
import wave
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jishi.run.demo.stage import dice

RATE = 48000
Wave = NDArray[np.floating[Any]]
# Semitones of the five Chinese modes over their tonic.
MODES = {
    "gong": (0, 2, 4, 7, 9),
    "shang": (0, 2, 5, 7, 10),
    "jue": (0, 3, 5, 8, 10),
    "zhi": (0, 2, 5, 7, 9),
    "yu": (0, 3, 5, 7, 10),
}


@dataclass(frozen=True)
class Mood:
    """Of a clip's sound: mode, tonic (Hz), beats a minute, instrument, surroundings."""

    mode: str = "gong"
    tonic: float = 220.0
    tempo: float = 84.0
    voice: str = "pluck"  # pluck | bell | flute
    air: str = "wind"  # wind | birds | kitchen | water | night | none


@lru_cache(maxsize=256)
def _note(voice: str, pitch: float, seconds: float) -> Wave:
    """One note, as a sum of decaying partials (a guzheng-like pluck, a bell, a breathy flute)."""
    time = np.arange(int(RATE * seconds), dtype=np.float32) / RATE
    tone = np.zeros_like(time)
    if voice == "flute":
        vibrato = 0.0035 * np.sin(2 * np.pi * 5.1 * time) * np.clip(time * 2.5, 0, 1)
        phase = 2 * np.pi * pitch * (time + vibrato / 5.1)
        for order, gain in ((1, 1.0), (2, 0.28), (3, 0.1)):
            tone += gain * np.sin(order * phase)
        swell = np.clip(time / 0.09, 0, 1) * np.clip((seconds - time) / 0.25, 0, 1)
        return np.asarray(0.34 * tone * swell, dtype=np.float32)
    partials = (
        ((1, 1.0, 2.6), (2.76, 0.5, 4.2), (5.4, 0.22, 7.0))
        if voice == "bell"
        else ((1, 1.0, 2.2), (2, 0.55, 3.2), (3, 0.34, 4.6), (4, 0.2, 6.0), (5, 0.1, 8.0))
    )
    ratio: float
    for ratio, gain, decay in partials:
        if pitch * ratio < RATE * 0.45:
            # Real strings are a little sharp in their upper partials.
            stretched = pitch * ratio * (1 + 0.00035 * ratio * ratio)
            tone += gain * np.sin(2 * np.pi * stretched * time) * np.exp(-decay * time)
    return np.asarray(0.5 * tone * np.clip(time / 0.004, 0, 1), dtype=np.float32)


def _melody(mood: Mood, beats: int, rng: random.Random) -> list[tuple[float, int, float]]:
    """(beat, scale step, loudness): a phrase of four bars, varied, ending on the tonic."""
    phrase: list[tuple[float, int, float]] = []
    step = rng.choice((4, 5, 7))
    for beat in range(min(8, beats)):
        if rng.random() < 0.82:
            phrase.append((float(beat), step, rng.uniform(0.7, 1.0)))
            if rng.random() < 0.42:
                phrase.append((beat + 0.5, step + rng.choice((-1, 1, 2)), rng.uniform(0.4, 0.65)))
        step = max(2, min(10, step + rng.choice((-2, -1, -1, 1, 1, 2))))
    notes = [note for note in phrase if note[0] < beats]
    for repeat in range(8, beats, 8):
        for at, degree, gain in phrase:
            if repeat + at < beats - 1:
                shift = rng.choice((0, 0, 0, 1, -1))
                notes.append((repeat + at, degree + shift, gain))
    notes.append((float(beats - 1), 5, 0.9))
    return notes


def _frequency(mood: Mood, step: int) -> float:
    scale = MODES[mood.mode]
    octave, degree = divmod(step, len(scale))
    return float(mood.tonic * 2 ** (octave + scale[degree] / 12))


def _noise(count: int, cutoff: float, rng: np.random.Generator) -> Wave:
    """Noise below `cutoff` Hz, made at a low rate and stretched: one filter less."""
    short = rng.normal(0, 1, max(4, int(count * cutoff * 2 / RATE) + 2)).astype(np.float32)
    at = np.linspace(0, len(short) - 1, count, dtype=np.float32)
    return np.asarray(np.interp(at, np.arange(len(short)), short), dtype=np.float32)


def _chirp(time: Wave, low: float, high: float) -> Wave:
    sweep = low + (high - low) * np.clip(time / 0.11, 0, 1)
    body = np.sin(2 * np.pi * sweep * time) * np.exp(-(((time - 0.05) / 0.03) ** 2))
    return np.asarray(body, dtype=np.float32)


def _air(kind: str, count: int, rng: random.Random) -> Wave:
    """Surroundings, quiet."""
    noise = np.random.default_rng(rng.randrange(2**31))
    sound = np.zeros(count, dtype=np.float32)
    if kind == "none":
        return sound
    swell = 0.6 + 0.4 * np.sin(np.linspace(0, rng.uniform(5, 9), count, dtype=np.float32))
    gain, cutoff = {
        "wind": (0.05, 520.0),
        "birds": (0.032, 620.0),
        "water": (0.06, 2400.0),
        "kitchen": (0.03, 5200.0),
        "night": (0.022, 420.0),
    }[kind]
    sound += gain * swell * _noise(count, cutoff, noise)
    if kind in ("birds", "night"):
        time = np.arange(int(0.14 * RATE), dtype=np.float32) / RATE
        low, high = (2600.0, 3900.0) if kind == "birds" else (4300.0, 4380.0)
        at = 0.4
        while at < count / RATE - 0.6:
            for repeat in range(rng.choice((2, 3, 4))):
                start = int((at + 0.13 * repeat) * RATE)
                call = _chirp(time, low * rng.uniform(0.96, 1.05), high)
                sound[start : start + len(call)] += 0.035 * call[: count - start]
            at += rng.uniform(0.9, 2.3)
    if kind == "kitchen":
        pops = noise.random(count) > 0.99985
        sound += (
            np.convolve(
                pops.astype(np.float32), np.exp(-np.arange(200, dtype=np.float32) / 30), "same"
            ).astype(np.float32)
            * 0.12
        )
    return sound


def compose(mood: Mood, seconds: float, seed: str) -> Wave:
    """A stereo sound of that length: (samples, 2), float, peak below 1, about -17 dBFS RMS."""
    rng = dice(f"{seed}/sound")
    count = int(RATE * seconds)
    mix = np.zeros((count, 2), dtype=np.float32)
    beat_seconds = 60 / mood.tempo
    beats = max(4, int((seconds - 0.6) / beat_seconds))
    ring = 1.6 if mood.voice != "flute" else beat_seconds * 0.95
    for beat, step, gain in _melody(mood, beats, rng):
        _add(
            mix,
            _note(mood.voice, _frequency(mood, step), ring),
            beat * beat_seconds + 0.12,
            gain * 0.5,
            rng.uniform(0.35, 0.65),
        )
    for beat in range(0, beats, 2):
        low = _note("pluck", _frequency(mood, (0, 3, 1, 2)[beat // 2 % 4]) / 2, 2.0)
        _add(mix, low, beat * beat_seconds + 0.12, 0.42, 0.5)
        if beat + 1 < beats:
            fifth = _note("pluck", _frequency(mood, 3) / 2, 1.6)
            _add(mix, fifth, (beat + 1) * beat_seconds + 0.12, 0.2, 0.42)
    for delay, gain in ((0.11, 0.22), (0.19, 0.15), (0.31, 0.1)):
        shift = int(delay * RATE)
        mix[shift:] += gain * mix[:-shift, ::-1]
    mix += _air(mood.air, count, rng)[:, None]
    fade = np.clip(np.arange(count, dtype=np.float32) / (0.08 * RATE), 0, 1)
    fade *= np.clip((count - np.arange(count, dtype=np.float32)) / (0.6 * RATE), 0, 1)
    mix *= fade[:, None]
    level = float(np.sqrt(np.mean(np.square(mix)))) or 1.0
    mix *= 10 ** (-17 / 20) / level
    return np.asarray(np.tanh(mix * 1.05) * 0.93, dtype=np.float32)


def _add(mix: Wave, tone: Wave, at: float, gain: float, pan: float) -> None:
    start = int(at * RATE)
    part = tone[: max(0, len(mix) - start)]
    mix[start : start + len(part), 0] += part * gain * (1 - pan) * 1.4
    mix[start : start + len(part), 1] += part * gain * pan * 1.4


def write_wave(samples: Wave, target: Path) -> None:
    """Saves as 16-bit stereo WAV."""
    with wave.open(str(target), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
