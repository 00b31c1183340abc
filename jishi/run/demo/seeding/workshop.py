"""Makes pictures and clips in processes of their own, ahead of the writes that need them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from jishi.run.demo.art import Look
from jishi.run.demo.motion import Clip


def draw_product(look: Look, variant: int, seed: str) -> bytes:
    """A product picture as JPEG: the first one large, the others as large as a phone needs."""
    from jishi.run.demo import art

    side = art.COVER if variant == 0 else art.DETAIL
    return art.jpeg(art.product_picture(look, variant, seed, side))


def draw_tall(look: Look, variant: int, seed: str) -> bytes:
    """A product picture for an article: tall, as the feed shows it."""
    from jishi.run.demo import art, motion

    return art.jpeg(art.product_picture(look, variant, seed, *motion.PORTRAIT))


def draw_dyed(look: Look, dye: str, seed: str) -> bytes:
    """The cover of a product in another colour."""
    from jishi.run.demo import art

    hero = look.hero.partition(":")[0]
    dyed = replace(look, hero=f"{hero}:{dye}")
    return art.jpeg(art.product_picture(dyed, 0, seed, art.DETAIL))


def draw_avatar(glyph: str, tint: int) -> bytes:
    """A person's picture."""
    from jishi.run.demo import art, portraits

    return art.jpeg(portraits.avatar(glyph, tint))


def draw_logo(glyph: str, tint: int) -> bytes:
    """A shop's mark."""
    from jishi.run.demo import art, portraits

    return art.jpeg(portraits.logo(glyph, tint))


def draw_still(clip: Clip, seed: str) -> bytes:
    """A picture of a scene."""
    from jishi.run.demo import art, clips

    return art.jpeg(clips.picture(clip, seed))


def shoot(clip: Clip, seed: str, target: str) -> str:
    """A clip, written to `target`; returns its path."""
    from jishi.run.demo import clips

    clips.render(clip, seed, Path(target))
    return target


class Workshop:
    """A few processes that draw; what is asked first is made first.

    They are started afresh (spawn), never forked: they must not inherit database connections.
    """

    def __init__(self, processes: int | None = None) -> None:
        count = processes or max(1, min(4, os.cpu_count() or 1))
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(count, mp_context=context, initializer=_quietly)

    def picture(self, draw: Callable[..., bytes], *values: object) -> Future[bytes]:
        """A picture to come."""
        return self._pool.submit(draw, *values)

    def film(self, clip: Clip, seed: str, target: Path) -> Future[str]:
        """A clip to come."""
        return self._pool.submit(shoot, clip, seed, str(target))

    def __enter__(self) -> Workshop:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _quietly() -> None:
    """Leave the processor to people who are looking at the market already."""
    os.nice(5)
