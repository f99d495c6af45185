"""Names that would be obeyed by a terminal, a page or a spreadsheet are shown as they are."""

from __future__ import annotations

import csv

import pytest

NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[red]红[/red] [/] [bold",
    ":boom:",
    "a\x1b[31mred\x1b[0m\x07",
    "\u202egnp.exe",
    "=HYPERLINK(1)",
)


@pytest.fixture
def home(run, table, tmp_path):
    """Stations with these names, and an issue about the first under a name of that sort."""
    quoted = ['"{}"'.format(n.replace('"', '""')) for n in NAMES]
    rows = "".join(f"{i},{name}\n" for i, name in enumerate(quoted))
    run("load", table("stations", f"station_id,name_zh\n{rows}"), "--home", tmp_path / "home")
    issue = f"issue_id,kind,station_id,begin,test\n<b>1,quality,0,2018-06-03,{quoted[1]}\n"
    run("load", table("issues", issue), "--home", tmp_path / "home")
    return tmp_path / "home"


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_terminal(run, home, number) -> None:
    shown = NAMES[number].replace("\x1b", "\\x1b").replace("\x07", "\\x07")
    shown = shown.replace("\u202e", "\\u202e")

    for arguments in (("trace",), ("show",), ("ask", "show")):
        text = run(*arguments, f"station:{number}", "--home", home).stdout

        assert shown in text.replace("\n", "")
        assert not set("\x1b\x07\u202e") & set(text)


def test_page(run, home, tmp_path) -> None:
    for element in ["issue:<b>1", *(f"station:{i}" for i in range(len(NAMES)))]:
        run("trace", element, "--home", home, "--html", tmp_path / "t.html")

        page = (tmp_path / "t.html").read_text(encoding="utf-8")
        assert "<script" not in page
        assert "<img" not in page
        assert "<b>1" not in page.replace("<b>1<", "")
        assert not set("\x1b\x07\u202e") & set(page)
    assert "=HYPERLINK(1)" in page


def test_json_keeps_them(read, home) -> None:
    rows = read("trace", "station:4", "--home", home)["rows"]

    assert rows[0]["name"] == NAMES[4]


def test_spreadsheet(run, home, tmp_path) -> None:
    path = tmp_path / "out.csv"

    run("ask", "history", "element=station:6", "--home", home, "--csv", path)
    run("ask", "show", "station:6", "--home", home, "--csv", path)

    with path.open(encoding="utf-8-sig", newline="") as stream:
        values = [row["value"] for row in csv.DictReader(stream)]
    assert "'=HYPERLINK(1)" in values
    assert "=HYPERLINK(1)" not in values


def test_error_messages(run, home) -> None:
    result = run("trace", "station:[red]\x1b[31m", "--home", home, code=1)

    assert "[red]" in result.stderr
    assert "\x1b" not in result.stderr
