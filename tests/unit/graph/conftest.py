"""A ledger of its own for each test, and a short way to load claims into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from graph import Claim, Place, Rejected
from graph.ledger import Checkpoint, Ledger, LoadSession, LoadSpec

Say = Callable[..., LoadSession]


def spec(source: str = "厂/甲", version: str = "1", family: str = "table") -> LoadSpec:
    return LoadSpec(source, family, "test", version, "{}", f"/in/{source}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def ledger(home: Path) -> Iterator[Ledger]:
    with Ledger(home) as opened:
        yield opened


@pytest.fixture
def make_spec() -> Callable[..., LoadSpec]:
    return spec


@pytest.fixture
def station() -> Callable[..., Claim]:
    """A claim about a station: `station(3)`, `station(3, name="…")`."""

    def make(number: int, /, **said: str) -> Claim:
        return Claim("Station", f"station:{number}", None, said or {"name": f"站{number}"})

    return make


@pytest.fixture
def operated() -> Callable[[int, int], Claim]:
    """A claim about an edge from a station to a unit."""

    def make(station: int, unit: int) -> Claim:
        begin = "2018-06-02T16:00:00Z"
        return Claim("OPERATED_BY", f"station:{station}", f"unit:{unit}", valid_from=begin)

    return make


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[[str], Path]:
    """A file with this content; another content makes another file of the same name."""

    def write(content: str) -> Path:
        path = tmp_path / "source.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture
def say(ledger: Ledger, write_file: Callable[[str], Path]) -> Say:
    """Load claims as one version of a source, as the pipeline does, and close the load.

    Claim number n is read on line n + 2. What stood before and is not among them is retracted.
    """

    def load(
        claims: Sequence[Claim], source: str = "厂/甲", *, rejects: Sequence[Rejected] = (),
        version: str = "1", allow_mass: bool = True, batch: int = 1000, close: bool = True,
    ) -> LoadSession:  # fmt: skip
        path = write_file(f"{source} {version} {[c.element for c in claims]}")
        with ledger.writing() as writer:
            session = writer.begin(spec(source, version), path)
            for begin in range(0, max(len(claims), 1), batch):
                part = [
                    (claim, Place(begin + i + 2, 0, (begin + i) * 10, 10), begin + i)
                    for i, claim in enumerate(claims[begin : begin + batch])
                ]
                refused = rejects if begin == 0 else ()
                read = min(begin + batch, len(claims)) + len(rejects)
                session.append(part, refused, Checkpoint(read, read - len(rejects), len(rejects)))
            if not session.first:
                session.retract(list(session.unseen()), "absent", allow_mass=allow_mass)
            if close:
                session.close()
            return session

    return load
