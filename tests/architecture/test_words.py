"""Both languages are complete, and what people may set, hear or measure is documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from jishi.config import messages, reference
from jishi.foundation.kernel.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("room", messages.list_rooms(), ids=lambda p: f"{p.parent.name}.{p.name}")
def test_every_message_is_translated(room):
    found = messages.extract(room)
    path = messages.catalogue_path(room)
    known = messages.read_po(path.open("rb"), locale=messages.LOCALE) if path.exists() else None
    missing = []
    for message in found:
        if not message.id:
            continue
        entry = known.get(message.id, message.context) if known else None
        if entry is None or not (
            all(entry.string) if isinstance(entry.string, tuple) else entry.string
        ):
            missing.append(message.id)
    assert missing == []


def test_one_message_has_one_translation():
    """Django merges the rooms' catalogues, so two translations of one message would clash."""
    said: dict[tuple[object, object], dict[str, str]] = {}
    for room in messages.list_rooms():
        path = messages.catalogue_path(room)
        if not path.exists():
            continue
        for message in messages.read_po(path.open("rb"), locale=messages.LOCALE):
            if message.id:
                words = said.setdefault((str(message.id), message.context), {})
                words.setdefault(str(message.string), room.name)
    clashes = {key[0]: words for key, words in said.items() if len(words) > 1}
    assert clashes == {}


def test_every_setting_is_documented():
    text = (ROOT / "docs" / "running.md").read_text()
    missing = [n for n in Settings.model_fields if f"JISHI_{n.upper()}" not in text]
    assert missing == []


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_reference_pages_are_up_to_date(name):
    """`make reference` redraws them."""
    assert (ROOT / "docs" / name).read_text() == reference.PAGES[name]()
