"""Master playlists (RFC 8216), written from what the segments are, not from what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Variant:
    """One rendition for a master playlist; bit rates in bit/s."""

    name: str
    width: int
    height: int
    peak: int
    average: int
    codecs: str


def read_variant(folder: Path, name: str, size: tuple[int, int]) -> Variant:
    """Measure a rendition in `folder/name`; raises FileNotFoundError when it isn't there."""
    lines = (folder / name / "index.m3u8").read_text().splitlines()
    peak, total, length = 0.0, 0, 0.0
    seconds = 0.0
    for line in lines:
        if line.startswith("#EXTINF:"):
            seconds = float(line[8:].rstrip(","))
        elif line and not line.startswith("#"):
            size_bytes = (folder / name / Path(line).name).stat().st_size
            total, length = total + size_bytes, length + seconds
            peak = max(peak, size_bytes * 8 / max(seconds, 0.2))
    init = (folder / name / "init.mp4").read_bytes()
    return Variant(name, *size, round(peak), round(total * 8 / max(length, 0.2)), read_codecs(init))


def read_codecs(init: bytes) -> str:
    """The CODECS attribute (RFC 6381) of an initialisation segment with H.264 and maybe AAC."""
    codecs = []
    at = init.find(b"avcC")
    if at > 0:
        codecs.append("avc1." + init[at + 5 : at + 8].hex())
    if b"mp4a" in init:
        codecs.append("mp4a.40.2")
    return ",".join(codecs)


def write_master(path: Path, variants: list[Variant]) -> None:
    """Write a master playlist; the first variant is what players begin with."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for v in variants:
        lines.append(
            f"#EXT-X-STREAM-INF:BANDWIDTH={v.peak},AVERAGE-BANDWIDTH={v.average},"
            f'RESOLUTION={v.width}x{v.height},CODECS="{v.codecs}"'
        )
        lines.append(f"{v.name}/index.m3u8")
    path.write_text("\n".join(lines) + "\n")
