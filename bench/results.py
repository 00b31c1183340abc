"""What a benchmark prints."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / "var" / "bench"  # what benchmarks keep


@dataclass(frozen=True)
class Result:
    """One line of output; `spread` is the interquartile range of the rounds."""

    name: str
    value: float
    unit: str
    n: int
    spread: float
    peer: str | None = None
    peer_value: float | None = None
    ratio: float | None = None
    notes: str = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def to_text(self) -> str:
        peer = f"  {self.peer}: {self.peer_value} (×{self.ratio})" if self.peer else ""
        return (
            f"{self.name:<28}{self.value:>12.3f} {self.unit:<16}± {self.spread:<9.3f}"
            f"n={self.n}{peer}  {self.notes}"
        )


def summarise(name: str, unit: str, rounds: Sequence[float], n: int, notes: str = "") -> Result:
    """Median and interquartile range of the rounds."""
    values = sorted(rounds)
    quarter = statistics.quantiles(values, n=4) if len(values) > 1 else [values[0]] * 3
    return Result(
        name, round(statistics.median(values), 4), unit, n, round(quarter[2] - quarter[0], 4),
        notes=notes,
    )  # fmt: skip
