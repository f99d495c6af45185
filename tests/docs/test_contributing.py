"""The examples of CONTRIBUTING.md are put into a copy of the project and run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("ontology", "graph", "loaders", "queries", "dashboard")
EXAMPLE = re.compile(r"<!-- example: (.+?) -->\n(.*?)<!-- /example -->", re.DOTALL)
BLOCK = re.compile(r"```python\n# (\S+\.py)\n(.*?)```", re.DOTALL)

CHECKS = {
    "add-a-node-kind": """
from ontology import NODE_KINDS, make_id
from ontology.derive import claim_problem, constraint_texts, node_cypher
kind = NODE_KINDS["Beam"]
node = make_id(kind, "P1", "3")
assert node == "beam:P1|3", node
assert any("(n:Beam)" in text for text in constraint_texts())
assert "MERGE (n:Beam {id: row.id})" in node_cypher("Beam").upsert
begin, end = "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"
assert claim_problem("Beam", node, None, {"elevation_angle": "75.0"}, begin, end) is None
assert claim_problem("Beam", node, None, {"elevation_angle": "steep"}, begin, end).rule == "number"
print("ok")
""",
    "add-a-loader": """
from pathlib import Path
from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
path = Path("register.txt")
path.write_text("# stations\\n53463 呼和浩特\\n50425\\n", encoding="utf-8")
with Workspace(Settings(Path("home")), create=True) as workspace:
    plan = make_plan([path], Declared())
    assert [p.loader.name for p in plan.files] == ["name_register"]
    with workspace.ledger.writing() as writer:
        report = load_file(workspace.ledger, writer, plan.files[0], LoadChoices())
    assert (report.read, report.accepted, report.rejected) == (2, 1, 1), report
    rows = workspace.store.run("MATCH (s:Station) RETURN s.id AS id, s.name AS name", {})
    assert rows == [{"id": "station:53463", "name": "呼和浩特"}], rows
print("ok")
""",
    "add-a-question": """
from pathlib import Path
import queries
from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
Path("stations.csv").write_text(
    "station_id,name_zh,class\\n1,甲,基准站\\n2,乙,一般站\\n", encoding="utf-8")
with Workspace(Settings(Path("home")), create=True) as workspace:
    with workspace.ledger.writing() as writer:
        for planned in make_plan([Path("stations.csv")], Declared()).files:
            load_file(workspace.ledger, writer, planned, LoadChoices())
    assert "stations-of-class" in queries.questions()
    result = queries.run(workspace, "stations-of-class", {"class": "基准站"})
    assert [row.station for row in result.rows] == ["station:1"]
    assert result.claims[result.rows[0].claims[0]].line == 2
print("ok")
""",
}


def examples(root: Path) -> dict[str, list[tuple[str, str]]]:
    """Files that each example of CONTRIBUTING.md asks for."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {name: BLOCK.findall(body) for name, body in EXAMPLE.findall(text)}


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_example_works_in_a_copy(name: str, root: Path, tmp_path: Path) -> None:
    """Arrange a copy with the example's files, act and assert in a process of its own."""
    copy = tmp_path / "copy"
    for package in PACKAGES:
        shutil.copytree(
            root / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    files = examples(root)[name]
    assert files, f"{name} shows no file"
    for path, content in files:
        target = copy / path
        assert not target.exists(), f"{path} exists already"
        target.write_text(content, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHECKS[name]],
        cwd=tmp_path,
        text=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONUTF8": "1"},
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "ok"


def test_every_checklist_has_an_example(root: Path) -> None:
    """Four checklists, each with an example block."""
    assert set(examples(root)) == {*CHECKS, "add-a-store"}
