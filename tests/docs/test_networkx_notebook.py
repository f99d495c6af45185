"""The notebook that analyses the exported graph: its commands and cells run, and say the same.

Renewed by `pytest -n 0 tests/docs/test_networkx_notebook.py --notebook-outputs`, or by running all
cells in Jupyter and saving.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from graph import Settings, Workspace, element_key
from graph.ledger import LedgerReader
from graph.projection import to_networkx
from queries import run
from queries.trace import Hop

PAGE = Path(__file__).resolve().parents[2] / "docs/howto/analyse-with-networkx.ipynb"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
SMALL = 2_000
"""Characters that the outputs of a cell may have."""


@dataclass(frozen=True)
class Ran:
    """What the cells print one after another, and what they leave defined."""

    home: Path
    printed: list[str]
    defined: dict[str, Any]


def cells(kind: str) -> list[dict[str, Any]]:
    found = json.loads(PAGE.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == kind]


def text(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def kept(cell: dict[str, Any]) -> str:
    return "".join(part for output in cell["outputs"] for part in output["text"])


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Ran:
    """The page from its first command to its last cell, in a folder of its own."""
    folder = tmp_path_factory.mktemp("networkx")
    said, defined = [], {"__name__": "__main__"}
    with contextlib.chdir(folder):
        for line in "".join(BLOCK.findall("\n".join(map(text, cells("markdown"))))).splitlines():
            done = CliRunner().invoke(app, shlex.split(line)[1:])
            assert done.exit_code == 0, f"{line}\n{done.output}"
        for cell in cells("code"):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(text(cell), PAGE.name, "exec"), defined)
            said.append(out.getvalue())
    if request.config.getoption("--notebook-outputs"):
        keep(said)
    return Ran(folder / "home", said, defined)


def keep(said: list[str]) -> None:
    """Write the outputs, as Jupyter does."""
    page = json.loads(PAGE.read_text(encoding="utf-8"))
    for count, (cell, out) in enumerate(
        zip((c for c in page["cells"] if c["cell_type"] == "code"), said, strict=True), 1
    ):
        stream = {"name": "stdout", "output_type": "stream"}
        cell["outputs"] = [{**stream, "text": out.splitlines(keepends=True)}]
        cell["execution_count"] = count
    kept_text = json.dumps(page, ensure_ascii=False, indent=1, sort_keys=True)
    PAGE.write_text(f"{kept_text}\n", encoding="utf-8")


def test_it_is_a_notebook_with_small_outputs() -> None:
    page = json.loads(PAGE.read_text(encoding="utf-8"))

    assert (page["nbformat"], page["nbformat_minor"]) == (4, 5)
    names = [cell["id"] for cell in page["cells"]]
    assert len(names) == len(set(names))
    assert "SYNTHETIC" in text(page["cells"][0])
    assert "合成数据" in text(page["cells"][0])
    for cell in cells("code"):
        assert 0 < len(kept(cell)) < SMALL


def test_what_it_shows_is_what_its_cells_print(ran: Ran) -> None:
    assert [kept(cell) for cell in cells("code")] == ran.printed


def test_the_graph_it_reads_has_every_attribute(ran: Ran) -> None:
    read: nx.MultiDiGraph[str] = ran.defined["graph"]
    with Workspace(Settings(ran.home)) as workspace:
        compiled = to_networkx(LedgerReader(workspace.ledger))

    assert dict(read.nodes(data=True)) == dict(compiled.nodes(data=True))
    assert {(a, b, key): said for a, b, key, said in read.edges(keys=True, data=True)} == {
        (a, b, element_key(said["type"], a, b, said["valid_from"])): said
        for a, b, said in compiled.edges(data=True)
    }


def test_its_chains_are_those_of_the_trace(ran: Ran) -> None:
    """Of each issue about a series the first calibration, and whether its validity was over."""
    read, below, expired = (ran.defined[name] for name in ("graph", "below", "expired"))
    on_series = {
        issue
        for issue, about, said in read.edges(data=True)
        if said["type"] == "ABOUT" and issue in below and about.startswith("series:")
    }
    traced: dict[str, str | None] = {}
    past: set[str] = set()
    with Workspace(Settings(ran.home)) as workspace:
        for issue in on_series:
            hops = run(workspace, "trace", {"element": issue}).rows
            first = [
                hop
                for hop in hops
                if isinstance(hop, Hop)
                and hop.hop == "calibration"
                and hop.parent.startswith("instrument:")
            ]
            assert len(first) <= 1, issue
            traced[issue] = first[0].element or None if first else None
            past |= {issue for hop in first if hop.state == "expired"}

    assert {issue: below[issue] for issue in on_series} == traced
    assert {below[issue] for issue in below if issue not in on_series} == {None}
    assert expired == past
    assert 0 < len(expired) < len(on_series)
