"""The interface over HTTP: what it answers, how it fails, and what it says of itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from starlette.testclient import TestClient

from dashboard.api.application import application
from graph import Settings
from queries import Asker, questions

EXAMPLES = 3
"""Requests of each kind and address in every run."""


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    app = application(Settings.from_env(home=home), Asker())
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="module")
def described(home: Path) -> Any:
    app = application(Settings.from_env(home=home), Asker())
    config = SchemathesisConfig.from_dict(
        # A day may fit the calendar and a name the schema, and yet mean nothing here: 400.
        {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 400, 403, 404]}}}
    )
    return schemathesis.openapi.from_asgi("/openapi.json", app, config=config)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_description_holds(described: Any, mode: GenerationMode) -> None:
    """Requests drawn from the description, fitting it and not, all answered as it says."""
    tried = []
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Any) -> None:
            case.call_and_validate()

        if (
            mode is GenerationMode.NEGATIVE
            and not operation.query
            and not operation.path_parameters
        ):
            continue  # there is nothing to get wrong
        holds()
        tried.append(operation.label)

    assert len(tried) >= len(questions()) + 3


def test_every_question_is_listed_and_described(client: TestClient) -> None:
    listed = {one["id"] for one in client.get("/v1/questions").json()}
    paths = client.get("/openapi.json").json()["paths"]

    assert listed == set(questions())
    assert {f"/v1/questions/{q}/answer" for q in listed} < set(paths)


def test_an_answer_is_what_the_command_prints(client: TestClient, read: Any, home: Path) -> None:
    got = client.get("/v1/questions/trace/answer", params={"element": "issue:DEMO-0001"}).json()

    told = read("trace", "DEMO-0001", "--home", home)
    assert {k: v for k, v in got.items() if k not in ("elapsed", "executed")} == {
        k: v for k, v in told.items() if k not in ("elapsed", "executed")
    }


def test_an_element_and_the_evidence_of_a_claim(client: TestClient) -> None:
    shown = client.get("/v1/elements/document:QX/T-SYN-101").json()
    claim = shown["rows"][0]["claims"][0]

    told = client.get(f"/v1/claims/{claim}").json()

    assert shown["question"] == "show"
    assert told == shown["claims"][claim]


def test_a_sentence_is_understood_and_not_answered(client: TestClient) -> None:
    got = client.get("/v1/meaning", params={"sentence": "DEMO-0001谁负责？"}).json()

    assert got["sure"]
    assert got["meanings"][0]["question"] == "responsible"
    assert got["meanings"][0]["params"] == {"element": "issue:DEMO-0001"}
    assert "rows" not in got


def test_a_query_in_sparql_is_answered_as_its_tools_read_it(client: TestClient) -> None:
    text = "SELECT ?id ?name { ?id a :Station ; :name ?name } ORDER BY ?id"

    got = client.get("/v1/sparql", params={"query": text, "as_of": "2026-01-01"})
    truth = client.get("/v1/sparql", params={"query": "ASK { ?s a :Station }"}).json()

    assert got.headers["content-type"] == "application/sparql-results+json"
    told = got.json()
    assert told["head"] == {"vars": ["id", "name"]}
    rows = told["results"]["bindings"]
    assert len(rows) == 3
    assert rows[0]["id"] == {"type": "uri", "value": "urn:suyuan:element:station:50425"}
    assert rows[0]["name"]["type"] == "literal"
    assert not told["suyuan"]["truncated"]
    assert (truth["boolean"], truth["head"]) == (True, {})


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/questions/trace/answer?element=issue:NONE", 404),
        ("/v1/questions/trace/answer", 400),
        ("/v1/questions/trace/answer?element=issue:DEMO-0001&as_of=31.12.2018", 400),
        ("/v1/questions/trace/answer?element=a&element=b", 400),
        ("/v1/questions/trace/answer?wrong=1&element=issue:DEMO-0001", 400),
        ("/v1/questions/nonsense/answer", 400),
        ("/v1/claims/0000000000000000", 404),
        ("/v1/claims/xyz", 400),
        ("/v1/meaning?sentence=" + "1" * 1500, 400),
        ("/v1/sparql", 400),
        ("/v1/sparql?query=ASK%20%7B%7D&default-graph-uri=urn:x", 400),
        ("/v1/sparql?query=DROP%20ALL", 400),
        ("/v1/sparql?query=ASK%20%7B%20SERVICE%20%3Chttp://x/%3E%20%7B%7D%20%7D", 400),
        ("/nothing", 404),
    ],
)
def test_failures_are_problems(client: TestClient, address: str, status: int) -> None:
    got = client.get(address)

    assert got.status_code == status == got.json()["status"]
    assert got.headers["content-type"] == "application/problem+json"
    assert got.json()["detail"]


def test_only_reading(client: TestClient) -> None:
    got = client.post("/v1/questions")

    assert got.status_code == 405
    assert got.headers["content-type"] == "application/problem+json"


def test_rights_are_those_of_the_asker(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    asking = sys.modules["queries.run"]

    monkeypatch.setattr(
        asking, "query_named", lambda name: replace(questions()[name], roles=("auditor",))
    )
    app = application(Settings.from_env(home=home), Asker("planner"))

    with TestClient(app) as client:
        got = client.get("/v1/questions/stations/answer")

    assert (got.status_code, got.json()["title"]) == (403, "无此权限 / not allowed")


def test_a_home_without_a_ledger_is_not_available_yet(tmp_path: Path) -> None:
    app = application(Settings.from_env(home=tmp_path), Asker())

    with TestClient(app) as client:
        assert client.get("/v1/questions/stations/answer").status_code == 503


def test_it_stays_on_loopback(refusal: Any, home: Path) -> None:
    assert refusal("api", "--host", "0.0.0.0", "--home", home)["name"] == "--host"
