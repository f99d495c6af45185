"""Reading only the lines that changed gives what reading everything gives."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from graph.ledger import Ledger, LedgerReader, verify_ledger
from loaders import LoadChoices, Planned, SourceFile, load_file
from loaders.tabular import LOADER, TabularLoader
from loaders.versions import line_delta

HEADER = "station_id,name_zh,class,operated_by,valid_from"
CASES, CHUNK = 240, 40


class Whole(TabularLoader):
    """The same loader, as if a row depended on others."""

    row_local = False


def line(random: Random) -> str:
    number = random.randrange(53000, 53012)
    name = random.choice(("呼和浩特", "额济纳旗", '"东, 西"', "a", ""))
    begin = random.choice(("1954-01-01", "2001-01-01", "2018-13-45", ""))
    return f"{number},{name},{random.choice(('基本站', ''))},{random.choice('甲乙')}局,{begin}"


def odd(random: Random) -> str:
    """Lines that are no ordinary rows."""
    return random.choice(
        (HEADER, "", ",,,,", "  ", "53001,短", '53002,"未闭,基本站,甲局,', '53003,"两\n行",,,',
         "53004,甲\r53005,乙,,,", '"53006","甲""乙",,,')
    )  # fmt: skip


def changed(lines: list[str], random: Random) -> list[str]:
    lines = list(lines)
    for _ in range(random.randrange(4)):
        i = random.randrange(len(lines))
        match random.choice(("new", "edit", "drop", "copy", "odd", "move")):
            case "new":
                lines.insert(i, line(random))
            case "edit":
                lines[i] = line(random)
            case "drop" if len(lines) > 1:
                del lines[i]
            case "copy":
                lines.insert(random.randrange(len(lines)), lines[i])
            case "odd" if random.random() < 0.6:
                lines.insert(i, odd(random))
            case "move":
                random.shuffle(lines)
    return lines


def write(path: Path, lines: list[str], random: Random) -> None:
    end = random.choice(("\n", "\n", "\n", "\r\n"))
    text = end.join([HEADER, *lines]) + random.choice((end, end, ""))
    path.write_bytes(random.choice(("", "", "", "\ufeff")).encode() + text.encode())


@pytest.mark.parametrize("chunk", range(CASES // CHUNK))
def test_changed_lines_alone_give_the_same(chunk: int, workplace: Path) -> None:
    by_lines = 0
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        random = Random(seed)
        folder = workplace / str(seed)
        folder.mkdir()
        path, former = folder / "stations.csv", folder / "former.csv"
        lines = [line(random) for _ in range(random.randrange(4, 12))]
        with Ledger(folder / "lines") as one, Ledger(folder / "whole") as other:
            for number in range(4):
                write(path, lines, random)
                by_lines += number > 0 and line_delta(former, path) is not None
                found = [
                    outcome(ledger, path, row_local=ledger is one) for ledger in (one, other)
                ]  # fmt: skip
                assert found[0] == found[1], (seed, number)
                former.write_bytes(path.read_bytes())
                lines = changed(lines, random)
            assert verify_ledger(one).problems == verify_ledger(other).problems == ()
    assert by_lines > CHUNK / 2


def outcome(ledger: Ledger, path: Path, *, row_local: bool) -> tuple[object, ...]:
    loader = LOADER if row_local else Whole()
    with ledger.writing() as writer:
        planned = Planned(SourceFile(path, "台站"), loader, named=True)
        report = load_file(ledger, writer, planned, LoadChoices(allow_retract=True))
    live = {one.short for one in LedgerReader(ledger).all_live()}
    counts = report.read, report.accepted, report.rejected
    return live, report.asserted, report.retracted, report.kept, counts, report.unchanged


@pytest.mark.parametrize(
    ("old", "new", "changed_lines", "removed", "unchanged"),
    [
        ("h\na\nb\n", "h\nb\na\n", set(), set(), 2),
        ("h\na\nb\n", "h\na\nc\n", {3}, {3}, 1),
        ("h\na\na\n", "h\na\n", set(), set(), 1),
        ("h\na\n", "h\na\na", set(), set(), 2),
        ("h\na\n", "h\r\na\r\n", set(), set(), 1),
        ("h\na\n", "h\na\nh\n", {3}, set(), 1),
        ("h\na\nh\n", "h\na\n", set(), {3}, 1),
        ("h\n\na\n", "h\na\n\n\n", set(), set(), 1),
    ],
)
def test_lines_that_differ(
    old: str, new: str, changed_lines: set[int], removed: set[int], unchanged: int, tmp_path: Path
) -> None:  # fmt: skip
    before, after = tmp_path / "old", tmp_path / "new"
    before.write_bytes(old.encode())
    after.write_bytes(new.encode())
    delta = line_delta(before, after)
    assert delta is not None
    assert (delta.changed, delta.removed, delta.unchanged) == (changed_lines, removed, unchanged)
    assert delta.still_has(b"a\r\n") == ("a" in new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("h\na\n", "other\na\n"),
        ("h\na\n", '\ufeffh\na\n'),
        ("h\na\n", 'h\n"a\nb"\n'),
        ('h\n"a\nb"\n', "h\na\n"),
        ("h\na\n", "h\na\0\n"),
        ("h\na\n", "h\na\rb\n"),
        ("", "h\na\n"),
        ("h\na\n", ""),
    ],
)  # fmt: skip
def test_files_whose_lines_are_no_rows_are_read_whole(old: str, new: str, tmp_path: Path) -> None:
    before, after = tmp_path / "old", tmp_path / "new"
    before.write_bytes(old.encode())
    after.write_bytes(new.encode())
    assert line_delta(before, after) is None
