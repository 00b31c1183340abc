"""Import contracts that import-linter does not ship."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

# Policies are published values: anybody may read them.
DOORS = {"actions", "queries", "types", "events", "errors", "policies"}
# The composition root and the command start what a room offers to be started.
ENTRY = {"apps", "jobs", "consumer", "invariants", "factories", "urls"}
KERNEL = "jishi.foundation.kernel"


def room_of(module: str) -> str | None:
    """The room a module belongs to, or None outside the wings."""
    parts = module.split(".")
    if len(parts) < 3 or parts[1] in {"run", "config"}:
        return None
    return ".".join(parts[:3])


def is_allowed(importer: str, imported: str) -> bool:
    """Whether this import goes through a door."""
    room = room_of(imported)
    if room is None or room == room_of(importer):
        return True
    rest = imported.removeprefix(room).strip(".").split(".")[0]
    if room == KERNEL:
        return rest != "models" and (rest != "factories" or _is_test(importer))
    if room.startswith("jishi.surfaces."):
        return True  # the surfaces contract says who may
    if rest in DOORS or rest == "":
        return True
    if ".tests." in importer and rest == "rules":
        return True  # a test may compare with the table that is obeyed
    if rest == "factories":
        return _is_test(importer)
    return room_of(importer) is None and rest in ENTRY


def _is_test(module: str) -> bool:
    return ".tests" in module or module.endswith(".factories") or module == "jishi.run.testing"


class DoorsContract(Contract):
    """Models, rules and the rest of a room are private to it."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            detail
            for importer in sorted(graph.modules)
            if importer.startswith("jishi.")
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.startswith("jishi.") and not is_allowed(importer, imported)
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for detail in check.metadata["broken"]:
            output.print_error(
                f"{detail['importer']}:{detail['line_number']} reaches past the door of"
                f" {detail['imported']}"
            )
