"""Decisions: the lines of a person's log, and how one more of them gets into the ledger."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import Claim, InvalidValueError, LedgerDamagedError, Rejected
from graph.ledger import Ledger, LedgerReader, LoadSession, verify_ledger
from loaders.auditing import AuditSaid, audit_of
from loaders.decisions import LOADER, Decision, Judgement, Undo, record, source_of
from loaders.protocol import RawRow, SourceFile
from ontology.derive import claim_problem

SOURCE = "decisions/王分析"
NAME = Decision("name", "mention:方案|观测处", "unit:甲局观测处", "问过本人")
ALIAS = Decision("alias", "document:甲", "document:乙")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "home") as opened:
        yield opened


def write(ledger: Ledger, *said: Decision | Undo) -> None:
    with ledger.writing() as writer:
        for each in said:
            record(ledger, writer, SOURCE, each)


def said(decision: Decision) -> Claim:
    (claim,) = decision.claims(SOURCE)
    return claim


def standing(ledger: Ledger) -> list[Claim]:
    return [s.claim for s in LedgerReader(ledger).claims_of(SOURCE) if s.live]


def original(ledger: Ledger) -> bytes:
    last = ledger.last_load(SOURCE)
    assert last is not None
    return ledger.originals.path(last.sha256).read_bytes()


def rows(path: Path) -> list[RawRow | Rejected]:
    return list(LOADER.read(SourceFile(path, SOURCE)))


def test_each_decision_is_a_line_and_a_claim_at_it(ledger: Ledger) -> None:
    write(ledger, NAME, ALIAS)

    assert standing(ledger) == [said(NAME), said(ALIAS)]
    lines = original(ledger).splitlines()
    assert [json.loads(line)["decide"] for line in lines] == ["name", "alias"]
    for number, stored in enumerate(LedgerReader(ledger).claims_of(SOURCE)):
        occurrence = stored.occurrences[0]
        assert ledger.originals.raw(occurrence.sha256, occurrence.place) == lines[number]
        assert (stored.family, stored.claim.certainty) == ("decision", "stated")
        assert stored.recorded_at


def test_what_is_undone_is_retracted_with_the_reason(ledger: Ledger) -> None:
    write(ledger, NAME, ALIAS, Undo(said(NAME).claim_id(SOURCE).hex(), "问错了人"))

    assert standing(ledger) == [said(ALIAS)]
    gone = next(s for s in LedgerReader(ledger).claims_of(SOURCE) if not s.live)
    assert gone.reason == "问错了人"
    assert len(original(ledger).splitlines()) == 3
    assert verify_ledger(ledger).ok


def test_what_was_undone_can_be_decided_again(ledger: Ledger) -> None:
    back = Undo(said(NAME).claim_id(SOURCE).hex(), "问错了人")
    write(ledger, NAME, back, NAME)

    assert standing(ledger) == [said(NAME)]
    (stored,) = LedgerReader(ledger).claims_of(SOURCE)
    assert stored.occurrences[-1].place.line == 3


def test_persons_do_not_disturb_each_other(ledger: Ledger) -> None:
    write(ledger, NAME)
    with ledger.writing() as writer:
        record(ledger, writer, "decisions/李审核", ALIAS)
        record(ledger, writer, "decisions/李审核", Undo(said(NAME).claim_id(SOURCE).hex(), "不对"))

    assert standing(ledger) == [said(NAME)]


def test_a_decision_that_is_cut_off_leaves_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(ledger, NAME)
    head, before = ledger.head(), original(ledger)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LoadSession, "close", killed)
        with pytest.raises(KeyboardInterrupt):
            write(ledger, ALIAS)
    assert (ledger.head(), original(ledger)) == (head, before)
    assert standing(ledger) == [said(NAME)]

    write(ledger, ALIAS)
    assert standing(ledger) == [said(NAME), said(ALIAS)]


def test_an_altered_log_is_not_gone_on_with(ledger: Ledger) -> None:
    write(ledger, NAME)
    last = ledger.last_load(SOURCE)
    assert last is not None
    path = ledger.originals.path(last.sha256)
    path.chmod(0o644)
    path.write_bytes(original(ledger).replace("甲局".encode(), "乙局".encode()))

    with pytest.raises(LedgerDamagedError):
        write(ledger, ALIAS)
    assert standing(ledger) == [said(NAME)]


KILLED = """
import os, sys
from pathlib import Path
from graph.ledger import Ledger, LoadSession
from loaders.decisions import Decision, record
LoadSession.close = lambda *_: os._exit(9)
with Ledger(Path(sys.argv[1])) as ledger, ledger.writing() as writer:
    record(ledger, writer, sys.argv[2], Decision("alias", "document:甲", "document:乙"))
"""


def test_a_killed_decision_never_counted(ledger: Ledger, root: Path) -> None:
    write(ledger, NAME)
    head = ledger.head()

    command = [sys.executable, "-c", KILLED, str(ledger.home), SOURCE]
    done = subprocess.run(command, cwd=root, check=False)

    assert done.returncode == 9
    assert ledger.head() == head
    assert standing(ledger) == [said(NAME)]
    write(ledger, ALIAS)
    assert standing(ledger) == [said(NAME), said(ALIAS)]
    assert verify_ledger(ledger).ok


def test_a_line_that_is_no_decision_is_rejected_alone(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    bad = ["", "no json", "[]", '{"decide": "colour", "subject": "a", "object": "b"}', '{"x": 1}']
    good = json.dumps(ALIAS.fields)
    path.write_bytes("\n".join([*bad, good]).encode() + b"\n\xff\n")

    found = rows(path)

    assert [isinstance(row, Rejected) for row in found] == [True] * 5 + [False, True]
    assert all("suyuan decide" in row.message for row in found if isinstance(row, Rejected))


def test_nobody_loads_decisions_by_hand(tmp_path: Path) -> None:
    assert not LOADER.accepts(tmp_path / "decisions.jsonl", b"{}")


@pytest.mark.parametrize("user", ["王分析", "li.hua@cma", "A 1-2_3"])
def test_a_person_is_a_source(user: str) -> None:
    assert source_of(user) == f"decisions/{user}"


@pytest.mark.parametrize("user", ["", " ", "../x", "a/b", "a\nb", "-a", "x" * 64])
def test_what_is_no_name_is_refused(user: str) -> None:
    with pytest.raises(InvalidValueError, match="--user"):
        source_of(user)


# Verdicts

CONFLICT = Judgement("position", "location:1|甲|x", "location:1|乙|x", "confirmed", "station:1",
                     ("0f", "1e"), "核对过")  # fmt: skip
SAME = Judgement("one_place", "station:1", "station:2", "same", "station:1", (), "同一观测场")


def test_a_verdict_is_a_node_and_what_it_judges(ledger: Ledger) -> None:
    write(ledger, CONFLICT)

    verdict, *edges = standing(ledger)

    assert (verdict.kind, verdict.properties["verdict"]) == ("Verdict", "confirmed")
    assert verdict.properties["basis"] == ("0f", "1e")
    assert [(e.kind, e.subject, e.object) for e in edges] == [
        ("JUDGES", verdict.subject, "location:1|甲|x"),
        ("JUDGES", verdict.subject, "location:1|乙|x"),
    ]
    assert all(
        claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to) is None
        for c in (verdict, *edges)
    )


def test_stations_that_are_the_same_are_aliases_until_it_is_undone(ledger: Ledger) -> None:
    write(ledger, SAME)
    assert [c.kind for c in standing(ledger)].count("ALIAS_OF") == 1

    write(ledger, Undo(SAME.claims(SOURCE)[0].claim_id(SOURCE).hex(), "弄错了"))

    assert standing(ledger) == []


def test_an_alias_that_two_decisions_give_stands_while_one_of_them_does(ledger: Ledger) -> None:
    alias = Decision("alias", "station:1", "station:2", "同一观测场")
    write(ledger, SAME, alias)

    write(ledger, Undo(said(alias).claim_id(SOURCE).hex(), "多余"))
    assert [c.kind for c in standing(ledger)] == ["Verdict", "JUDGES", "JUDGES", "ALIAS_OF"]

    write(ledger, Undo(said(alias).claim_id(SOURCE).hex(), "弄错了"))
    assert standing(ledger) == []


@pytest.mark.parametrize(
    "change",
    [{"verdict": "maybe"}, {"basis": "0f"}, {"matter": ""}, {"first": "nothing:1"}, {"first": 1},
     {"second": None}],
)  # fmt: skip
def test_a_line_that_is_no_verdict_is_rejected(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "decisions.jsonl"
    lines = [CONFLICT.fields, {**CONFLICT.fields, **change}]
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")

    good, bad = rows(path)

    assert isinstance(good, RawRow)
    assert good.payload == CONFLICT
    assert isinstance(bad, Rejected)
    assert (bad.rule, bad.place.line) == ("decision", 2)


def test_what_is_said_of_an_audit_is_read_from_its_line_again() -> None:
    found = AuditSaid(
        "finding:A1|1", "2025-03-04T16:00:00Z", (("statement", "没有签字"),),
        (("OF_AUDIT", "audit:A1"), ("COVERS", "clause:G|7.5")), certainty="synthetic",
    )  # fmt: skip

    assert audit_of(found.fields) == found
    assert {c.certainty for c in found.claims(SOURCE)} == {"synthetic"}
    for c in found.claims(SOURCE):
        said = (c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
        assert claim_problem(*said) is None
    for wrong in ({"element": "unit:甲局"}, {"words": ["statement"]}, {"links": "OF_AUDIT"}):
        with pytest.raises(ValueError, match=r"no act|no pairs"):
            audit_of({**found.fields, **wrong})
