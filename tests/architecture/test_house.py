"""What import-linter cannot see: foreign keys, statuses, sizes, names, words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    p
    for p in (ROOT / "jishi").rglob("*.py")
    if not {"migrations", "node_modules", "static"} & set(p.parts)
)
PRODUCT = [p for p in SOURCES if "tests" not in p.parts]
FOREIGN_TARGETS = {"accounts.person", "shops.shop"}
FILE_LINES, MODELS_LINES, ACTION_LINES, TEST_LINES, FUNCTION_LINES = 300, 400, 200, 500, 50
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "service", "services"}
# Files that are tables of data, not code, with the reason.
DATA_FILES = re.compile(r"jishi/run/demo/(catalogue|words|scenes)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_foreign_keys_cross_rooms_only_to_people_and_shops():
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("jishi."):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField):
                continue
            target = field.related_model._meta
            if target.app_label == model._meta.app_label:
                continue
            backward = field.remote_field.related_name
            if model._meta.label == "accounts.Person" and target.app_label == "auth":
                continue
            if target.label_lower not in FOREIGN_TARGETS or backward != "+":
                wrong.append(f"{model._meta.label}.{field.name} -> {target.label}")
    assert wrong == []


def test_the_ledger_points_at_nobody():
    fields = [
        f
        for m in apps.get_app_config("ledger").get_models()
        for f in m._meta.get_fields()
        if isinstance(f, models.ForeignKey) and f.related_model._meta.app_label != "ledger"
    ]
    assert fields == []


def test_nobody_fetches_models_by_name():
    found = [name_of(p) for p in PRODUCT if re.search(r"\bget_model\(", p.read_text())]
    assert found == []


def test_a_status_moves_only_through_its_mover():
    """`.status = …` may stand only in a function whose name starts with `move_`."""
    wrong = []
    for path in PRODUCT:
        tree = ast.parse(path.read_text())
        inside = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef) and function.name.startswith(("move", "_move"))
            for node in ast.walk(function)
        }
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AugAssign | ast.AnnAssign):
                targets = [node.target]
            for target in targets:
                if (
                    isinstance(target, ast.Attribute)
                    and (target.attr == "status" or target.attr.endswith("_status"))
                    and id(node) not in inside
                    and not _is_self(target)
                ):
                    wrong.append(f"{name_of(path)}:{node.lineno}")
    assert wrong == []


def _is_self(target: ast.Attribute) -> bool:
    return isinstance(target.value, ast.Name) and target.value.id == "self"


def test_files_stay_small():
    wrong = []
    for path in SOURCES:
        if DATA_FILES.search(name_of(path)):
            continue
        count = len(path.read_text().splitlines())
        limit = FILE_LINES
        if "tests" in path.parts:
            limit = TEST_LINES
        elif path.name == "models.py":
            limit = MODELS_LINES
        elif "actions" in path.parts:
            limit = ACTION_LINES
        if count > limit:
            wrong.append(f"{name_of(path)}: {count} lines, limit {limit}")
    assert wrong == []


def test_functions_stay_short():
    wrong = []
    for path in PRODUCT:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            body = node.body
            if ast.get_docstring(node) and len(body) > 1:
                body = body[1:]
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1
            if length > FUNCTION_LINES:
                wrong.append(f"{name_of(path)}:{node.lineno} {node.name}: {length} lines")
    assert wrong == []


def test_no_room_for_odds_and_ends():
    found = [name_of(p) for p in SOURCES if FORBIDDEN_NAMES & {*p.parts, p.stem}]
    assert found == []


def test_every_module_opens_with_a_sentence():
    quiet = {"apps.py", "admin.py"}
    found = [
        name_of(p)
        for p in PRODUCT
        if p.name not in quiet
        and p.read_text().strip()
        and not ast.get_docstring(ast.parse(p.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize("word", ["NotImplementedError", "TODO", "FIXME", "XXX"])
def test_nothing_is_left_undone(word):
    found = [name_of(p) for p in PRODUCT if re.search(rf"\b{word}\b", p.read_text())]
    assert found == []


def test_every_action_is_one_write():
    """A file `actions/<verb_noun>.py` holds the public function `<verb_noun>`."""
    wrong = []
    for path in PRODUCT:
        if path.parent.name != "actions" or path.name == "__init__.py" or path.stem[0] == "_":
            continue
        names = [n.name for n in ast.parse(path.read_text()).body if isinstance(n, ast.FunctionDef)]
        public = [n for n in names if not n.startswith("_")]
        if path.stem not in public:
            wrong.append(f"{name_of(path)}: {public}")
    assert wrong == []
