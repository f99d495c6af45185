"""Backup and restore: what comes back is what was there, or nothing comes back."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from graph import Claim, InvalidValueError, LedgerDamagedError, SourceError
from graph.ledger import Ledger, LedgerReader, LoadSession, backup, restore, verify_ledger
from graph.projection import Projector, graph_digest
from graph.store.embedded import EmbeddedStore

Say = Callable[..., LoadSession]
Make = Callable[..., Claim]


@pytest.fixture
def told(ledger: Ledger, say: Say, station: Make, operated: Callable[[int, int], Claim]) -> Ledger:
    say([station(1), station(2), operated(1, 7)], "甲")
    say([station(1), operated(1, 8)], "甲", version="2")
    say([station(3)], "乙")
    return ledger


@pytest.fixture
def archive(told: Ledger, tmp_path: Path) -> Path:
    backup(told, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


def digest(ledger: Ledger) -> str:
    store = EmbeddedStore(None)
    Projector(ledger, store).run()
    return graph_digest(store)


def names(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


# Round trip


@pytest.mark.parametrize("name", ["backup.tar", "backup.tar.gz", "backup.tgz", "备份"])
def test_what_comes_back_is_what_was_there(name: str, told: Ledger, tmp_path: Path) -> None:
    target, home = tmp_path / "backups" / name, tmp_path / "restored"
    made = backup(told, target)
    back = restore(target, home)
    assert made.head == back.head == str(told.head())
    assert made.originals == back.originals == 3
    assert made.size == back.size == target.stat().st_size
    assert [p.name for p in target.parent.iterdir()] == [name]
    with Ledger(home, create=False) as ledger:
        assert ledger.head() == told.head()
        assert verify_ledger(ledger, made.head).problems == ()
        before = list(LedgerReader(told).every_claim())
        assert list(LedgerReader(ledger).every_claim()) == before
        assert digest(ledger) == digest(told)
    assert names(home / "sources") == names(told.home / "sources")
    assert {n for n in names(home) if not n.startswith("sources")} == {"ledger.sqlite"}
    assert target.read_bytes()[:2] == (b"\x1f\x8b" if "gz" in name else b"le")


def test_a_restored_ledger_goes_on(archive: Path, tmp_path: Path, station: Make) -> None:
    from graph import Place
    from graph.ledger import Checkpoint, LoadSpec

    home = tmp_path / "restored"
    head = restore(archive, home).head
    with Ledger(home) as ledger, ledger.writing() as writer:
        spec = LoadSpec("丙", "table", "test", "1", "{}", "/in/丙")
        session = writer.begin(spec, Path(__file__))
        session.append([(station(9), Place(2), 1)], (), Checkpoint(1, 1, 0))
        session.close()
        assert verify_ledger(ledger, head).problems == ()


def test_a_backup_holds_what_is_committed_while_a_load_runs(
    told: Ledger, say: Say, station: Make, tmp_path: Path
) -> None:
    head = told.head()
    say([station(5)], "丙", close=False)
    assert backup(told, tmp_path / "b.tar").head == str(head)
    restore(tmp_path / "b.tar", tmp_path / "restored")
    with Ledger(tmp_path / "restored") as ledger:
        report = verify_ledger(ledger)
        assert (report.problems, report.unfinished, report.head) == ((), "丙", str(head))


def test_an_empty_ledger_too(ledger: Ledger, tmp_path: Path) -> None:
    backup(ledger, tmp_path / "b.tar")
    assert restore(tmp_path / "b.tar", tmp_path / "restored").originals == 0


def test_a_new_backup_takes_the_place_of_the_old_one(
    told: Ledger, archive: Path, say: Say, station: Make
) -> None:
    say([station(4)], "丙")
    backup(told, archive)
    restore(archive, archive.parent / "restored")
    with Ledger(archive.parent / "restored") as ledger:
        assert ledger.head() == told.head()


# Backups that are refused


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_damaged_original_stops_a_backup(damage: str, told: Ledger, archive: Path) -> None:
    before = archive.read_bytes()
    kept = next((told.home / "sources").iterdir())
    kept.unlink()
    if damage == "changed":
        kept.write_bytes(b"other")
    with pytest.raises(LedgerDamagedError, match=kept.name):
        backup(told, archive)
    assert archive.read_bytes() == before
    assert {p.name for p in archive.parent.iterdir()} == {"backup.tar", "home", "source.csv"}


# Homes that are refused


@pytest.mark.parametrize("name", ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-journal"])
def test_a_home_with_a_ledger_is_left_alone(name: str, archive: Path, tmp_path: Path) -> None:
    home = tmp_path / "taken"
    home.mkdir()
    (home / name).write_bytes(b"mine")
    with pytest.raises(InvalidValueError, match=name):
        restore(archive, home)
    assert names(home) == {name}
    assert (home / name).read_bytes() == b"mine"


def test_a_home_with_other_things_keeps_them(archive: Path, tmp_path: Path) -> None:
    home = tmp_path / "used"
    home.mkdir()
    (home / "notes.txt").write_text("mine")
    (home / ".restoring-old").mkdir()
    (home / ".restoring-old" / "ledger.sqlite").write_text("left by a killed restore")
    restore(archive, home)
    assert (home / "notes.txt").read_text() == "mine"
    assert not [n for n in names(home) if "restoring" in n]


# Archives that are refused


def rewrite(
    archive: Path, change: Callable[[dict[str, bytes]], None], *, honest: bool = False,
    extra: tuple[tarfile.TarInfo, bytes] | None = None,
) -> Path:  # fmt: skip
    """The archive with changed members; `honest`: with a manifest that fits them."""
    with tarfile.open(archive) as stream:
        members = {
            info.name: stream.extractfile(info).read()  # type: ignore[union-attr]
            for info in stream
        }
    change(members)
    if honest:
        manifest = json.loads(members["manifest.json"])
        manifest["members"] = {
            n: {"sha256": sha256(raw).hexdigest(), "size": len(raw)}
            for n, raw in members.items() if n != "manifest.json"
        }  # fmt: skip
        members["manifest.json"] = json.dumps(manifest).encode()
    target = archive.with_name("changed.tar")
    with tarfile.open(target, "w") as stream:
        for name, raw in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            stream.addfile(info, io.BytesIO(raw))
        if extra:
            stream.addfile(extra[0], io.BytesIO(extra[1]))
    return target


def refused(archive: Path, error: type[Exception], *, match: str | None = None) -> None:
    """It is refused, and neither a file nor a folder stays."""
    home = archive.parent / "nothing here"
    with pytest.raises(error, match=match):
        restore(archive, home)
    assert not home.exists()
    home.mkdir()
    with pytest.raises(error, match=match):
        restore(archive, home)
    assert list(home.iterdir()) == []
    home.rmdir()


def test_every_changed_member_is_refused(archive: Path) -> None:
    with tarfile.open(archive) as stream:
        listed = [info.name for info in stream]
    assert len(listed) == 5
    for name in listed:

        def flip(members: dict[str, bytes], name: str = name) -> None:
            raw = bytearray(members[name])
            raw[len(raw) // 2] ^= 1
            members[name] = bytes(raw)

        refused(rewrite(archive, flip), SourceError)


def test_every_missing_member_is_refused(archive: Path) -> None:
    with tarfile.open(archive) as stream:
        listed = [info.name for info in stream]
    for name in listed:
        refused(rewrite(archive, lambda members, name=name: members.pop(name)), SourceError)


def test_a_manifest_made_to_fit_does_not_help(archive: Path) -> None:
    """A changed ledger does not verify, and a missing original is missed."""

    def flip(members: dict[str, bytes]) -> None:
        at = members["ledger.sqlite"].index("站1".encode())
        raw = bytearray(members["ledger.sqlite"])
        raw[at] ^= 1
        members["ledger.sqlite"] = bytes(raw)

    refused(rewrite(archive, flip, honest=True), LedgerDamagedError)

    def lose(members: dict[str, bytes]) -> None:
        members.pop(next(n for n in members if n.startswith("sources/")))

    refused(rewrite(archive, lose, honest=True), LedgerDamagedError, match="missing")


def test_an_older_ledger_under_a_newer_head_is_refused(
    told: Ledger, archive: Path, say: Say, station: Make
) -> None:
    """The manifest's head must be the ledger's: a swapped ledger is no backup of it."""
    newer = archive.with_name("newer.tar")
    say([station(4)], "丙")
    backup(told, newer)

    def swap(members: dict[str, bytes]) -> None:
        with tarfile.open(newer) as stream:
            member = stream.extractfile("manifest.json")
            assert member is not None
            head = json.loads(member.read())["head"]
        members["manifest.json"] = json.dumps(
            {**json.loads(members["manifest.json"]), "head": head}).encode()  # fmt: skip

    refused(rewrite(archive, swap), LedgerDamagedError)


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.mark.parametrize(
    "info",
    [
        member("/tmp/evil"),
        member("../evil"),
        member("sources/../../evil"),
        member("sources/../ledger.sqlite-wal"),
        member("./ledger.sqlite"),
        member("ledger.sqlite"),
        member("ledger.sqlite-wal"),
        member("sources/" + "g" * 64),
        member("sources/" + "a" * 63),
        member("sources/" + "A" * 64),
        member("sources/" + "a" * 64, tarfile.SYMTYPE, "/etc/passwd"),
        member("sources/" + "a" * 64, tarfile.LNKTYPE, "ledger.sqlite"),
        member("sources", tarfile.DIRTYPE),
        member("sources/" + "a" * 64, tarfile.FIFOTYPE),
    ],
    ids=lambda info: f"{info.name[:30]}-{info.type.decode()}",
)
def test_members_that_lead_elsewhere_are_refused(info: tarfile.TarInfo, archive: Path) -> None:
    refused(rewrite(archive, lambda _: None, extra=(info, b"")), SourceError, match="unexpected")
    assert not (archive.parent / "evil").exists()


@pytest.mark.parametrize("keep", [0, 0.01, 0.1, 0.5, 0.8])
@pytest.mark.parametrize("name", ["whole.tar", "whole.tar.gz"])
def test_a_torn_archive_is_refused(name: str, keep: float, told: Ledger, tmp_path: Path) -> None:
    backup(told, tmp_path / name)
    raw = (tmp_path / name).read_bytes()
    torn = tmp_path / "torn"
    torn.write_bytes(raw[: int(keep * len(raw))])
    refused(torn, SourceError)


def test_what_is_no_archive_is_refused(archive: Path) -> None:
    archive.write_bytes(b"PK\x03\x04 something else" * 1000)
    refused(archive, SourceError)
    archive.write_bytes(b"\x1f\x8b not gzip")
    refused(archive, SourceError)
    archive.unlink()
    refused(archive, SourceError, match="no such file")


def test_another_format_is_refused(archive: Path) -> None:
    def newer(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps({**manifest, "format": 2}).encode()

    refused(rewrite(archive, newer), SourceError, match="format 2")


def test_a_restore_that_fails_at_the_end_takes_everything_back(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the ledger itself is to be moved."""
    replace = Path.replace

    def full_disk(self: Path, target: Path) -> Path:
        if self.name == "ledger.sqlite":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    home = tmp_path / "restored"
    home.mkdir()
    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(OSError, match="No space"):
        restore(archive, home)
    assert names(home) == set()
    monkeypatch.undo()
    shutil.rmtree(home)
    restore(archive, home)


# The graph after a restore


def test_a_graph_of_what_came_after_the_backup_is_made_anew(
    told: Ledger, archive: Path, say: Say, station: Make, tmp_path: Path
) -> None:
    """Another history may reach the same position; the graph of the first is not its graph."""
    say([station(4), station(5)], "丙")
    graph = tmp_path / "graph.kgl"
    store = EmbeddedStore(graph)
    Projector(told, store).run()
    restore(archive, tmp_path / "restored")
    with Ledger(tmp_path / "restored") as ledger:
        other = tmp_path / "other.csv"
        other.write_text("other")
        from graph import Place
        from graph.ledger import Checkpoint, LoadSpec

        with ledger.writing() as writer:
            session = writer.begin(LoadSpec("丁", "table", "t", "1", "{}", "/丁"), other)
            claims = [(station(n), Place(n), n) for n in (6, 7, 8)]
            session.append(claims, (), Checkpoint(3, 3, 0))
            session.close()
        assert ledger.head().position > told.head().position
        again = EmbeddedStore(graph)
        Projector(ledger, again).run()
        assert graph_digest(again) == digest(ledger)
