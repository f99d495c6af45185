"""Each question has a page, and what the pages show is what the commands print."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboard.answering import parameters
from dashboard.cli import app
from queries import questions

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs/questions"
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
EXAMPLE = re.compile(r"^```sh\n(suyuan [^\n]+)\n```\n```\n(.*?)^```", re.DOTALL | re.MULTILINE)
PARTS = ("**回答**", "**给**", "## 例 / Example", "## Cypher", "## 界限 / Limits")
RECORDED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")
LAKE = ("cma_daily_v3", "synop_bufr", "cimiss_surface_minute")
VALUED = ("--as-of", "--known-at", "--home", "--csv", "--xlsx", "--store")
DEMO, DRAFT = ".suyuan-demo", ".suyuan-draft"
COMMAND = {"trace": "suyuan trace", "show": "suyuan show"}


def examples(page: Path) -> list[tuple[str, str]]:
    """Command lines of a page with what they are said to print."""
    return EXAMPLE.findall(page.read_text(encoding="utf-8"))


def asked(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Question and values of each `suyuan ask QUESTION …` line of a page."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in re.findall(r"^ *suyuan ask ([a-z].*)", block, re.MULTILINE):
            lexer = shlex.shlex(line, posix=True, punctuation_chars="|>")
            lexer.whitespace_split = True
            name, *words = takewhile(lambda word: word not in {"|", ">"}, lexer)
            before = ["", *words]
            pairs = zip(before, words, strict=False)
            yield name, [w for b, w in pairs if b not in VALUED and not w.startswith("--")]


@pytest.mark.parametrize("name", sorted(questions()))
def test_each_question_has_a_page(name: str) -> None:
    """What it answers, for whom, an example, its Cypher, its limits."""
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")

    assert text.startswith(f"# {name}\n")
    assert [part for part in PARTS if part not in text] == []
    assert f"](../reference/questions.md#{name})" in text
    assert ("没有 Cypher" in text) == questions()[name].ledger_only
    lines = [line for line, _ in examples(PAGES / f"{name}.md")]
    wanted = (f"suyuan ask {name}", COMMAND.get(name, "-"))
    assert any(line.startswith(wanted) for line in lines)


def test_no_page_is_of_a_question_that_is_none() -> None:
    pages = {page.stem for page in PAGES.glob("*.md")} - {"README"}
    text = (PAGES / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[.+?\]\((.+?)\.md\)", text, re.MULTILINE)

    assert pages == set(questions())
    assert listed == sorted(pages)


def test_the_reference_has_the_cypher_that_the_pages_point_to() -> None:
    text = (ROOT / "docs/reference/questions.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\S+)$(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE))

    assert set(sections) == set(questions())
    for name, query in questions().items():
        for stage in query.stages:
            assert stage.cypher in sections[name]


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))], ids=lambda p: p.stem
)
def test_what_a_page_asks_is_a_question_with_such_parameters(page: Path) -> None:
    for name, values in asked(page):
        known = {param.name for param in questions()[name].params}
        assert set(parameters(questions()[name], values)) <= known


Run = Callable[..., Result]


@pytest.fixture(scope="module")
def run() -> Run:
    """Run a command on a home, as wide as the pages are."""

    def call(home: Path, *arguments: str, code: int = 0) -> Result:
        line = [*arguments, "--home", str(home)]
        done = CliRunner().invoke(app, line, env={"COLUMNS": "100"})
        assert done.exit_code == code, done.output
        return done

    return call


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """All real data and documents, checked; one edition of a registry is refused by design."""
    home = tmp_path_factory.mktemp("pages") / "real"
    run(home, "load", str(shared / "data"), str(shared / "seeds"), code=1)
    for dataset in LAKE:
        run(home, "qc", dataset)
    return home


@pytest.fixture(scope="module")
def draft(shared: Path, tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """The plan, and the plan with the two changes that the page of `document-diff` makes."""
    folder = tmp_path_factory.mktemp("pages") / "草案"
    folder.mkdir()
    text = next((shared / "seeds").glob("000_*.txt")).read_text(encoding="utf-8")
    later = re.sub(r"^2019年4月10日前，", "2019年4月20日前，", text, flags=re.MULTILINE)
    later = re.sub(r"^2019年7月，.*\n", "", later, flags=re.MULTILINE)
    assert len(text.splitlines()) - len(later.splitlines()) == 1
    for edition in (text, later):
        time.sleep(1.0)  # recorded in different seconds, as answers print them
        (folder / "方案.txt").write_text(edition, encoding="utf-8")
        run(folder.parent / "home", "load", str(folder / "方案.txt"))
    return folder.parent / "home"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """The bundled sample province."""
    home = tmp_path_factory.mktemp("pages") / "demo"
    run(home, "sample", str(home.parent / "sample"))
    run(home, "load", str(home.parent / "sample"))
    return home


def squeezed(text: str) -> list[str]:
    """Lines without the widths of columns and the times of recording."""
    return [" ".join(RECORDED.sub("*", line).split()) for line in text.splitlines()]


def missing(shown: str, printed: str) -> list[str]:
    """Lines of a page that a command does not print, in this order."""
    rest = iter(squeezed(printed))
    return [line for line in squeezed(shown) if line not in ("…", "") and line not in rest]


def compare(name: str, home: Path, option: str, run: Run) -> None:
    """Run the examples of a page that are asked of this home."""
    for line, shown in examples(PAGES / f"{name}.md"):
        words = shlex.split(line)[1:]
        given = words[words.index("--home") + 1] if "--home" in words else ""
        if given == option:
            at = words.index("--home") if given else len(words)
            printed = run(home, *words[:at], *words[at + 2 :]).stdout
            assert missing(shown, printed) == [], f"{line}\n{printed}"


@pytest.mark.parametrize("name", sorted(questions()))
def test_the_real_examples_are_what_is_printed(name: str, real: Path, run: Run) -> None:
    compare(name, real, "", run)


def test_the_changed_document_differs_as_its_page_shows(draft: Path, run: Run) -> None:
    compare("document-diff", draft, DRAFT, run)


@pytest.mark.torture
@pytest.mark.parametrize("name", sorted(questions()))
def test_the_synthetic_examples_are_what_is_printed(name: str, demo: Path, run: Run) -> None:
    compare(name, demo, DEMO, run)


def test_a_line_that_is_not_printed_is_noticed() -> None:
    assert missing("a\n…\nc   d\n", "a\nb\nc d") == []
    assert missing("c\na\n", "a\nb\nc") == ["a"]
    assert missing("2026-11-22 08:47 x\n", "2027-01-01 00:00:01 x") == []
