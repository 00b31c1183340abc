"""Questions that must always answer "none", gathered from every room's `invariants.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is not as it must always be."""

    room: str
    question: str
    subject: str
    detail: str = ""


Question = Callable[[], list[Breach]]


def list_questions() -> dict[str, Question]:
    """Every question of every room, by `room.question`."""
    found: dict[str, Question] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.invariants"
        if not config.name.startswith("jishi.") or config.label == "kernel" or not find_spec(name):
            continue
        module = import_module(name)
        for key, value in vars(module).items():
            if callable(value) and getattr(value, "__module__", "") == name and key[0] != "_":
                found[f"{config.label}.{key}"] = value
    return found


def ask_all() -> list[Breach]:
    """The answers to all questions; an empty list is the only good one."""
    return [breach for question in list_questions().values() for breach in question()]
