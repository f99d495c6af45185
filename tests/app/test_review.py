"""`suyuan review`: a page, a summary, JSON; nothing of a home is needed and none is made."""

from __future__ import annotations

import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest

from dashboard.render.review_kinds import FAMILIES, ITEM_TITLES, OTHER, REPAIR_TITLES, family_of
from dashboard.render.review_page import page
from dashboard.render.review_style import POLICY, SCRIPT, STYLE
from graph.ledger import HIDDEN
from loaders.documents.cleaning.offsets import RepairKind
from loaders.documents.review import ItemKind, reviewed
from ontology import EDGE_KINDS
from ontology.derive.legend import TEXT_CONTRAST, contrast

HEAD, MEMBER = "殷若渝", "佘一沣"
TEXT = f"""朔西省气象局
关于成立质量管理体系建设领导小组的通知
各市气象局：
根据《甲办法》（气发〔2021〕7号）,现将有关事项通知如下。乙地共有12个站点。
一、质量管理体系建设领导小组
组  长：{HEAD}
成  员：{MEMBER}（观测处）
主要职责：由{HEAD}主持体系建设；审定体系文件。
朔西省气象局
2022年3月1日
"""
ATTACK = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def reviewing(run, tmp_path: Path):
    """The page of a document, and what the terminal shows."""

    def call(document: object, *options: str) -> tuple[str, str]:
        html = tmp_path / "out.html"
        shown = run("review", document, "--home", tmp_path / "home", "--html", html, *options)
        return html.read_text(encoding="utf-8"), shown.stdout

    return call


# What is shown


def test_nothing_is_loaded(run, notice, tmp_path) -> None:
    run("review", notice, "--home", tmp_path / "home")

    assert not (tmp_path / "home").exists()


def test_the_summary(run, notice, tmp_path) -> None:
    text = run("review", notice, "--home", tmp_path / "home").stdout

    assert "关于成立质量管理体系建设领导小组的通知" in text
    assert "组长 HEAD 1" in text
    assert "字间空白 2" in text
    assert "4:35 12个" in text
    assert "被拒 0" in text
    english = run("review", notice, "--home", tmp_path / "home", "--en").stdout
    assert "coverage" in english
    assert "4:35 12个" in english


def test_json_has_what_the_page_has(read, notice, tmp_path) -> None:
    [one] = read("review", notice, "--home", tmp_path / "home")["documents"]

    assert one["coverage"]["numbers"] == {"found": 1, "cited": 0, "share": 0.0}
    assert one["coverage"]["titles"] == {"found": 2, "cited": 2, "share": 1.0}
    [number] = [each for each in one["not_understood"] if each["class"] == "numbers"]
    assert (number["text"], number["place"]) == ("12个", {"line": 4, "column": 35})
    assert one["repairs_by_kind"] == {"justified": 2, "punctuation": 1}
    assert one["facts_by_kind"]["HEAD"] == 1
    assert one["rejected"] == []
    [cited] = [each for each in one["facts"] if each["kind"] == "CITES"]
    assert (cited["raw"], cited["place"]) == ("《甲办法》", {"line": 4, "column": 2})


def test_rejected_rows_have_place_rule_and_remedy(run, read, tmp_path) -> None:
    path = tmp_path / "untitled.txt"
    path.write_text(
        "为做好观测质量工作，现将有关事项通知如下，请认真贯彻落实。\n" * 3, encoding="utf-8"
    )

    [row] = read("review", path)["documents"][0]["rejected"]
    assert (row["field"], row["place"]) == ("title", {"line": 1, "column": 0})
    assert row["rule"]
    assert "write it at the beginning" in row["remedy"]
    assert "a document has a title" in run("review", path).stdout


# The page


def anchors(html: str) -> tuple[list[str], set[str]]:
    return re.findall(r' id="([^"]+)"', html), set(re.findall(r'href="#([^"]+)"', html))


def test_links_lead_both_ways(reviewing, notice) -> None:
    html, _ = reviewing(notice)

    ids, targets = anchors(html)
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)
    for number in (i.removeprefix("d1f") for i in ids if i.startswith("d1f")):
        assert f"d1m{number}" in ids


def test_marks_are_well_nested(reviewing, notice) -> None:
    html, _ = reviewing(notice)

    depth: list[str] = []
    for closing, name in re.findall(r"<(/?)(mark|span|div|table|tr|td|li|ol|aside)\b", html):
        if closing:
            assert depth.pop() == name
        else:
            depth.append(name)
    assert depth == []


def test_the_text_of_the_page_is_the_text(reviewing, notice) -> None:
    html, _ = reviewing(notice, "--reveal-names")

    pane = html.partition('<div class="text">')[2].partition("<aside>")[0]
    lines = re.findall(r'<span class="said">(.*?)</span></div>', pane)
    raw = [re.sub(r"<ins>.*?</ins>|<a .*?</a>", "", line) for line in lines]
    assert [unescape(re.sub(r"<[^>]+>", "", line)) for line in raw] == TEXT.splitlines()


def test_repairs_are_shown_before_and_after(reviewing, notice) -> None:
    html, _ = reviewing(notice)

    assert "<del>,</del><ins>，</ins>" in html


def test_what_is_left_out_is_a_rule_for_each_set_of_families(reviewing, notice) -> None:
    html, _ = reviewing(notice)

    sets = set(re.findall(r"<li id=\"d1f\d+\" class=\"set-([a-z-]+)\"", html))
    assert "docs-unit" in sets
    for codes in sets:
        off = "body" + "".join(f":has(#k-{code}:not(:checked))" for code in codes.split("-"))
        assert f"{off} li.set-{codes}" in html
        assert all(f'id="k-{code}"' in html for code in codes.split("-"))


def test_no_request_leaves_the_page(reviewing, notice) -> None:
    html, _ = reviewing(notice)

    assert POLICY in html
    assert html.count("<script") == 1
    assert "http" not in html.replace("http-equiv", "")
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html.replace(SCRIPT, ""))


def test_what_would_be_obeyed_is_shown(reviewing, tmp_path) -> None:
    path = tmp_path / "<script>alert(3)<_script>.txt"
    path.write_text(
        f"关于{ATTACK}的通知\n各单位：\n按《{ATTACK}》执行。\x1b[31m\u202e{ATTACK}\n",
        encoding="utf-8",
    )

    html, shown = reviewing(path)
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "&lt;script&gt;alert(3)" in html
    assert html.count("<script") == 1
    assert not set("\x1b\u202e") & set(html + shown)


def test_broken_bytes_are_shown(reviewing, read, tmp_path) -> None:
    path = tmp_path / "broken.txt"
    path.write_bytes(TEXT.encode()[:-200] + b"\xff\xfe\x80" + TEXT.encode()[-200:])

    html, _ = reviewing(path)
    assert "审阅" in html
    assert read("review", path)["documents"]


@pytest.mark.parametrize("family", [*FAMILIES, OTHER])
def test_labels_can_be_read(family) -> None:
    assert contrast(family.colour, family.text_colour) >= TEXT_CONTRAST
    assert f"#k-{family.code}:not(:checked)" in STYLE


def test_every_kind_has_a_title_and_facts_of_documents_a_family() -> None:
    assert set(ITEM_TITLES) == set(ItemKind)
    assert set(REPAIR_TITLES) == {kind.value for kind in RepairKind}
    assert len({family.sign for family in (*FAMILIES, OTHER)}) == len(FAMILIES) + 1
    of_documents = {t for t, edge in EDGE_KINDS.items() if edge.group == "documents"}
    no_facts = {"MENTIONED_IN", "DENOTES"}
    assert {t for t in of_documents if family_of(t) is OTHER} == no_facts


# Persons


@pytest.mark.parametrize("form", [(), ("--json",), ("--en",)])
def test_no_name_of_a_person_is_shown(reviewing, notice, tmp_path, form) -> None:
    html, shown = reviewing(notice, *form)

    for name in (HEAD, MEMBER):
        assert name not in html + shown
    assert HIDDEN in html
    assert not (tmp_path / "home").exists()


def test_names_in_the_names_of_files_are_hidden(run, tmp_path) -> None:
    path = tmp_path / f"{HEAD}.txt"
    path.write_text(TEXT, encoding="utf-8")

    assert HEAD not in run("review", path).stdout


def test_who_has_the_right_sees_names_and_is_logged(reviewing, notice, tmp_path) -> None:
    html, _ = reviewing(notice, "--reveal-names")

    assert HEAD in html
    assert MEMBER in html
    log = (tmp_path / "home" / "reveals.jsonl").read_text(encoding="utf-8")
    logged = [json.loads(line) for line in log.splitlines()]
    assert [each["place"] for each in logged] == [
        "line 6, column 5",
        "line 7, column 5",
        "line 8, column 6",
    ]
    assert {tuple(sorted(each)) for each in logged} == {("at", "names", "place", "sha256", "user")}
    assert HEAD not in log


def test_names_that_cannot_be_logged_are_not_shown(run, notice, tmp_path) -> None:
    home = tmp_path / "home"
    home.write_text("no folder", encoding="utf-8")

    result = run("review", notice, "--home", home, "--reveal-names", code=1)
    assert HEAD not in result.output


# Files


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("in/a.txt", TEXT)
        opened.writestr("b.txt", "关于审核的通知\n各单位：\n请按《乙办法》执行，共3次。\n")
    return path


def test_an_archive_is_one_page_with_a_section_each(reviewing, archive) -> None:
    html, _ = reviewing(archive)

    assert html.count('<section class="doc"') == 2
    ids, targets = anchors(html)
    assert {"d1", "d2"} <= targets <= set(ids)
    assert len(ids) == len(set(ids))


def test_one_member(read, archive, tmp_path) -> None:
    [one] = read("review", f"{archive}!b.txt")["documents"]

    assert one["title"] == "关于审核的通知"
    assert one["coverage"]["overall"]["found"] == 3


def test_a_folder(read, archive, notice) -> None:
    titles = [one["title"] for one in read("review", archive.parent)["documents"]]

    assert len(titles) == 3


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("missing.txt", None, "missing.txt"),
        ("empty.txt", b"", "empty"),
        ("broken.zip", b"PK\x03\x04 and no more", "zip"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "docx"),
    ],
)
def test_what_cannot_be_read_is_a_clear_error(refusal, tmp_path, name, content, told) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    error = refusal("review", tmp_path / name, "--html", tmp_path / "out.html")
    assert error["type"] == "SourceError"
    assert told in error["message"]
    assert not (tmp_path / "out.html").exists()


def test_a_member_that_is_not_there_names_those_that_are(refusal, archive) -> None:
    error = refusal("review", f"{archive}!c.txt")

    assert "b.txt" in error["message"]
    assert "in/a.txt" in error["message"]


@pytest.mark.needs_shared
def test_the_seeds_have_pages(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        found = reviewed(path)
        html = page(found, str(path))
        ids, targets = anchors(html)
        assert len(ids) == len(set(ids))
        assert targets <= set(ids)
        for fact in found.documents[0].facts:
            assert f"d1m{fact.spot}" in targets
