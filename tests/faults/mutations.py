"""Damage to a file: seeded mutations of its bytes, and what must hold of any loader that reads it.

A loader meets damage in one of two ways: it refuses the file with a `SourceError`, or it reads it,
and then every row has an outcome. It never crashes, never hangs, and never claims what the ontology
does not admit without the pipeline rejecting it.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

from graph import SourceError
from loaders.pipeline import check_file
from loaders.plan import Planned
from loaders.protocol import Loader, SourceFile
from tests.faults.processes import descendants, queued, spent, state

SEED = 51056
LONGEST = 5.0
"""Seconds of a processor that one damaged file may take; or by the clock, if all stands still."""
EVERY = 0.5
"""Seconds between two looks at what has taken long."""
_UNIT = re.compile(rb"<[^<>]{1,300}>|\"[^\"\n]{0,300}\"|[{}\[\],:]|[0-9]+")
_WHOLE = re.compile(
    rb"<[\w:]+[^<>]*/>|<([\w:]+)[^<>]*>[^<>]*</\1>|\"[^\"\n]*\": ?(?:\"[^\"\n]*\"|[\w.-]+),?"
)
"""What can go or come twice and leave the text well-formed: a leaf of XML, a member of JSON."""
_VALUE = re.compile(rb"(?<=>)[^<>\s][^<>]*(?=<)|(?<==\")[^\"]+(?=\")|(?<=\": \")[^\"]+(?=\")")
_WRONG = (
    b"x", b"", b"-999", b"2013-02-30T00:00:00Z", b"2013-05-31", b"0-20000-0-", b"unknown",
    b"http://codes.wmo.int/wmdr/", b"91.5 181 1", b"P1Z", b"\xe6\xb0\x94" * 300,
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-be", "utf-8-sig", "gb18030", "latin-1", "utf-32")
_STRANGE = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&lol;", b"]]>", b"<![CDATA[", b"NaN", b"1e9999",
    b"9999-12-31T23:59:59Z", b"0001-01-01", b"-", b"\xef\xbc\x91", b"\\ud800", b"<!DOCTYPE x>",
    b"null", b"{}", b"2013-02-30T00:00:00Z", b"<?x y?>", b"<!-- x -->",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How a loader took one damaged file: `refused`, or the rows that it read; how long it took."""

    refused: bool
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    seconds: float = 0.0


def flip_bits(raw: bytes, random: Random) -> bytes:
    """One to twenty bits turned over."""
    damaged = bytearray(raw)
    for _ in range(random.randint(1, 20)):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def truncate(raw: bytes, random: Random) -> bytes:
    """The file ends anywhere, or begins anywhere."""
    at = random.randrange(len(raw))
    return raw[:at] if random.random() < 0.7 else raw[at:]


def double(raw: bytes, random: Random) -> bytes:
    """A unit of the text (a tag, a string, a mark, a number) or all from one to another, twice."""
    begin, end = _stretch(raw, random)
    return raw[:end] + raw[begin:end] + raw[end:]


def remove(raw: bytes, random: Random) -> bytes:
    """A unit, or all from one to another, gone."""
    begin, end = _stretch(raw, random)
    return raw[:begin] + raw[end:]


def swap(raw: bytes, random: Random) -> bytes:
    """Two units in each other's place."""
    one, other = sorted((_unit(raw, random), _unit(raw, random)))
    if one[1] > other[0]:
        return raw
    middle = raw[one[1] : other[0]]
    left, right = raw[slice(*one)], raw[slice(*other)]
    return raw[: one[0]] + right + middle + left + raw[other[1] :]


def recode(raw: bytes, random: Random) -> bytes:
    """The same text in another encoding, its declaration left as it was."""
    text = raw.decode("utf-8", errors="replace")
    return text.encode(random.choice(_ENCODINGS), errors="replace")


def insert(raw: bytes, random: Random) -> bytes:
    """Something strange in the midst, or in place of a unit."""
    begin, end = _unit(raw, random)
    strange = random.choice(_STRANGE)
    return raw[:begin] + strange + raw[end if random.random() < 0.5 else begin :]


def garble(raw: bytes, random: Random) -> bytes:
    """Some values are others: not what they should be, blank, or far too long."""
    for _ in range(random.randint(1, 12)):
        match = _VALUE.search(raw, random.randrange(len(raw)))
        if match is not None:
            raw = raw[: match.start()] + random.choice(_WRONG) + raw[match.end() :]
    return raw


MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flip_bits, truncate, double, remove, swap, recode, insert, garble, garble, garble,
)  # fmt: skip


def mutated(raw: bytes, number: int) -> bytes:
    """The mutation of that number, one to three kinds of damage; the same in every run.

    A kind that finds nothing to damage (values, in a file without text) is followed by another.
    """
    random, damaged = Random(f"{SEED}/{number}"), raw
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        if damaged:
            damaged = random.choice(MUTATIONS)(damaged, random)
    while damaged == raw:
        damaged = random.choice(MUTATIONS)(raw, random)
    return damaged


def read_damaged(loader: Loader, path: Path, snapshot: str | None = None) -> Outcome:
    """Read a file as a dry run does. Raises whatever is neither an outcome nor a refusal."""
    source = SourceFile(path, "damaged", snapshot or loader.snapshot)
    planned = Planned(source, loader, named=True)
    with _deadline(LONGEST) as lasting:
        try:
            report = check_file(planned)
        except SourceError:
            return Outcome(refused=True, seconds=lasting())
        seconds = lasting()
    assert report.read == report.accepted + report.rejected
    return Outcome(False, report.read, report.accepted, report.rejected, seconds)


def damaged(
    loader: Loader,
    files: Sequence[tuple[str, bytes]],
    folder: Path,
    numbers: range,
    snapshot: str | None = None,
) -> list[Outcome]:
    """What a loader makes of files (name and bytes), each damaged in turn."""
    found = []
    for number in numbers:
        name, raw = files[number % len(files)]
        out = folder / name
        out.write_bytes(mutated(raw, number))
        try:
            found.append(read_damaged(loader, out, snapshot))
        except BaseException as error:
            error.add_note(f"mutation {number} of {name}")
            raise
    return found


@contextmanager
def _deadline(seconds: float) -> Iterator[Callable[[], float]]:
    """Raise `TimeoutError` in here after so many seconds of a processor, or of standing still.

    Yields how many have been spent, with those of the processes that it started. Seconds by the
    clock say nothing beside busy processes: what waits for a processor or a disk does not hang.
    """
    own, used, still = os.getpid(), 0.0, 0.0

    def lasting() -> float:
        return sum(map(spent, (own, *descendants(own)))) - used

    def over(_: int, __: FrameType | None) -> None:
        nonlocal seen, still
        before, seen = seen, (lasting(), queued(own))
        busy = any(state(one) in ("R", "D") for one in descendants(own))
        still = 0.0 if busy or seen != before else still + EVERY
        if seen[0] >= seconds or still >= seconds:
            raise TimeoutError(f"longer than {seconds} s")

    used = lasting()
    seen = (0.0, queued(own))
    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds, EVERY)
    try:
        yield lasting
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _unit(raw: bytes, random: Random) -> tuple[int, int]:
    """A unit behind a random place, else a single byte."""
    at = random.randrange(len(raw))
    match = _UNIT.search(raw, at)
    return match.span() if match else (at, at + 1)


def _stretch(raw: bytes, random: Random) -> tuple[int, int]:
    """A whole leaf or member; a unit, or all from one unit to the next of its like."""
    whole = _WHOLE.search(raw, random.randrange(len(raw))) if random.random() < 0.6 else None
    if whole is not None:
        return whole.span()
    begin, end = _unit(raw, random)
    if random.random() < 0.5:
        again = raw.find(raw[begin:end], end)
        if end < again < end + 20_000:
            return begin, again
    return begin, end
