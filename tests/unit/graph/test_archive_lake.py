"""The lake goes along with the ledger: every file of it, or no backup and no restore."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from graph import Claim, InvalidValueError, SourceError
from graph.ledger import Ledger, LoadSession, backup, restore

FILES = {
    "observations/station=53463/year=2024/part-0.parquet": b"PAR1" + bytes(range(256)) * 300,
    "observations/station=54511/year=2024/部分 1.parquet": b"PAR1",
    "empty.parquet": b"",
}


@pytest.fixture
def lake(
    ledger: Ledger, say: Callable[..., LoadSession], station: Callable[..., Claim]
) -> dict[str, bytes]:
    """A ledger with a claim, and files in the lake beside it."""
    say([station(1)])
    for name, content in FILES.items():
        path = ledger.home / "lake" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return FILES


def content(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def rewritten(archive: Path, name: str, raw: bytes | None, *, listed: bool) -> Path:
    """The archive with one member changed, added or (None) lost; `listed`: the manifest fits."""
    with tarfile.open(archive) as stream:
        members = {i.name: stream.extractfile(i).read() for i in stream}  # type: ignore[union-attr]
    manifest = json.loads(members.pop("manifest.json"))
    if raw is None:
        del members[name]
    else:
        members[name] = raw
    if raw is not None and listed:
        manifest["members"][name] = {"sha256": sha256(raw).hexdigest(), "size": len(raw)}
    members["manifest.json"] = json.dumps(manifest).encode()
    target = archive.with_name("changed.tar")
    with tarfile.open(target, "w") as stream:
        for key, value in members.items():
            info = tarfile.TarInfo(key)
            info.size = len(value)
            stream.addfile(info, io.BytesIO(value))
    return target


@pytest.mark.parametrize("name", ["backup.tar", "backup.tgz"])
def test_every_file_of_the_lake_comes_back(
    name: str, ledger: Ledger, lake: dict[str, bytes], tmp_path: Path
) -> None:
    made = backup(ledger, tmp_path / name)

    back = restore(tmp_path / name, tmp_path / "restored")

    assert made.lake == back.lake == len(lake)
    assert made.originals == back.originals == 1
    assert content(tmp_path / "restored" / "lake") == lake


def test_a_home_without_a_lake_gets_none(
    ledger: Ledger, say: Callable[..., LoadSession], station: Callable[..., Claim], tmp_path: Path
) -> None:
    say([station(1)])

    assert backup(ledger, tmp_path / "b.tar").lake == 0

    assert restore(tmp_path / "b.tar", tmp_path / "restored").lake == 0
    assert not (tmp_path / "restored" / "lake").exists()


def test_a_file_that_is_still_being_written_stays_out(
    ledger: Ledger, lake: dict[str, bytes], tmp_path: Path
) -> None:
    (ledger.home / "lake" / ".incoming-x").write_bytes(b"half")
    (ledger.home / "lake" / ".staging").mkdir()
    (ledger.home / "lake" / ".staging" / "y").write_bytes(b"half")

    backup(ledger, tmp_path / "b.tar")

    restore(tmp_path / "b.tar", tmp_path / "restored")
    assert content(tmp_path / "restored" / "lake") == lake


def test_a_lake_on_another_disk_goes_along(
    ledger: Ledger, lake: dict[str, bytes], tmp_path: Path
) -> None:
    """The lake itself may be a link; nothing in it may."""
    (ledger.home / "lake").rename(tmp_path / "disk")
    (ledger.home / "lake").symlink_to(tmp_path / "disk")

    assert backup(ledger, tmp_path / "b.tar").lake == len(lake)


@pytest.mark.parametrize("kind", ["file", "folder", "broken", "pipe", "backslash"])
def test_what_is_no_plain_file_stops_a_backup(
    kind: str, ledger: Ledger, lake: dict[str, bytes], tmp_path: Path
) -> None:
    odd = ledger.home / "lake" / ("a\\b" if kind == "backslash" else "odd")
    if kind == "pipe":
        os.mkfifo(odd)
    elif kind == "backslash":
        odd.write_bytes(b"x")
    else:
        targets = {"file": "empty.parquet", "folder": "observations", "broken": "nowhere"}
        odd.symlink_to(targets[kind])

    with pytest.raises(SourceError, match="plain files"):
        backup(ledger, tmp_path / "b.tar")

    assert not (tmp_path / "b.tar").exists()


def test_a_home_with_a_lake_is_left_alone(
    ledger: Ledger, lake: dict[str, bytes], tmp_path: Path
) -> None:
    backup(ledger, tmp_path / "b.tar")
    home = tmp_path / "taken"
    (home / "lake").mkdir(parents=True)
    (home / "lake" / "mine.parquet").write_bytes(b"mine")

    with pytest.raises(InvalidValueError, match="lake"):
        restore(tmp_path / "b.tar", home)

    assert content(home) == {"lake/mine.parquet": b"mine"}


def test_an_empty_lake_is_no_hindrance(
    ledger: Ledger, lake: dict[str, bytes], tmp_path: Path
) -> None:
    backup(ledger, tmp_path / "b.tar")
    (tmp_path / "home2" / "lake").mkdir(parents=True)

    restore(tmp_path / "b.tar", tmp_path / "home2")

    assert content(tmp_path / "home2" / "lake") == lake


@pytest.mark.parametrize("raw", [b"PAR2", None], ids=["changed", "lost"])
def test_a_file_that_differs_from_the_manifest_is_refused(
    raw: bytes | None, ledger: Ledger, lake: dict[str, bytes], tmp_path: Path
) -> None:
    backup(ledger, tmp_path / "b.tar")
    name = "lake/observations/station=54511/year=2024/部分 1.parquet"
    bad = rewritten(tmp_path / "b.tar", name, raw, listed=False)

    with pytest.raises(SourceError, match="manifest"):
        restore(bad, tmp_path / "restored")

    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize(
    "name",
    [
        "lake/../evil",
        "lake/a/../../evil",
        "lake//tmp/evil",
        "lake/",
        "lake/./a",
        "lake/a\\b",
        "lake/.hidden",
        "lake/empty.parquet/below",
        "lake/observations",
        "lakes/a",
    ],
)
def test_names_that_lead_elsewhere_are_refused(
    name: str, ledger: Ledger, lake: dict[str, bytes], tmp_path: Path
) -> None:
    backup(ledger, tmp_path / "b.tar")
    bad = rewritten(tmp_path / "b.tar", name, b"evil", listed=True)

    with pytest.raises(SourceError):
        restore(bad, tmp_path / "restored")

    assert not (tmp_path / "restored").exists()
    assert not list(tmp_path.rglob("evil"))


def test_a_restore_that_fails_at_the_end_takes_the_lake_back(
    ledger: Ledger, lake: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the ledger itself is to be moved."""
    backup(ledger, tmp_path / "b.tar")
    replace = Path.replace

    def full_disk(self: Path, target: Path) -> Path:
        if self.name == "ledger.sqlite":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(OSError, match="No space"):
        restore(tmp_path / "b.tar", tmp_path / "restored")
    monkeypatch.undo()

    assert not (tmp_path / "restored").exists()
    restore(tmp_path / "b.tar", tmp_path / "restored")
    assert content(tmp_path / "restored" / "lake") == lake
