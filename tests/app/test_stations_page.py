"""台站与仪器 as Streamlit draws it: list, one station, what the address says."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def test_all_stations_are_listed_and_drawn_those_with_conflicts_first(open_page: Open) -> None:
    page = open_page("stations")

    assert not page.exception
    (table,) = page.dataframe
    assert page.subheader[0].value.startswith(f"{len(table.value)} 个台站")
    counts = list(table.value["未裁定的矛盾"])
    assert counts == sorted(counts, reverse=True)
    (drawn,) = page.get("deck_gl_json_chart")
    spec = json.loads(drawn.proto.json)
    (spots,) = [layer for layer in spec["layers"] if layer["id"] == "spots"]
    assert len(spots["data"]) == len(table.value)
    assert "http" not in drawn.proto.json
    assert spec["mapStyle"] == "__MAP_STYLE__"  # no base map


@pytest.fixture
def bordered(run, tmp_path: Path) -> Path:
    """A home of two stations, with the border of their leagues between them."""
    tables = {
        "stations": "station_id,name_zh\n53463,呼和浩特\n53446,包头\n",
        "locations": "station_id,source_id,valid_from,latitude,longitude\n"
        "53463,s,2001-01-01,40.85,111.57\n53446,s,2001-01-01,40.67,109.85\n",
    }
    (tmp_path / "in").mkdir()
    for name, text in tables.items():
        (tmp_path / "in" / f"{name}.csv").write_text(text, encoding="utf-8")
    run("load", tmp_path / "in", "--home", tmp_path / "h")
    return tmp_path / "h"


def test_packaged_borders_lie_below_all_else_and_the_caption_says_what_they_are(
    open_page: Open, bordered: Path, printed: dict[str, Callable[[], bytes]]
) -> None:
    page = open_page("stations", at=bordered)

    (drawn,) = page.get("deck_gl_json_chart")
    first, *rest = json.loads(drawn.proto.json)["layers"]
    assert (first["id"], first["@@type"]) == ("borders", "PathLayer")
    assert [layer["id"] for layer in rest][-2:] == ["spots", "names"]
    assert any(109.85 < lon < 111.57 for one in first["data"] for lon, _ in one["path"])
    (told,) = [text.value for text in page.caption if "比例尺" in text.value]
    assert "仅示意，不作划界依据" in told
    assert "ECharts 4.9.0" in told
    with pdfplumber.open(io.BytesIO(printed["stations-map.pdf"]())) as pdf:
        (sheet,) = pdf.pages
        assert "仅示意，不作划界依据" in "".join(sheet.extract_text().split())


def test_a_map_without_a_border_in_view_is_as_it_would_be_without_them(
    open_page: Open, bordered: Path
) -> None:
    page = open_page("stations", at=bordered, station="station:53463", lang="en")

    (drawn,) = page.get("deck_gl_json_chart")
    layers = [layer["id"] for layer in json.loads(drawn.proto.json)["layers"]]
    assert layers == ["graticule", "scale", "marks", "length", "spots", "names"]
    (told,) = [text.value for text in page.caption if "no base map" in text.value]
    assert "border" not in told


def test_the_text_of_the_address_narrows_list_and_csv(
    open_page: Open, exported: dict[str, list[list[str]]]
) -> None:
    page = open_page("stations", text="50425", lang="en")

    (table,) = page.dataframe
    assert list(table.value["number"]) == ["50425"]
    header, line = exported["stations.csv"]
    assert header == list(table.value.columns)
    assert line[0] == "50425"


def test_a_station_has_times_conflicts_claims_issues_and_equipment(
    open_page: Open, read, home
) -> None:
    rows = read("ask", "station-equipment", "50425", "--home", home)["rows"]
    said = read("ask", "station-claims", "50425", "--home", home)["rows"]

    page = open_page("stations", station="station:50425")

    assert not page.exception
    titles = [title.value.partition(" · ")[0] for title in page.subheader]
    assert titles[1:] == ["来源之间的矛盾", "各来源的说法", "未了结的问题", "仪器与检定校准"]
    sizes = [len(table.value) for table in page.dataframe]
    assert len(rows) in sizes
    assert len(said) in sizes
    assert "含合成数据" in page.warning[0].value
    (claimed,) = [table.value for table in page.dataframe if "比较" in table.value]
    assert {"经纬度", "海拔高度（m）", "站名"} <= set(claimed["属性"])


def test_a_test_of_ours_is_told_by_its_title(open_page: Open, run, table, tmp_path: Path) -> None:
    table("stations")
    path = table(
        "issues",
        "issue_id,kind,station_id,variable,test,begin\n"
        "I1,quality,53463,PRS,provider,2025-01-10\nI2,quality,53463,PRS,人工巡查,2025-01-11\n",
    )
    run("load", path.parent, "--home", tmp_path / "h")

    for page, lang, ours in (
        ("overview", "zh", "来源质控码"),
        ("stations", "en", "provider's codes"),
        ("management", "zh", "来源质控码"),
    ):
        address = {"stations": {"station": "station:53463"}, "management": {"list": "incidents"}}
        opened = open_page(page, tmp_path / "h", lang=lang, **address.get(page, {}))
        assert not opened.exception
        title = "检查" if lang == "zh" else "test"
        (shown,) = [each.value for each in opened.dataframe if title in each.value]
        assert sorted(shown[title]) == sorted([ours, "人工巡查"])


def test_a_bare_number_is_enough(open_page: Open) -> None:
    page = open_page("stations", station="50425")

    assert not page.exception
    assert page.subheader[0].value.startswith("50425 ")


@pytest.mark.parametrize("station", ["station:0", "<img src=x onerror=alert(1)>", "unit:x|y"])
def test_an_unknown_station_is_told_not_raised(open_page: Open, station: str) -> None:
    page = open_page("stations", station=station)

    assert not page.exception
    assert any(station[-3:] in text.value for text in page.text)


def test_a_text_that_the_map_would_take_for_code_is_a_text(
    open_page: Open, run, table, tmp_path: Path
) -> None:
    evil = "@@=alert(1)"
    run("load", table("stations", f"station_id,name_zh\n{evil},{evil}\n"), "--home", tmp_path / "h")
    places = f"station_id,source_id,valid_from,latitude,longitude\n{evil},s,2001-01-01,40,110\n"
    run("load", table("locations", places), "--home", tmp_path / "h")

    page = open_page("stations", at=tmp_path / "h")

    assert not page.exception
    (drawn,) = page.get("deck_gl_json_chart")
    texts = [
        row["text"]
        for layer in json.loads(drawn.proto.json)["layers"]
        for row in layer["data"]
        if "text" in row
    ]
    assert any(evil in text for text in texts)
    assert not any(text.startswith("@@") for text in texts)


def test_how_far_each_league_is_stands_below_once_it_is_wanted(
    open_page: Open, read, home, exported: dict[str, list[list[str]]]
) -> None:
    rows = read("ask", "reconciliation-progress", "--home", home)["rows"]

    page = open_page("stations", progress="yes")

    assert not page.exception
    header, *lines = exported["progress.csv"]
    assert len(lines) == len(rows) > 0
    stations = header.index("台站")
    assert sorted(int(line[stations]) for line in lines) == sorted(r["stations"] for r in rows)
    assert "progress.csv" not in _offered(open_page, exported)


def test_the_overview_counts_what_the_list_of_instruments_past_calibration_shows(
    open_page: Open, read, home, exported: dict[str, list[list[str]]]
) -> None:
    """The day is one on which instruments in use and ones put away are past theirs."""
    day = "2028-06-01"
    late = ("expiring", "what=calibration", "overdue=yes", "--as-of", day, "--home", home)
    rows = [row for row in read("ask", *late)["rows"] if row["part"] == "item"]
    used = [row for row in rows if row["unit"]]
    assert 0 < len(used) < len(rows)

    first = open_page("overview", as_of=day)
    (shown,) = [m.value for m in first.metric if m.label == "检定超期的在用仪器"]
    page = open_page("stations", overdue="yes", as_of=day)

    assert not page.exception
    header, *lines = exported["overdue.csv"]
    assert shown == f"{len(used)}" == f"{len(lines)}"
    assert page.subheader[0].value == f"检定超期的在用仪器 · {len(used)}"
    names = [line[header.index("仪器")] for line in lines]
    assert sorted(names) == sorted(row["name"] for row in used)
    days = [int(line[header.index("超期（天）")]) for line in lines]
    assert min(days) > 0
    assert days == sorted(days, reverse=True)
    assert any(f"另有 {len(rows) - len(used):,} 台" in text.value for text in page.text)


def test_the_overview_counts_the_conflicts_that_the_list_shows(
    open_page: Open, run, tmp_path: Path, exported: dict[str, list[list[str]]]
) -> None:
    """Two lists of stations put 53463 a hundred kilometres apart."""
    head = "station_id,latitude,longitude\n"
    (tmp_path / "named").mkdir()
    named = tmp_path / "named" / "stations.csv"
    named.write_text("station_id,name_zh\n53463,呼和浩特\n", encoding="utf-8")
    run("load", named.parent, "--home", tmp_path / "h")
    for name, latitude in (("ours", "40.8"), ("theirs", "41.8")):
        path = tmp_path / name / "locations.csv"
        path.parent.mkdir()
        path.write_text(f"{head}53463,{latitude},111.6\n", encoding="utf-8")
        run("load", path.parent, "--home", tmp_path / "h")

    first = open_page("overview", at=tmp_path / "h")
    (shown,) = [m.value for m in first.metric if m.label == "来源之间的矛盾"]
    page = open_page("stations", at=tmp_path / "h", conflicts="yes")

    assert not page.exception
    header, *lines = exported["conflicts.csv"]
    assert shown == f"{len(lines)}" != "0"
    assert {line[header.index("对象")] for line in lines} == {"53463 呼和浩特"}


@pytest.fixture
def broken(run, tmp_path: Path) -> Path:
    """A home of stations in two leagues and in none; two deployments at one of them."""
    tables = {
        "stations": "station_id,name_zh,admin_code\n"
        "53463,呼和浩特,150105\n53446,包头,150205\n9,无,\n",
        "deployments": "deployment_id,station_id,instrument_id,variable,valid_from\n"
        "D1,53463,,TEM,2020-01-01\nD2,53463,I2,PRS,2020-01-01\n",
        "instruments": "instrument_id,variable,serial\nI2,PRS,007\n",
    }
    (tmp_path / "in").mkdir()
    for name, text in tables.items():
        (tmp_path / "in" / f"{name}.csv").write_text(text, encoding="utf-8")
    run("load", tmp_path / "in", "--home", tmp_path / "h")
    return tmp_path / "h"


def test_the_overview_counts_the_broken_chains_that_the_list_shows(
    open_page: Open, broken: Path, exported: dict[str, list[list[str]]]
) -> None:
    first = open_page("overview", at=broken)
    (shown,) = [m.value for m in first.metric if m.label == "断开的溯源链"]
    page = open_page("stations", at=broken, broken="yes")

    assert not page.exception
    header, *lines = exported["broken-chains.csv"]
    assert shown == f"{len(lines)}" == "4"
    assert page.subheader[-1].value == "断开的溯源链 · 4"
    at, number = header.index("断于"), header.index("编号")
    assert [(line[at], line[number]) for line in lines] == [
        ("布设", "53446"),
        ("布设", "9"),
        ("仪器", "D1"),
        ("检定校准", "D2"),
    ]
    header, *leagues = exported["broken-by-league.csv"]
    assert header == ["盟市", "断链", "布设", "仪器", "检定校准"]
    assert leagues == [
        ["150100 呼和浩特市", "2", "0", "1", "1"],
        ["150200 包头市", "1", "1", "0", "0"],
        ["□ 属地未说明", "1", "1", "0", "0"],
    ]


def test_on_a_day_before_their_deployments_chains_break_at_the_station(
    open_page: Open, broken: Path, exported: dict[str, list[list[str]]]
) -> None:
    open_page("stations", at=broken, broken="yes", as_of="2019-01-01")

    header, *lines = exported["broken-chains.csv"]
    assert [line[header.index("断于")] for line in lines] == ["布设"] * 3


def test_the_address_narrows_the_broken_chains_to_a_link_and_a_league(
    open_page: Open, broken: Path, exported: dict[str, list[list[str]]]
) -> None:
    page = open_page("stations", at=broken, broken="yes", league="150100", lang="en")

    assert not page.exception
    header, *lines = exported["broken-chains.csv"]
    assert [line[header.index("breaks at")] for line in lines] == ["instrument", "calibration"]
    assert "broken-by-league.csv" not in exported

    open_page("stations", at=broken, broken="yes", league="150100", link="calibration")
    assert len(exported["broken-chains.csv"]) == 2
    told = open_page("stations", at=broken, broken="yes", link="nonsense")
    assert not told.exception
    assert told.subheader[-1].value == "断开的溯源链 · 4"


def _offered(open_page: Open, exported: dict[str, list[list[str]]]) -> set[str]:
    """The CSV files of the page as it opens."""
    exported.clear()
    open_page("stations")
    return set(exported)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What makes each PDF and PNG that a page offers, by the file's name."""
    found: dict[str, Callable[[], bytes]] = {}
    made = st.download_button

    def offered(label: str, data: Callable[[], bytes], **options: object) -> bool:
        if label in ("PDF", "PNG"):
            found[str(options["file_name"])] = data
        return made(label, data, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(st, "download_button", offered)
    return found


def test_map_and_timeline_of_a_station_are_printed_with_what_they_rest_on(
    open_page: Open, printed: dict[str, Callable[[], bytes]]
) -> None:
    page = open_page("stations", station="station:50425", as_of="2018-06-03")
    assert not page.exception
    assert {"places.pdf", "places.png", "timeline.pdf", "timeline.png"} <= set(printed)

    with pdfplumber.open(io.BytesIO(printed["timeline.pdf"]())) as pdf:
        (sheet,) = pdf.pages
        text = sheet.extract_text()
    assert "台站与仪器 · 时间线" in text
    assert "图中：50425" in text
    assert "所画之日：2018-06-03" in text
    assert "sample-province" in text or "province/" in text
    assert "项为合成，不是任何真实设备的记录" in text
    assert "本站气压（PRS） 主用" in " ".join(text.split())
    assert "地址：" in text

    with Image.open(io.BytesIO(printed["places.png"]())) as picture:
        assert picture.format == "PNG"
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 10


def test_the_map_of_all_stations_is_printed_with_its_legend(
    open_page: Open, printed: dict[str, Callable[[], bytes]]
) -> None:
    page = open_page("stations", lang="en")

    stations = len(page.dataframe[0].value)
    with pdfplumber.open(io.BytesIO(printed["stations-map.pdf"]())) as pdf:
        (sheet,) = pdf.pages
        text = sheet.extract_text()
    assert "map of positions" in text
    assert f"{stations} of {stations}" in text
    assert "50425" in text, "labels of few stations are in the drawing"
    assert "sources" in text
    assert " km" in text
