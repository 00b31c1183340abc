"""Reference pages that are drawn from the code: events, policies, states.

`python -m jishi.config.reference` writes them; a test fails when they are behind.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from importlib import import_module
from importlib.util import find_spec

from jishi.foundation.kernel.events import EVENTS, handler_names
from jishi.foundation.kernel.settings import ROOT
from jishi.foundation.kernel.types import Lifecycle


def _first_sentence(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def events_page() -> str:
    """Every fact that a room announces, its fields, and who listens."""
    for module in _modules("events"):
        import_module(module)  # an event is known once its module is loaded
    lines = ["# Events", "", "Drawn from the code by `make reference`. Names are API contract.", ""]
    lines += ["| event | fields | meaning | heard by |", "|---|---|---|---|"]
    for name, kind in sorted(EVENTS.items()):
        if "tests" in kind.__module__.split("."):
            continue
        fields = ", ".join(f.name for f in dataclasses.fields(kind))
        ears = [h.removeprefix("jishi.") for h in handler_names(name) if ".tests." not in h]
        heard = ", ".join(sorted(ears)) or "—"
        lines.append(f"| `{name}` | {fields} | {_first_sentence(kind.__doc__)} | {heard} |")
    return "\n".join(lines) + "\n"


def policies_page() -> str:
    """Every value that an operator may change."""
    from jishi.foundation.kernel.policies import Policy  # needs Django to be ready

    lines = [
        "# Policies",
        "",
        "Drawn from the code by `make reference`. Changed in the Control room",
    ]
    lines += ["with a reason; every change is kept.", ""]
    lines += ["| policy | default | unit | meaning |", "|---|---|---|---|"]
    for name, policy in sorted(Policy.registry.items()):
        if "test" in name:
            continue
        about = _first_sentence(policy.about)
        lines.append(f"| `{name}` | {policy.default} | {policy.unit} | {about} |")
    return "\n".join(lines) + "\n"


def _modules(name: str) -> list[str]:
    """Modules of this name in all rooms."""
    from django.apps import apps

    rooms = (c.name for c in apps.get_app_configs() if c.name.startswith("jishi."))
    return [f"{room}.{name}" for room in rooms if find_spec(f"{room}.{name}")]


def list_lifecycles() -> list[Lifecycle]:
    """The state machines of all rooms, by name."""
    found: dict[str, Lifecycle] = {}
    for module in _modules("rules"):
        for value in vars(import_module(module)).values():
            if isinstance(value, Lifecycle):
                found[value.name] = value
    return [found[n] for n in sorted(found)]


def states_page() -> str:
    """Every state machine: a picture, and who may do what, until when."""
    lines = ["# States", "", "Drawn from the tables the machines obey, by `make reference`.", ""]
    for machine in list_lifecycles():
        lines += [f"## {machine.name}", "", "```mermaid", "stateDiagram-v2"]
        lines.append(f"    [*] --> {machine.initial}")
        lines += [f"    {t.source} --> {t.target}" for t in machine.transitions]
        lines += [f"    {s} --> [*]" for s in sorted(machine.terminal)]
        lines += ["```", "", "| from | to | who may | by itself after |", "|---|---|---|---|"]
        for step in machine.transitions:
            after = str(step.after) if step.after else "—"
            if step.policy:
                after += f" (policy `{step.policy}`)"
            lines.append(f"| {step.source} | {step.target} | {', '.join(step.by)} | {after} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


PAGES = {"events.md": events_page, "policies.md": policies_page, "states.md": states_page}


def main() -> int:
    """Write all pages under docs/."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
    django.setup()
    for name, draw in PAGES.items():
        (ROOT / "docs" / name).write_text(draw())
    return 0


if __name__ == "__main__":
    sys.exit(main())
