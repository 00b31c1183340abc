"""Actors, pages and lifecycle tables: the value objects that cross every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class ActorKind(StrEnum):
    """In what capacity somebody acts."""

    PERSON = "person"
    OPERATOR = "operator"
    SYSTEM = "system"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something; `person_id` is None for the system and for outside providers."""

    kind: ActorKind
    person_id: UUID | None = None
    ip: str | None = None

    @property
    def is_operator(self) -> bool:
        """Whether this is the market's own staff."""
        return self.kind is ActorKind.OPERATOR

    def require_person(self) -> UUID:
        """The person's id; raises NotSignedIn for anybody else."""
        if self.person_id is None:
            from jishi.foundation.kernel.errors import NotSignedIn

            raise NotSignedIn()
        return self.person_id


SYSTEM = Actor(ActorKind.SYSTEM)


def person_actor(person_id: UUID, ip: str | None = None) -> Actor:
    """An actor for a signed-in person."""
    return Actor(ActorKind.PERSON, person_id, ip)


def operator_actor(person_id: UUID, ip: str | None = None) -> Actor:
    """An actor for a member of the operator's staff."""
    return Actor(ActorKind.OPERATOR, person_id, ip)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `next_cursor` is None on the last."""

    items: tuple[T, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step of a state machine.

    `by` names who may take it (`buyer`, `merchant`, `operator`, `system`, …). A step by
    `system` with `after` happens by itself that long after the state was entered.
    """

    source: str
    target: str
    by: tuple[str, ...]
    after: timedelta | None = None
    policy: str | None = None  # name of the policy value that overrides `after`


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A state machine as data: served by the API, drawn in the docs, obeyed by the mover."""

    name: str
    initial: str
    transitions: tuple[Transition, ...]

    def find(self, source: str, target: str) -> Transition | None:
        """The step from `source` to `target`, or None when there is none."""
        return next(
            (t for t in self.transitions if t.source == source and t.target == target), None
        )

    def leaving(self, source: str) -> tuple[Transition, ...]:
        """All steps out of `source`."""
        return tuple(t for t in self.transitions if t.source == source)

    @property
    def states(self) -> tuple[str, ...]:
        """All states, the initial one first."""
        names = [self.initial]
        for step in self.transitions:
            names += [s for s in (step.source, step.target) if s not in names]
        return tuple(names)

    @property
    def terminal(self) -> frozenset[str]:
        """States that nothing leaves."""
        return frozenset(self.states) - {t.source for t in self.transitions}

    def check(self, source: str, target: str, by: str) -> Transition:
        """The step, if `by` may take it; raises TransitionRefused otherwise."""
        from jishi.foundation.kernel.errors import TransitionRefused

        step = self.find(source, target)
        if step is None or by not in step.by:
            raise TransitionRefused(status=source, to=target, machine=self.name, by=by)
        return step


JsonMap = Mapping[str, object]
