"""Damaged files of every loader: nothing crashes or hangs, and every row has an outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from loaders.protocol import WrittenHere
from loaders.registry import loaders
from loaders.sample.package import write_province
from tests.damage_page import DAMAGE
from tests.faults.mutations import damaged
from tests.unit.loaders import bufr_messages as bufr
from tests.unit.loaders.test_synop_text import BULLETIN, DAY, PUBLISHED

FEW, MANY = 50, 1000
DATA = Path("data")
STATIONS = DATA / "cma_station_tidymet"
GOLDEN = Path(__file__).resolve().parents[2] / "golden"

Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Material:
    """Whole files of a loader, from the shared folder and a folder for what is generated.

    `least`: which share of the damaged ones is at least refused, has rows that are accepted, has
    rows that are rejected; one of none would not be worth the name of a test. `snapshot`: the day
    that a person gives for files without dates.
    """

    files: Callable[[Path, Path], Files]
    least: tuple[float, float, float]
    snapshot: str | None = None


def real(folder: Path, *names: str) -> Callable[[Path, Path], Files]:
    """Files as they are published, all of a folder where none is named."""

    def files(shared: Path, _: Path) -> Files:
        found = [shared / folder / n for n in names] or sorted((shared / folder).iterdir())
        return [(path.name, path.read_bytes()) for path in found if path.name != "ORIGIN.md"]

    return files


def kept(pattern: str) -> Callable[[Path, Path], Files]:
    """Files that the golden tests keep."""
    return lambda *_: [(p.name, p.read_bytes()) for p in sorted(GOLDEN.glob(pattern))]


def daily(shared: Path, _: Path) -> Files:
    """Forty days of one station, and days of another at both of its positions."""
    path = shared / STATIONS / "surf_cli_chn_mul_day_v3_1951_inner_mongolia.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    return [(path.name, b"".join([*lines[:40], *lines[1635:1660]]))]


def messages(shared: Path, _: Path) -> Files:
    """The whole real file; pairs of its messages, one of each template; templates it has not."""
    raw = (shared / bufr.REAL).read_bytes()
    real = bufr.cut(raw)
    made = (
        bufr.bulletin(bufr.short()) + bufr.bulletin(bufr.short(281.5), "CCA"),
        bufr.full(),
        bufr.several(compressed=True) + bufr.several(compressed=False),
        bufr.of_wigos_station(),
    )
    return [
        ("whole.bufr", raw),
        *((f"real-{at}.bufr", b"".join(real[at : at + 2])) for at in range(0, len(real), 2)),
        *((f"synthetic-{at}.bufr", one) for at, one in enumerate(made)),
    ]


def reports(*_: Path) -> Files:
    """Bulletins, and the same reports with station and date in front."""
    raw = (BULLETIN * 3 + PUBLISHED).encode()
    dated = b"53463,2018,11,02,12,00,AAXX 02121 53463 11480 03202 10079 21026 38865 40197=\n" * 3
    return [("bulletins.txt", raw), ("dated.txt", dated)]


def tables(_: Path, generated: Path) -> Files:
    """Every table of the sample province, of generated rows, at most thirty each."""
    folder = write_province(generated / "province", stations=3).folder
    found = sorted(folder.rglob("*.csv"))
    return [(p.name, b"".join(p.read_bytes().splitlines(keepends=True)[:31])) for p in found]


MATERIAL = {
    "bulletins": Material(kept("bulletins/*.txt"), (0, 1 / 4, 1 / 4)),
    "cimiss_music": Material(
        real(DATA / "cimiss_music_xml", "SURF_CHN_MAIN_MIN_20180901160000_excerpt.xml"),
        (1 / 10, 1 / 10, 1 / 50),
    ),
    "cma_daily_v3": Material(daily, (1 / 50, 1 / 2, 1 / 10)),
    "cma_relocations": Material(
        real(STATIONS, "inner_mongolia_relocations_195101_201812.csv"), (1 / 50, 1 / 10, 1 / 50)
    ),
    "cma_station_list": Material(
        real(STATIONS, "inner_mongolia_stations_2016.csv"), (1 / 50, 1 / 10, 1 / 50)
    ),
    "code_tables": Material(
        real(
            DATA / "wmds_code_tables",
            "4-04.csv",
            "superseded.csv",
            "deprecated.csv",
            "wmdr-tables.csv",
        ),
        (1 / 50, 1 / 10, 1 / 50),
    ),
    "dcc": Material(
        lambda shared, _: [
            (p.name, p.read_bytes()) for p in sorted((shared / DATA / "dcc_pydcc").glob("*.xml"))
        ],
        (1 / 10, 1 / 10, 1 / 50),
    ),
    "documents": Material(kept("written/*.txt"), (0, 1 / 4, 0)),
    "isd_history": Material(
        real(DATA / "noaa_isd_history", "isd_history_inner_mongolia.csv"), (1 / 20, 1 / 10, 1 / 50)
    ),
    "meteostat": Material(
        real(DATA / "meteostat_stations", "inner_mongolia_stations.json"), (1 / 20, 1 / 10, 1 / 50)
    ),
    "synop_bufr": Material(messages, (0, 1 / 4, 1 / 2)),
    "synop_text": Material(reports, (0, 1 / 4, 1 / 4), DAY),
    "tabular": Material(tables, (1 / 50, 1 / 10, 1 / 50)),
    "wdqms": Material(kept("wdqms/*.csv"), (1 / 50, 1 / 10, 1 / 50)),
    "wmdr_json": Material(real(DATA / "wmdr/json_v2_0.3.2"), (1 / 10, 1 / 10, 1 / 50)),
    "wmdr_xml": Material(real(DATA / "wmdr/xml_1.0"), (1 / 10, 1 / 10, 1 / 50)),
}


def test_every_loader_of_files_from_outside_is_damaged() -> None:
    own = {name for name, one in loaders().items() if isinstance(one, WrittenHere)}
    assert own
    assert MATERIAL.keys() | own == loaders().keys()
    assert not MATERIAL.keys() & own


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.torture)])
@pytest.mark.parametrize("name", sorted(MATERIAL))
def test_damage_is_refused_or_read(
    name: str,
    count: int,
    shared: Path,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    material, out = MATERIAL[name], tmp_path / "damaged"
    out.mkdir()

    files = material.files(shared, tmp_path)
    found = damaged(loaders()[name], files, out, range(count), material.snapshot)

    seen = (
        sum(one.refused for one in found),
        sum(one.accepted > 0 for one in found),
        sum(one.rejected > 0 for one in found),
    )
    record_property(
        DAMAGE,
        {
            "loader": name,
            "files": len(found),
            "refused": seen[0],
            "rows": sum(one.rows for one in found),
            "accepted": sum(one.accepted for one in found),
            "rejected": sum(one.rejected for one in found),
            "longest": max(one.seconds for one in found),
        },
    )
    least = [share if count == MANY else min(share, 1 / count) for share in material.least]
    assert len(found) == count
    assert all(n >= share * count for n, share in zip(seen, least, strict=True)), seen
