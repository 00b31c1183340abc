"""Papers as PDF, set by Typst in Noto Sans SC: data in, bytes out, no file, no network."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst


@cache
def _fonts() -> list[Path]:
    return [Path(str(files("pylopdf_fonts_zh_cn")))]


def set_paper(template: Path, values: object) -> bytes:
    """The template of a room's `papers/` as PDF; values are handed over as data, never as markup.

    The template reads them with `json(bytes(sys.inputs.data))`.
    """
    compile_paper: Any = typst.compile  # its types know no way to say "bytes in, bytes out"
    pdf: bytes = compile_paper(
        template.read_bytes(),
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
    )
    return pdf
