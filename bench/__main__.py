"""`python -m bench NAME [--json]`."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from bench.results import Result

FRAME = {"__init__", "__main__", "results", "stack", "data"}
NAMES = sorted(
    p.stem.replace("_", "-") for p in Path(__file__).parent.glob("*.py") if p.stem not in FRAME
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", choices=[*NAMES, "all"], help="which benchmark")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--peers", action="store_true", help="beside Vendure and django-oscar (installs them)"
    )
    options = parser.parse_args()
    for name in NAMES if options.name == "all" else [options.name]:
        module = import_module(f"bench.{name.replace('-', '_')}")
        for result in _run(module, options.peers):
            print(result.to_json() if options.json else result.to_text(), flush=True)
    return 0


def _run(module, with_peers: bool) -> list[Result]:
    if not getattr(module, "STACK", True):
        return list(module.run())
    from bench.stack import running_stack

    with running_stack(with_peers) as stack:
        return list(module.run(stack))


if __name__ == "__main__":
    sys.exit(main())
