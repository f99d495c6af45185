"""Evidence that was given before is given again, and no name is shown by it that is hidden now."""

from __future__ import annotations

import json
from pathlib import Path

from graph import Claim, Place
from graph.claim import short_id
from graph.ledger import HIDDEN, REVEALS_FILE, Checkpoint, Ledger, LedgerReader, LoadSpec
from queries import Evidence
from queries.evidence import evidence_of

TEXT = "处室：观测处，赵一鸣负责\n"
UNIT, PERSON = Claim("Unit", "unit:观测处"), Claim("Person", "person:1")
WHOLE = Place(1, 0, 0, len(TEXT.encode()))
NAME = Place(1, 0, TEXT.encode().index("赵".encode()), len("赵一鸣".encode()))


def load(ledger: Ledger, *said: tuple[Claim, Place]) -> None:
    """Load one text, of which each source says another claim."""
    for claim, place in said:
        path = ledger.home / "text.txt"
        path.write_text(TEXT, encoding="utf-8")
        spec = LoadSpec(claim.kind, "document", "test", "1", "{}", str(path))
        with ledger.writing() as writer:
            session = writer.begin(spec, path)
            session.append([(claim, place, None)], (), Checkpoint(1, 1, 0))
            session.close()


def told(ledger: Ledger) -> Evidence:
    """The evidence of the claim about the unit."""
    reader = LedgerReader(ledger, ledger.position_at(None))
    short = next(short_id(c.claim_id) for c in reader.about("unit:观测处"))
    return evidence_of(reader, [short])[short]


def test_it_is_read_once_while_the_ledger_stands(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        load(ledger, (UNIT, WHOLE))
        first = told(ledger)
        again = told(ledger)
        load(ledger, (PERSON, NAME))
        later = told(ledger)

    assert first.excerpt == TEXT
    assert again is first
    assert later is not first


def test_a_name_that_is_learned_later_is_hidden_in_it(tmp_path: Path) -> None:
    """Also where the claim is asked for as of a position before that."""
    with Ledger(tmp_path) as ledger:
        load(ledger, (UNIT, WHOLE))
        before = LedgerReader(ledger, ledger.position_at(None))
        short = next(short_id(c.claim_id) for c in before.about("unit:观测处"))
        assert evidence_of(before, [short])[short].excerpt == TEXT
        load(ledger, (PERSON, NAME))
        shown = evidence_of(before, [short])[short].excerpt

    assert shown == TEXT.replace("赵一鸣", HIDDEN)


def test_each_showing_of_a_name_is_logged(tmp_path: Path) -> None:
    with Ledger(tmp_path, reveal_names=True) as ledger:
        load(ledger, (UNIT, WHOLE), (PERSON, NAME))
        shown = [told(ledger).excerpt for _ in range(3)]

    assert shown == [TEXT] * 3
    logged = (tmp_path / REVEALS_FILE).read_text("utf-8").splitlines()
    assert [json.loads(line)["place"] for line in logged] == [str(WHOLE)] * 3


def test_an_original_that_comes_back_is_shown_again(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        load(ledger, (UNIT, WHOLE))
        (original,) = (p for p in ledger.originals.folder.rglob("*") if p.is_file())
        content = original.read_bytes()
        original.unlink()
        gone = told(ledger).excerpt
        original.write_bytes(content)
        back = told(ledger).excerpt

    assert (gone, back) == (None, TEXT)
