"""What is derived for other tools is fresh, and the same in every run; IRIs come back as ids."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ontology import NODE_KINDS, make_id
from ontology.derive.__main__ import DERIVED, main
from ontology.derive.standards import STANDARDS
from ontology.iris import element_id, element_iri, property_iri


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every file as it is derived now."""
    return {name: render() for name, render in STANDARDS.items()}


@pytest.mark.parametrize("name", sorted(STANDARDS))
def test_file_in_git_is_fresh(root: Path, texts: dict[str, str], name: str) -> None:
    kept = (root / "docs/reference/standards" / name).read_text(encoding="utf-8")

    assert kept == texts[name], "stale: run `python -m ontology.derive docs/reference`"


def test_no_file_is_left_over(root: Path) -> None:
    kept = {path.name for path in (root / "docs/reference/standards").iterdir()}

    assert kept == {*STANDARDS, "README.md"}


def test_bytes_do_not_depend_on_the_run(texts: dict[str, str]) -> None:
    code = (
        "import hashlib; from ontology.export import ontology_turtle\n"
        "print(hashlib.sha256(ontology_turtle().encode()).hexdigest())\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert found == hashlib.sha256(texts["ontology.ttl"].encode()).hexdigest()


def test_command_says_which_extra_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [n for n in sys.modules if n.startswith(("rdflib", "ontology.export"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "rdflib", None)
    for render in STANDARDS.values():
        render.cache_clear()  # type: ignore[attr-defined]

    assert main([str(tmp_path / "out")]) == 2

    assert "extra rdf" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_files_are_listed_for_the_command() -> None:
    assert {f"standards/{name}" for name in STANDARDS} < set(DERIVED)


# Names


def test_ids_come_back_from_their_iris() -> None:
    ids = [
        make_id(NODE_KINDS["Station"], "53463"),
        make_id(NODE_KINDS["Unit"], "内蒙古自治区气象局"),
        make_id(NODE_KINDS["Location"], "53463", "cma/a b:c.csv", "2013-01-01T00:00:00Z"),
        make_id(NODE_KINDS["Process"], 'Y02-04 <"{}`\\^>', "region"),
        make_id(NODE_KINDS["Batch"], "50%", "#?&+"),
    ]
    for node_id in ids:
        iri = element_iri(node_id)
        assert element_id(iri) == node_id
        assert re.fullmatch(r"[A-Za-z0-9:/@%._~-]+", iri), iri
    assert len({element_iri(node_id) for node_id in ids}) == len(ids)
    assert element_id("urn:suyuan:Station") is None


def test_what_only_a_source_knows_has_a_name_of_its_own() -> None:
    assert property_iri("elevation_m") == "urn:suyuan:elevation_m"
    assert property_iri("id") == "urn:suyuan:property:id"
    assert property_iri("站号 /1") != property_iri("站号 %2F1")
