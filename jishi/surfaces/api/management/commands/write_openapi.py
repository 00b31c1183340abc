"""Write the contract to docs/api/openapi.json, where a change of it is reviewed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jishi.surfaces.api.contract import SNAPSHOT, write_contract


class Command(BaseCommand):
    """`python -m django write_openapi`."""

    help = "Write the OpenAPI 3.1 contract of the Open API to docs/api/openapi.json."

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw it from the code."""
        from jishi.surfaces.api.urls import api

        SNAPSHOT.parent.mkdir(parents=True, exist_ok=True)
        SNAPSHOT.write_text(write_contract(api))
