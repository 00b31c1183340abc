"""Keys from settings: the PEM itself, its bare base64, or the path of a file that holds it."""

from __future__ import annotations

from pathlib import Path


def load_pem(value: str | None, kind: str) -> str:
    """The key as PEM, with the usual lines around it; `kind` is for a bare base64 text."""
    text = (value or "").strip()
    if text and "-----" not in text and len(text) < 400 and Path(text).is_file():
        text = Path(text).read_text().strip()
    text = text.replace("\\n", "\n")
    if "-----" in text:
        return text
    return f"-----BEGIN {kind}-----\n{text}\n-----END {kind}-----"
