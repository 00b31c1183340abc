"""Tokens and calls for tests."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from jishi.foundation.kernel.types import person_actor
from jishi.surfaces.api.actions import create_token
from jishi.surfaces.api.types import NewToken, Scope


def make_token(person_id: UUID, scopes: Collection[str] = tuple(Scope), **values: Any) -> NewToken:
    """A token with all scopes, or those named."""
    values = {"name": "test"} | values
    with transaction.atomic():
        return create_token(actor=person_actor(person_id), scopes=scopes, **values)


class Program:
    """A program that calls the API, with a token of a person or without."""

    def __init__(
        self, person_id: UUID | None = None, scopes: Collection[str] = tuple(Scope)
    ) -> None:
        self.client = Client()
        self.headers = {"Accept-Language": "en"}
        if person_id:
            self.headers["Authorization"] = f"Bearer {make_token(person_id, scopes).secret}"

    def get(self, path: str, **query: Any) -> Any:
        """GET of /api/v1/…"""
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def send(self, method: str, path: str, body: object = None, key: str | None = None) -> Any:
        """Another method with a JSON body and an Idempotency-Key."""
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body or {}, default=str),
            content_type="application/json",
            headers=headers,
        )

    def post(self, path: str, body: object = None, key: str | None = None) -> Any:
        """POST of /api/v1/…"""
        return self.send("POST", path, body, key)
