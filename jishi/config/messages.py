"""Collect messages of every room, merge them into its catalogue, compile what is translated.

`python -m jishi.config.messages [ROOM_FOLDER …] [--compile-only]`. Babel does the work, so that
no gettext programs need to be installed.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = "zh_Hans"
KEYWORDS: dict[str, Any] = {
    "gettext": None, "gettext_lazy": None, "_": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
Found = tuple[int, str | tuple[str, ...], str | None]


def list_rooms() -> list[Path]:
    """Folders that own a catalogue: every room, and the composition root."""
    return [ROOT / "config", *sorted(p.parent for p in ROOT.glob("*/*/apps.py"))]


def catalogue_path(room: Path) -> Path:
    """Where a room keeps its Chinese."""
    return room / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def extract(room: Path) -> Catalog:
    """All messages of a room, with the places they stand in."""
    catalog = Catalog(locale=LOCALE, project="Jishi", fuzzy=False)
    for path in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]):
        if {"tests", "migrations", "node_modules"} & set(path.parts):
            continue
        reader = _from_python if path.suffix == ".py" else _from_template
        place = path.relative_to(ROOT).as_posix()
        for _line, message, context in reader(path):
            # no line numbers: they would change the catalogue with every edit
            catalog.add(message, locations=[(place, None)], context=context)  # type: ignore[list-item]
    return catalog


def _from_python(path: Path) -> Iterator[Found]:
    source = path.read_bytes()
    yield from _calls(source)
    yield from _error_messages(source)
    yield from _policy_words(source)
    if path.name == "invariants.py" and path.parent.name != "kernel":
        yield from _questions(source)


def _from_template(path: Path) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    source = templatize(path.read_text(), origin=str(path))
    # The template's own indentation would not be Python's.
    yield from _calls("\n".join(line.strip() for line in source.splitlines()).encode())


def _calls(source: bytes) -> Iterator[Found]:
    found: Iterator[Any] = extract_python(io.BytesIO(source), KEYWORDS, [], {})
    for line, function, messages, _ in found:
        texts = [messages] if isinstance(messages, str) else list(messages or ())
        context = None
        if "pgettext" in function:
            context, *texts = texts
        if not texts or not isinstance(texts[0], str):
            continue
        plural = "ngettext" in function or "npgettext" in function
        yield line, (texts[0], texts[1]) if plural else texts[0], context


def _error_messages(source: bytes) -> Iterator[Found]:
    """Docstrings of error classes (they carry a `code`) are messages."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and any(
            isinstance(s, ast.Assign)
            and getattr(s.targets[0], "id", "") == "code"
            and isinstance(s.value, ast.Constant)
            for s in node.body
        ):
            yield node.lineno, " ".join((ast.get_docstring(node) or "").split()), None


def _policy_words(source: bytes) -> Iterator[Found]:
    """What a policy is about, and its unit, are shown to the operator."""
    order = ("name", "default", "kind", "unit", "about")
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.value if isinstance(node.func, ast.Subscript) else node.func
        if getattr(name, "id", "") != "Policy":
            continue
        given = dict(zip(order, node.args, strict=False)) | {
            k.arg: k.value for k in node.keywords if k.arg
        }
        for key in ("unit", "about"):
            value = given.get(key)
            if isinstance(value, ast.Constant) and value.value:
                yield node.lineno, str(value.value), None


def _questions(source: bytes) -> Iterator[Found]:
    """The docstrings of invariants are the questions that the operator reads."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name[0] != "_":
            yield node.lineno, " ".join((ast.get_docstring(node) or "").split()), None


def update(room: Path) -> list[str]:
    """Merge what is found into the room's catalogue; returns messages without a translation."""
    found = extract(room)
    path = catalogue_path(room)
    if not len(found):
        path.unlink(missing_ok=True)
        return []
    known = read_po(path.open("rb"), locale=LOCALE) if path.exists() else Catalog(locale=LOCALE)
    for message in found:
        if message.id and (old := known.get(message.id, message.context)):
            message.string = old.string
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, found, width=100, sort_output=True, omit_header=False, include_lineno=False)
    lines = [s for s in out.getvalue().decode().splitlines() if "-Date:" not in s]
    path.write_text("\n".join(lines).rstrip() + "\n")
    return untranslated(found)


def untranslated(catalog: Catalog) -> list[str]:
    """Messages of a catalogue that have no (whole) translation."""
    return [
        str(m.id)
        for m in catalog
        if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)
    ]


def compile_catalogues() -> None:
    """Write the one `.mo` file that Django reads.

    It holds the messages of all rooms: Django keeps what it reads from each file apart and asks
    one after the other, which made a look-up cost thirty.
    """
    whole = Catalog(locale=LOCALE)
    for room in list_rooms():
        path = catalogue_path(room)
        if path.exists():
            for message in read_po(path.open("rb"), locale=LOCALE):
                if message.id and not whole.get(message.id, message.context):
                    whole.add(message.id, message.string, context=message.context)
        path.with_suffix(".mo").unlink(missing_ok=True)
    with catalogue_path(ROOT / "config").with_suffix(".mo").open("wb") as target:
        write_mo(target, whole)


def main(arguments: list[str]) -> int:
    """Command line; exit code 1 when translations are missing."""
    rooms = [Path(a).resolve() for a in arguments if not a.startswith("-")] or list_rooms()
    missing = 0
    for room in rooms:
        if "--compile-only" not in arguments:
            for text in update(room):
                missing += 1
                sys.stdout.write(f"{room.relative_to(ROOT)}: no translation: {text}\n")
    compile_catalogues()
    return 1 if missing else 0


if __name__ == "__main__":
    from django.conf import settings as django_settings

    if not django_settings.configured:  # templatize needs no more than this
        django_settings.configure(USE_I18N=True)
    sys.exit(main(sys.argv[1:]))
