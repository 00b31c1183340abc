"""The OpenAPI 3.1 contract, and the same as rows for a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation as NinjaOperation

from jishi.foundation.kernel.settings import ROOT
from jishi.surfaces.api.auth import Allowed

SNAPSHOT: Path = ROOT / "docs" / "api" / "openapi.json"
PREFIX = "/api/v1/"


class OpenApi(NinjaAPI):
    """Ninja's API with stable operation ids and the scope of each operation in its contract."""

    def get_openapi_operation_id(self, operation: NinjaOperation) -> str:
        """`<topic>_<function>`, whatever package it lives in."""
        view = operation.view_func
        return f"{view.__module__.rsplit('.', 1)[-1]}_{view.__name__}"

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The contract; scopes stand where OpenAPI 3.1 puts roles of a bearer token."""
        contract = super().get_openapi_schema(**options)
        scopes = self._scopes()
        for methods in contract["paths"].values():
            for operation in methods.values():
                if "security" in operation:
                    operation["security"] = [{"token": [scopes[operation["operationId"]]]}]
        schemes = contract["components"]["securitySchemes"]
        schemes["token"] = schemes.pop(Allowed.__name__)
        return contract

    def _scopes(self) -> dict[str, str]:
        return {
            self.get_openapi_operation_id(operation): guard.scope.value
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
            for operation in view.operations
            for guard in operation.auth_callbacks
            if isinstance(guard, Allowed)
        }


@dataclass(frozen=True, slots=True)
class Field:
    """One value that goes in or comes out."""

    name: str
    kind: str
    about: str
    is_required: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method."""

    method: str
    path: str
    summary: str
    scope: str  # that a token needs; empty when everybody may
    inputs: tuple[Field, ...]
    body: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One named object of the contract."""

    name: str
    about: str
    fields: tuple[Field, ...]


def load_contract(api: NinjaAPI) -> dict[str, Any]:
    """The contract as plain JSON values."""
    # A copy by JSON: ninja's object holds lazy parts.
    contract: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    return contract


def write_contract(api: NinjaAPI) -> str:
    """The contract as the text that is kept in `docs/api/openapi.json`."""
    return json.dumps(load_contract(api), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def list_operations(contract: dict[str, Any]) -> list[tuple[str, list[Operation]]]:
    """Operations by tag, in the order of the addresses."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in contract["paths"].items():
        for method, entry in methods.items():
            groups.setdefault(entry["tags"][0], []).append(_operation(method, path, entry))
    return list(groups.items())


def _operation(method: str, path: str, entry: dict[str, Any]) -> Operation:
    inputs = tuple(
        Field(
            p["name"],
            kind_of(p["schema"]),
            p.get("description", ""),
            bool(p.get("required")),
            p["in"],
        )
        for p in entry.get("parameters", ())
    )
    body = entry.get("requestBody", {}).get("content", {})
    answers = tuple(
        (str(status), " ".join(kind_of(c["schema"]) for c in found.get("content", {}).values()))
        for status, found in entry["responses"].items()
    )
    return Operation(
        method.upper(),
        path,
        entry.get("description") or entry.get("summary", ""),
        " ".join(s for one in entry.get("security", ()) for s in one.get("token", ())),
        inputs,
        " ".join(kind_of(c["schema"]) for c in body.values()),
        answers,
    )


def list_schemas(contract: dict[str, Any]) -> list[Shape]:
    """Named objects by name."""
    found = []
    for name, schema in sorted(contract["components"]["schemas"].items()):
        needed = schema.get("required", ())
        fields = tuple(
            Field(key, kind_of(value), value.get("description", ""), key in needed)
            for key, value in schema.get("properties", {}).items()
        )
        kinds = schema.get("enum")
        about = schema.get("description", "")
        if kinds:
            about = f"{about} ({' · '.join(kinds)})"
        found.append(Shape(name, about, fields))
    return found


def kind_of(schema: dict[str, Any]) -> str:
    """A schema in a few words: `uuid`, `OrderOut[]`, `integer | null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for joined in ("anyOf", "allOf", "oneOf"):
        if joined in schema:
            return " | ".join(dict.fromkeys(kind_of(part) for part in schema[joined]))
    if schema.get("type") == "array":
        return kind_of(schema.get("items", {})) + "[]"
    if "additionalProperties" in schema and isinstance(schema["additionalProperties"], dict):
        return "{…: " + kind_of(schema["additionalProperties"]) + "}"
    return str(schema.get("format") or schema.get("type") or "any")
