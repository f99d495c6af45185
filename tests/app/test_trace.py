"""`trace`: every hop with its state and its source, in the terminal, as JSON and as a page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from dashboard.render.text import cells
from ontology import HOP_STATES

ISSUE = "issue:DEMO-0001"


def test_the_sentence_stands_on_top(run, home) -> None:
    first = run("trace", ISSUE, "--home", home).stdout.splitlines()[0]

    assert first.startswith("! 超期  根因候选：检定校准超期")


def test_every_hop_is_printed_with_state_and_source(run, read, home) -> None:
    rows = read("trace", ISSUE, "--home", home)["rows"]

    text = run("trace", ISSUE, "--home", home).stdout

    printed = [line for line in text.splitlines() if re.match(r" ?\d+ \S", line)]
    assert len([p for p in printed if "个环节" not in p]) == len(rows) > 30
    for line, row in zip(printed, rows, strict=False):
        assert HOP_STATES.title(row["state"]) in line
        assert re.search(r"\S:\d+", line), line


@pytest.mark.parametrize("width", ["100", "140", "80"])
def test_no_line_is_wider_than_the_terminal(run, home, monkeypatch, width) -> None:
    monkeypatch.setenv("COLUMNS", width)

    lines = run("trace", ISSUE, "--home", home).stdout.splitlines()

    table = [line for line in lines if not line.startswith("台账头")]
    assert max(map(cells, table)) <= int(width)
    assert "\x1b" not in "".join(lines)


def test_synthetic_hops_carry_their_mark(run, read, home) -> None:
    result = read("trace", ISSUE, "--home", home)
    made_up = sum(r["certainty"] == "synthetic" for r in result["rows"])

    text = run("trace", ISSUE, "--home", home).stdout

    marks = [line for line in text.splitlines() if re.match(r"\s+合成( |$)", line)]
    assert len(marks) == made_up > 20
    assert "SYNTHETIC" in text


def test_json_is_the_whole_answer(read, home) -> None:
    answer = read("trace", ISSUE, "--home", home)

    assert set(answer) == {
        "as_of",
        "claims",
        "elapsed",
        "executed",
        "hypothetical",
        "known_at",
        "ledger_head",
        "notices",
        "params",
        "question",
        "rows",
        "summary",
        "truncated",
        "withheld",
    }
    assert answer["as_of"] == "2018-06-03T06:00:00Z"
    assert answer["params"] == {"element": ISSUE}
    assert set(answer["summary"]) == {"zh", "en"}
    cited = {c for row in answer["rows"] for c in row["claims"]}
    assert cited == set(answer["claims"])
    evidence = answer["claims"][answer["rows"][0]["claims"][0]]
    assert evidence["source_id"] == "sample-province/generated-issues"
    assert evidence["line"] > 1
    assert evidence["excerpt"].startswith("DEMO-0001,")
    assert len(evidence["sha256"]) == 64
    assert answer["executed"][0]["cypher"].startswith("MATCH")


@pytest.mark.parametrize("key", ["DEMO-0001", "50425", "instrument:SYN-INS-50425-PRS-2"])
def test_a_bare_key_is_enough(read, home, key) -> None:
    if key == "50425":
        assert read("trace", key, "--home", home, "--as-of", "2018-06-03")["rows"]
        return
    assert read("trace", key, "--home", home)["params"]["element"].endswith(key.split(":")[-1])


def test_an_unknown_element_names_the_nearest(refusal, home) -> None:
    for asked in ("issue:DEMO-000", "DEMO-000"):
        error = refusal("trace", asked, "--home", home)

        assert error["type"] == "UnknownElementError"
        assert ISSUE in error["nearest"]


def test_a_key_of_two_kinds_is_asked_back(run, refusal, table, tmp_path) -> None:
    home = tmp_path / "home"
    run("load", table("stations", "station_id,name_zh\nX1,甲\n"), "--home", home)
    run("load", table("instruments", "instrument_id,variable\nX1,TEM\n"), "--home", home)

    error = refusal("trace", "X1", "--home", home)

    assert error["type"] == "InvalidValueError"
    assert "station:X1, instrument:X1" in error["remedy"]


def test_a_kind_that_cannot_be_traced_is_refused(refusal, home) -> None:
    assert refusal("trace", "unit:中国气象局", "--home", home)["type"] == "UnknownElementError"


def test_missing_hops_show_a_dash_and_the_element_of_1192(run, table, tmp_path) -> None:
    home = tmp_path / "home"
    run("load", table("stations"), "--home", home)

    text = run("trace", "53463", "--home", home).stdout

    assert re.search(r"站址\s+□ 缺失\s+—", text)
    for element in ("3-07", "5-05", "9-01"):
        assert element in text


def test_as_of_and_known_at_change_the_answer(read, home) -> None:
    early = read("trace", ISSUE, "--home", home, "--as-of", "2017-05-01")
    unknown_then = read("info", "--home", home)["ledger"]["sources"][0]["loaded_at"]

    known = read("trace", ISSUE, "--home", home, "--known-at", "2999-01-01")

    assert early["as_of"] == "2017-04-30T16:00:00Z"
    assert "expired" not in {r["state"] for r in early["rows"]}
    assert known["known_at"] == "2999-01-01T16:00:00.000000Z"
    assert [r["state"] for r in known["rows"]] == [
        r["state"] for r in read("trace", ISSUE, "--home", home)["rows"]
    ]
    assert unknown_then < "2999"


@pytest.mark.parametrize("option", ["--as-of", "--known-at"])
def test_a_time_that_is_none_is_refused(refusal, home, option) -> None:
    error = refusal("trace", ISSUE, "--home", home, option, "soon")

    assert error["type"] == "InvalidValueError"
    assert error["value"] == "soon"


def test_nothing_was_known_before_the_first_load(refusal, home) -> None:
    error = refusal("trace", ISSUE, "--home", home, "--known-at", "2000-01-01")

    assert error["type"] == "UnknownElementError"


def test_several_deployments_are_shown_one_by_one(run, home) -> None:
    text = run("trace", "station:50425", "--home", home, "--as-of", "2018-06-03").stdout

    titles = re.findall(r"── 布设 (\S+)", text)
    assert len(titles) == len(set(titles)) > 3


def test_english_on_request(run, home) -> None:
    text = run("trace", ISSUE, "--home", home, "--en").stdout

    assert text.startswith("! expired  Candidate cause: calibration expired")
    assert "measurement" in text


# The page


class _Page(HTMLParser):
    """Tags, addresses and texts of a page; a tag that is not closed fails."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [v or "" for k, v in attrs if k in ("href", "src", "action", "xlink:href")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(run, home, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("page") / "trace.html"
    run("trace", ISSUE, "--home", home, "--html", path)
    return path.read_text(encoding="utf-8")


def test_the_page_needs_nothing_from_outside(page) -> None:
    parsed = _Page(page)

    assert parsed.open == []
    assert {"script", "link", "img", "iframe", "object"} & set(parsed.tags) == set()
    assert all(link.startswith("#") for link in parsed.links)
    assert "url(#tip)" in page
    assert set(re.findall(r"https?://[^\s\"<]+", page)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in page


def test_the_page_draws_and_lists_every_hop(page, read, home) -> None:
    rows = read("trace", ISSUE, "--home", home)["rows"]

    assert page.count('<g class="box') == len(rows)
    assert len(re.findall(r'<tr id="h\d+">', page)) == len(rows)
    assert 'role="img" aria-label="溯源链' in page
    assert page.count('class="box worst"') == 1


def test_the_page_shows_sentence_times_and_sources(page, read, home) -> None:
    answer = read("trace", ISSUE, "--home", home)

    assert f"<h1>{answer['summary']['zh']}</h1>" in page
    assert answer["summary"]["en"] in page
    assert answer["ledger_head"] in page
    assert "2018-06-03 14:00 +08:00" in page
    for one in answer["claims"].values():
        assert f'id="s{one["sha256"]}"' in page
        assert one["excerpt"].split("\n")[0].split(",")[0] in page
    assert "SYNTHETIC" in page


def test_the_page_goes_with_json(read, home, tmp_path) -> None:
    path = tmp_path / "t.html"

    assert read("trace", ISSUE, "--home", home, "--html", path)["rows"]
    assert path.exists()


def test_a_page_that_cannot_be_written_is_told(refusal, home, tmp_path) -> None:
    error = refusal("trace", ISSUE, "--home", home, "--html", tmp_path / "no" / "t.html")

    assert error["type"] == "FileNotFoundError"


def test_the_same_answer_gives_the_same_page(run, home, page, tmp_path) -> None:
    again = tmp_path / "again.html"

    run("trace", ISSUE, "--home", home, "--html", again)

    assert again.read_text(encoding="utf-8") == page
