"""Papers for packing: labels and pick lists as PDF, set by Typst in Noto Sans SC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import segno

from jishi.foundation.kernel.documents import set_paper
from jishi.trade.shipping.types import LabelPaper, PickLine

_FOLDER = Path(__file__).parents[1] / "papers"
MAX_LABELS, MAX_PICKS = 200, 500


def _set(name: str, values: object) -> bytes:
    return set_paper(_FOLDER / name, values)


def _qr(text: str) -> str:
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, scale=4)
    return out.getvalue().decode()


def draw_labels(labels: Sequence[LabelPaper], words: dict[str, str]) -> bytes:
    """Parcel labels of 100 × 150 mm, one a page; `words` are the headings in some language."""
    pages = [
        asdict(label) | {"qr": _qr(label.tracking_number or label.order_number)}
        for label in labels[:MAX_LABELS]
    ]
    return _set("labels.typ", {"labels": pages, "words": words})


def draw_pick_list(
    shop_name: str, at: str, lines: Sequence[PickLine], words: dict[str, str]
) -> bytes:
    """What to take from the shelf for a batch of orders, on A4."""
    rows = [asdict(line) for line in lines[:MAX_PICKS]]
    return _set("pick_list.typ", {"shop": shop_name, "at": at, "lines": rows, "words": words})
