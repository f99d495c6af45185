"""What the metadata checks raise of real stations: the airport of Hohhot, and no move that is told.

The daily values of 1951 have 54135 move on 1951-06-01, as the relocation records do; ISD gives the
airport under the number 53463, 21.6 km from the station, where it never stood.
"""

from pathlib import Path

import pytest

from dashboard.checking import Asked, check_dataset
from graph import Settings, Workspace
from graph.ledger import LedgerReader
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.quality_control.metadata import TESTS

CMA = "data/cma_station_tidymet"
FILES = (
    f"{CMA}/surf_cli_chn_mul_day_v3_1951_inner_mongolia.csv",
    f"{CMA}/inner_mongolia_relocations_195101_201812.csv",
    f"{CMA}/inner_mongolia_stations_2016.csv",
    "data/noaa_isd_history/isd_history_inner_mongolia.csv",
)


def test_the_daily_values_of_1951_against_the_registries(shared: Path, tmp_path: Path) -> None:
    with Workspace(Settings(tmp_path / "home"), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan([shared / name for name in FILES], Declared()).files:
                report = load_file(workspace.ledger, writer, planned, LoadChoices())
                assert (report.rejected, report.values) in ((0, 35649), (0, 0))
        check_dataset(workspace, Asked("cma_daily_v3", tests=tuple(t.name for t in TESTS)))
        reader = LedgerReader(workspace.ledger)
        [issue] = reader.live_of_kind("Issue")
        [about] = reader.edges_of([issue.subject], {"ABOUT": "out"})
        distance = str(issue.properties["expected"])

    assert (issue.properties["test"], issue.properties["kind"]) == ("identity", "metadata")
    assert about.object == "station:53463"
    assert issue.valid_from == "2019-09-30T16:00:00Z"  # the day the list of ISD speaks for
    assert "21.6 km" in distance
    assert "没有旧址可以解释" in distance


def test_of_a_day_of_1951_nothing_is_raised(shared: Path, tmp_path: Path) -> None:
    with Workspace(Settings(tmp_path / "home"), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan([shared / name for name in FILES[:3]], Declared()).files:
                load_file(workspace.ledger, writer, planned, LoadChoices())
        asked = Asked("cma_daily_v3", begin="1951-05-20", end="1951-06-10",
                      tests=("position", "elevation", "pressure_height"))  # fmt: skip
        checked = check_dataset(workspace, asked, dry_run=True)

    assert {one.name: one.flagged for one in checked.tests} == {
        "position": 0, "elevation": 0, "pressure_height": 0,
    }  # fmt: skip


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
def test_every_check_says_what_it_is_in_two_languages(test: object) -> None:
    title = getattr(test, "title", "")
    zh, _, en = title.partition(" / ")

    assert not zh.isascii()
    assert en.isascii()
    assert en
