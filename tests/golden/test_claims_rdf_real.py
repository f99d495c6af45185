"""Real files in a ledger, out in RDF and in again: registries, station metadata, certificates."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.exporting import write_claims
from graph.ledger import Ledger, verify_ledger
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.claims_rdf import import_claims

FILES = (
    "cma_station_tidymet/inner_mongolia_stations_2016.csv",
    "cma_station_tidymet/inner_mongolia_relocations_195101_201812.csv",
    "meteostat_stations",
    "noaa_isd_history",
    "wmdr",
    "dcc_pydcc",
)


@pytest.fixture(scope="module")
def ledger(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger of all of them."""
    opened = Ledger(tmp_path_factory.mktemp("real") / "home")
    plan = make_plan([shared / "data" / name for name in FILES], Declared())
    with opened.writing() as writer:
        for planned in plan.files:
            load_file(opened, writer, planned, LoadChoices())
    return opened


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "json-ld", "graphml", "parquet"])
def test_real_files_come_back(ledger: Ledger, form: str, tmp_path: Path) -> None:
    path, again = tmp_path / "claims", tmp_path / "again"
    count = write_claims(ledger, None, form, path)
    with Ledger(tmp_path / "copy") as copy:
        report = import_claims(copy, path, form)

        assert report.first_rejects == ()
        assert report.accepted == count > 3000
        assert verify_ledger(copy).problems == ()
        assert write_claims(copy, None, form, again) == count
    assert files(path) == files(again)


def files(path: Path) -> list[bytes]:
    """The bytes of a file, or of those in a folder."""
    return [one.read_bytes() for one in (sorted(path.iterdir()) if path.is_dir() else [path])]
