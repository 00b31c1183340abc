"""The demo market: its catalogue, its pictures and clips, and the seeding of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jishi.run.demo.seeding.plan import DemoSummary

LANGUAGES = ("zh-Hans", "en")


def seed(
    *,
    seed: int = 20261122,
    language: str = "zh-Hans",
    progress: Callable[[str, int, int], None],
) -> DemoSummary:
    """Fill a sandbox market with the demo; a second run adds only what is missing.

    `progress(step, done, total)` is called after each piece. The same seed makes the same market.
    Raises ValueError for a language that the demo has no words in, SandboxOnly outside a sandbox.
    """
    if language not in LANGUAGES:
        raise ValueError(f"the demo speaks {' and '.join(LANGUAGES)}, not {language}")
    # Imported late: the drawing processes import this package and need no database.
    from jishi.run.demo.seeding.plan import Plan
    from jishi.run.demo.seeding.run import run

    return run(Plan(), seed=seed, language=language, progress=progress)
