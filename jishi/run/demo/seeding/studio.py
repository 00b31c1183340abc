"""Common ground of the seeding steps: who acts, in which language, with which workshop."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from jishi.content.media.actions.store_picture import store_picture
from jishi.content.media.types import AssetView
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor, person_actor
from jishi.run.demo.catalogue.shapes import Text
from jishi.run.demo.seeding.plan import DemoSummary, Plan
from jishi.run.demo.seeding.workshop import Workshop
from jishi.run.demo.stage import dice

Progress = Callable[[str, int, int], None]


@dataclass
class Studio:
    """One run of the seeding."""

    plan: Plan
    seed: int
    language: str
    progress: Progress
    workshop: Workshop
    folder: Path
    summary: DemoSummary = field(default_factory=DemoSummary)
    people: dict[str, UUID] = field(default_factory=dict)
    shops: dict[str, UUID] = field(default_factory=dict)
    products: dict[str, UUID] = field(default_factory=dict)
    posts: dict[str, UUID] = field(default_factory=dict)
    operator: Actor | None = None

    def say(self, text: Text) -> str:
        """A text in the language of this run."""
        return text(self.language)

    def actor(self, key: str) -> Actor:
        """A person of the demo, acting."""
        return person_actor(self.people[key])

    def dice(self, *about: object) -> random.Random:
        """Chance that falls the same way for the same seed and subject."""
        return dice("/".join(map(str, (self.seed, *about))))

    def note(self) -> None:
        """Count something that was not there before."""
        self.summary.created += 1


def keep_picture(actor: Actor, data: Future[bytes] | bytes, name: str) -> AssetView:
    """Store a drawn picture as its owner's upload."""
    drawn = data if isinstance(data, bytes) else data.result()
    with durable():
        return store_picture(actor=actor, data=drawn, filename=f"{name}.jpg")


def hours(value: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=value)
