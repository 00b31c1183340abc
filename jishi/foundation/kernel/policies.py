"""Policy values: numbers an operator may change, each with a default, a unit and a history."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection
from pydantic import TypeAdapter, ValidationError

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.models import PolicyValue
from jishi.foundation.kernel.types import Actor

V = TypeVar("V")
REFRESH_SECONDS = 2.0


@dataclass(frozen=True)
class Policy(Generic[V]):
    """A named value in force: the operator's newest one, or `default`."""

    name: str
    default: V
    kind: Any
    unit: str
    about: str

    registry: ClassVar[dict[str, Policy[Any]]] = {}

    def __post_init__(self) -> None:
        Policy.registry[self.name] = self

    def get(self) -> V:
        """The value in force; another process's change is seen within two seconds."""
        value: V = _snapshot().get(self.name, self.default)
        return value


_cache: tuple[float, dict[str, Any]] = (-1e9, {})


def _snapshot() -> dict[str, Any]:
    global _cache
    if time.monotonic() - _cache[0] < REFRESH_SECONDS:
        return _cache[1]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (name) name, value::text FROM kernel_policyvalue"
            " ORDER BY name, at DESC, id DESC"
        )
        rows = cursor.fetchall()
    known = Policy.registry
    values = {n: TypeAdapter(known[n].kind).validate_json(v) for n, v in rows if n in known}
    _cache = (time.monotonic(), values)
    return values


def forget_policies() -> None:
    """Read the values anew at the next `get`."""
    global _cache
    _cache = (-1e9, {})


def change_policy(*, actor: Actor, name: str, value: object, reason: str) -> None:
    """Put a new value in force; raises InvalidInput for an unknown name or an unfit value."""
    policy = Policy.registry.get(name)
    if policy is None:
        raise InvalidInput(field="name")
    try:
        fit = TypeAdapter(policy.kind).validate_python(value)
    except ValidationError:
        raise InvalidInput(field=name) from None
    plain = TypeAdapter(policy.kind).dump_python(fit, mode="json")
    PolicyValue.objects.create(
        name=name, value=plain, changed_by=actor.person_id, reason=reason, at=clock.now()
    )
    audit(
        actor=actor,
        action="change_policy",
        subject_kind="policy",
        subject_id=name,
        detail={"value": plain, "reason": reason},
    )
    forget_policies()
