"""What the pattern of a shape gives is what the general way gives, for every claim of the shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.claim_forms import JSON_LD, NQUADS, TRIG, TURTLE
from dashboard.claim_patterns import Patterns
from dashboard.exporting_rdf import _pattern_text, _text
from graph import Claim, Place
from graph.ledger import Checkpoint, Ledger, LedgerReader, LoadSpec, StoredClaim, origin_of

FORMS = {"nquads": NQUADS, "trig": TRIG, "turtle": TURTLE, "json-ld": JSON_LD}
VALUES = ("53463", '呼"和\\浩特\n', "100% %s", "1063.0", "1e3", '"', "", "None", "a\x01b", "{0}")
PLACES = (
    Place(3, 0, 10, 5),
    Place(40, None, 0),
    Place(locator="sheet=站点;row=3"),
    Place(1, 2, 3, 4, '"'),
    Place(),
)


def claims() -> list[Claim]:
    """Many claims of few shapes, with values that are hard to write."""
    found = []
    for n, value in enumerate(VALUES):
        begin = f"20{n:02d}-01-01T00:00:00Z"
        key = f"station:{value}x{n}"
        found += [
            Claim("Station", key, None, {"name": value, "备注": value, "number": n}, begin),
            Claim("Location", f"location:{n}", None, {"elevation_m": f"{n}.0"}, begin),
            Claim("Location", f"location:{n}", None, {"elevation_m": f"{n}e1"}, begin),
            Claim("AT_STATION", f"deployment:{n}", key, {}, begin, certainty="inferred"),
            Claim("ALIAS_OF", key, f"station:{n}", {"reason": value}, begin),
            Claim("Station", key, None, {"other_names": (value, "x"), "flag": n > 2}, begin),
        ]
    return found


@pytest.fixture
def stored(tmp_path: Path) -> list[StoredClaim]:
    path = tmp_path / "a.csv"
    path.write_text("x")
    spec = LoadSpec("厂 %s.csv", "table", '%d "x"', "1", "{}", str(path))
    with Ledger(tmp_path / "home") as ledger:
        with ledger.writing() as writer:
            session = writer.begin(spec, path)
            rows = [(c, PLACES[n % len(PLACES)], n) for n, c in enumerate(claims())]
            session.append(rows, (), Checkpoint(len(rows), len(rows), 0), every_place=True)
            # Some are read in two places, some are taken back with a reason.
            again = [(c, Place(900 + n), n) for n, (c, _, _) in enumerate(rows[:7])]
            session.append(again, (), Checkpoint(len(rows) + 7, len(rows) + 7, 0))
            session.retract([2, 9, 15, 21], '"None" 50%', allow_mass=True)
            session.close()
        return list(LedgerReader(ledger).every_claim())


@pytest.mark.parametrize("name", FORMS)
def test_a_pattern_gives_what_the_general_way_gives(name: str, stored: list[StoredClaim]) -> None:
    form = FORMS[name]
    patterns = Patterns(lambda *claim: _pattern_text(form, *claim), form.word, form.quoted)
    by_pattern = 0
    for one in stored:
        origin = origin_of(one)
        text = patterns.text(one, origin)
        if text is not None:
            by_pattern += 1
            assert text == _text(form, one, origin)
    assert by_pattern > len(stored) // 2
    assert by_pattern < len(stored)  # lists and claims of two places have none


def test_no_pattern_where_the_order_hangs_on_values(stored: list[StoredClaim]) -> None:
    form = FORMS["trig"]
    patterns = Patterns(lambda *claim: _pattern_text(form, *claim), form.word, form.quoted)
    for one in stored:
        origin = origin_of(one)
        lists = any(isinstance(value, tuple) for value in one.claim.properties.values())
        if lists or len(origin.readings) > 1:
            assert patterns.text(one, origin) is None
