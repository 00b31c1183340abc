"""The contract is reviewed, complete, and readable for people."""

import json
import re

import pytest

from jishi.surfaces.api.contract import SNAPSHOT, load_contract, write_contract
from jishi.surfaces.api.urls import api


def test_the_contract_is_the_reviewed_one():
    """`python -m django write_openapi` writes it after a change."""
    assert SNAPSHOT.read_text() == write_contract(api)


def test_it_is_openapi_3_1_and_every_operation_says_what_it_answers():
    contract = load_contract(api)
    assert contract["openapi"].startswith("3.1")
    for path, methods in contract["paths"].items():
        assert path.startswith("/api/v1/")
        for method, operation in methods.items():
            assert operation["description"], (method, path)
            good = [r for status, r in operation["responses"].items() if status.startswith("2")]
            assert good
            assert all("content" in r for r in good), (method, path)
            if method != "get":
                assert "security" in operation, (method, path)


@pytest.mark.django_db
def test_the_contract_is_served(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["info"]["title"] == "Jishi Open API"


@pytest.mark.django_db
def test_the_reference_names_every_operation_and_runs_no_script_of_strangers(client):
    page = client.get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    for path in load_contract(api)["paths"]:
        assert path.replace("&", "&amp;") in text
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)
