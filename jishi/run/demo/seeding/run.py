"""Runs the steps of the seeding in order."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jishi.foundation.kernel.errors import SandboxOnly
from jishi.foundation.kernel.settings import settings
from jishi.run.demo.seeding.aftersales import seed_aftersales
from jishi.run.demo.seeding.opinions import seed_opinions
from jishi.run.demo.seeding.payouts import seed_payouts
from jishi.run.demo.seeding.plan import DemoSummary, Plan
from jishi.run.demo.seeding.purchases import seed_orders
from jishi.run.demo.seeding.society import seed_follows, seed_people
from jishi.run.demo.seeding.storefronts import seed_products, seed_shops
from jishi.run.demo.seeding.stories import (
    known_posts,
    order_films,
    order_pictures,
    seed_articles,
    seed_videos,
)
from jishi.run.demo.seeding.studio import Progress, Studio
from jishi.run.demo.seeding.talk import seed_likes, seed_talk, seed_watching
from jishi.run.demo.seeding.workshop import Workshop


def run(plan: Plan, *, seed: int, language: str, progress: Progress) -> DemoSummary:
    """Seed a plan; what is there already is left alone, what is missing is added.

    Raises SandboxOnly in a market that is no sandbox.
    """
    if not settings.sandbox:
        raise SandboxOnly()
    with Workshop() as workshop, tempfile.TemporaryDirectory(prefix="jishi-demo-") as folder:
        studio = Studio(plan, seed, language, progress, workshop, Path(folder))
        seed_people(studio)
        seed_shops(studio)
        known = known_posts(studio)
        seed_products(studio)
        # The workshop is ahead of the database: what is asked for now is drawn meanwhile.
        drawn = order_pictures(studio, known)
        films = order_films(studio, known)
        seed_follows(studio)
        seed_articles(studio, known, drawn)
        seed_videos(studio, known, films)
        seed_talk(studio)
        seed_likes(studio)
        seed_orders(studio)
        seed_payouts(studio)
        seed_opinions(studio)
        seed_aftersales(studio)
        seed_watching(studio)
        return studio.summary
