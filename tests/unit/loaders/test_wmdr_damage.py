"""Damaged exports: nothing crashes or hangs, and every row has an outcome."""

from pathlib import Path

import pytest

from loaders.protocol import Loader
from loaders.wmdr_json import LOADER as WMDR_JSON
from loaders.wmdr_xml import LOADER as WMDR_XML
from tests.faults.mutations import Outcome, damaged

FEW, MANY = 50, 1000
LOADERS = ((WMDR_XML, "xml_1.0", ".xml"), (WMDR_JSON, "json_v2_0.3.2", ".json"))


def damage(loader: Loader, folder: Path, out: Path, numbers: range) -> list[Outcome]:
    """What a loader makes of the files of a folder, each damaged in turn."""
    files = sorted(folder.iterdir())
    raws = [path.read_bytes() for path in files]
    return damaged(loader, raws, out, numbers)


@pytest.mark.parametrize(("loader", "folder", "suffix"), LOADERS, ids=["xml", "json"])
def test_damage_is_refused_or_read(
    loader: Loader, folder: str, suffix: str, shared: Path, tmp_path: Path
) -> None:
    found = damage(loader, shared / "data/wmdr" / folder, tmp_path / f"damaged{suffix}", range(FEW))

    assert any(outcome.refused for outcome in found)
    assert any(outcome.accepted for outcome in found)
    assert any(outcome.rejected for outcome in found)


@pytest.mark.torture
@pytest.mark.parametrize(("loader", "folder", "suffix"), LOADERS, ids=["xml", "json"])
def test_much_damage_is_refused_or_read(
    loader: Loader, folder: str, suffix: str, shared: Path, tmp_path: Path
) -> None:
    found = damage(
        loader, shared / "data/wmdr" / folder, tmp_path / f"damaged{suffix}", range(MANY)
    )

    assert len(found) == MANY
    assert sum(outcome.refused for outcome in found) > MANY / 10
    assert sum(outcome.accepted > 0 for outcome in found) > MANY / 10
    assert sum(outcome.rejected > 0 for outcome in found) > MANY / 50
