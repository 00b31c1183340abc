"""`jishi demo`: fills the market and remembers that it did."""

from __future__ import annotations

import json
import os
import sys
import time

from jishi.run.embedded.places import write_private
from jishi.run.errors import CommandFailed
from jishi.run.installation import connected
from jishi.run.up import MARKER


def fill(*, language: str, seed: int) -> None:
    """Seed the demo market; raises CommandFailed outside a sandbox."""
    os.environ.setdefault("JISHI_ROLE", "demo")
    with connected("jishi demo") as settings:
        if not settings.sandbox:
            raise CommandFailed(what="`jishi demo`", reason="this market is not a sandbox")
        import django

        django.setup()
        from jishi.run import demo

        if language not in demo.LANGUAGES:
            known = " or ".join(demo.LANGUAGES)
            raise CommandFailed(what="`jishi demo`", reason=f"--language is {known}")
        began = time.monotonic()
        summary = demo.seed(seed=seed, language=language, progress=_Progress())
        print(summary)
        kept = {"seed": seed, "language": language, "seconds": round(time.monotonic() - began, 1)}
        write_private(settings.var_dir / MARKER, json.dumps(kept))


class _Progress:
    """Says how far it is: in place on a terminal, every few seconds elsewhere."""

    def __init__(self) -> None:
        self._said = ("", 0.0)

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if sys.stdout.isatty():
            end = "\n" if done >= total else ""
            print(f"\r{step:<24} {done}/{total}", end=end, flush=True)
        elif step != self._said[0] or done >= total or now - self._said[1] > 3:
            print(f"{step} {done}/{total}", flush=True)
            self._said = (step, now)
