"""Runs ffmpeg: low priority, dies with its worker, reports how far it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

Report = Callable[[float], bool]
# Input options: a file may name nothing but itself, and only formats we checked are opened.
SAFE_INPUT = ("-protocol_whitelist", "file,pipe")


class EncoderFailed(Exception):
    """ffmpeg ended with an error; the last lines of what it said are the message."""


class RunSuperseded(Exception):
    """Another worker has taken the file over."""


@cache
def ffmpeg_words() -> tuple[str, ...]:
    """The command before its options: nice to the web, and ending when its worker is killed."""
    words: list[str] = []
    if nice := shutil.which("nice"):
        words += [nice, "-n", "10"]
    if setpriv := shutil.which("setpriv"):
        words += [setpriv, "--pdeathsig", "KILL"]
    import imageio_ffmpeg  # heavy: only who needs it loads it

    return (*words, imageio_ffmpeg.get_ffmpeg_exe())


def run_ffmpeg(
    options: Sequence[str],
    *,
    cwd: Path,
    seconds: float = 0.0,
    report: Report | None = None,
    limit_seconds: float = 3600.0,
) -> str:
    """Run ffmpeg in `cwd`; returns what it wrote to its log.

    `report` is called with the share done (0–1 of `seconds` of output); when it answers False
    the encoder is stopped and RunSuperseded raised. Raises EncoderFailed.
    """
    argv = [*ffmpeg_words(), "-hide_banner", "-nostdin", "-y", "-nostats", *options]
    if report:
        argv[-len(options) : -len(options)] = ["-progress", "pipe:1"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603  # no shell, words of our own
            argv,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        )
        guard = threading.Timer(limit_seconds, process.kill)
        guard.daemon = True
        guard.start()
        try:
            _follow(process, seconds, report)
            status = process.wait()
        finally:
            guard.cancel()
            if process.poll() is None:
                process.kill()
                process.wait()
        log.seek(0)
        said = log.read().decode(errors="replace")
    if status != 0:
        raise EncoderFailed(f"status {status}: {said[-1500:]}")
    return said


def _follow(process: subprocess.Popen[bytes], seconds: float, report: Report | None) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if report is None or not line.startswith(b"out_time_us="):
            continue
        value = line.partition(b"=")[2].strip()
        if value.isdigit() and not report(min(1.0, int(value) / 1e6 / max(seconds, 0.1))):
            raise RunSuperseded
