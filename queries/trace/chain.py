"""The metrological chain: instrument → calibration → standard → its calibration → … → the top.

Level by level, the latest calibration on or before the date below, at most six levels; never a
variable-length path, because histories multiply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ontology import NODE_KINDS, civil_day, key_parts
from ontology.rules import CALIBRATION_PROCESSES, TOP_STANDARDS, TRACE_LEVELS
from queries.model import Stage
from queries.run import Ask
from queries.trace import papers, stages
from queries.trace.hop import Draft, Facts, gather
from queries.trace.states import (
    CalibrationChoice,
    accreditation_verdict,
    choose_calibration,
    procedure_verdict,
)

R = TypeVar("R")
_EXPECTED = "检定"  # where no calibration says its kind


@dataclass(frozen=True, slots=True)
class Subject:
    """What must be calibrated at a moment: an instrument or a standard, in whose branch."""

    id: str
    moment: str
    branch: str
    top: bool = False


@dataclass(frozen=True, slots=True)
class _Chosen:
    subject: Subject
    choice: CalibrationChoice


def chain(ask: Ask, instruments: Sequence[Subject]) -> list[Draft]:
    """The drafts of all hops from the instruments' calibrations upward.

    First up the chain, one calibration and its standards a level, then the papers of all
    calibrations at once.
    """
    climbed: list[_Chosen] = []
    used: dict[str, list[papers.StandardRow]] = {}
    subjects, stage = list(instruments), papers.CALIBRATIONS
    seen: set[tuple[str, str]] = set()
    for _ in range(TRACE_LEVELS):
        subjects = [s for s in subjects if _first_time(s, seen)]
        fresh = _chosen(ask, subjects, stage)
        climbed += fresh
        ids = sorted({c.choice.chosen.id for c in fresh if c.choice.chosen})
        used |= _grouped(ask.rows(papers.STANDARDS, ids=ids), "calibration")
        subjects = [s for c in fresh if c.choice.chosen for s in _upward(c, used)]
        if not subjects:
            break
        stage = papers.STANDARD_CALIBRATIONS
    return _drafts(ask, climbed, used)


def _upward(one: _Chosen, used: dict[str, list[papers.StandardRow]]) -> list[Subject]:
    """The standards of a calibration, to be looked at on its date."""
    row = one.choice.chosen
    if row is None:
        return []
    return [
        Subject(s.id, row.performed_on, one.subject.branch, top=s.standard_type in TOP_STANDARDS)
        for s in used.get(row.id, ())
    ]


def _first_time(subject: Subject, seen: set[tuple[str, str]]) -> bool:
    """What several branches relied on at one moment is looked at once."""
    key = (subject.id, subject.moment)
    if key in seen:
        return False
    seen.add(key)
    return True


def _chosen(
    ask: Ask, subjects: Sequence[Subject], stage: Stage[papers.CalibrationRow]
) -> list[_Chosen]:
    by_subject = _grouped(ask.rows(stage, ids=sorted({s.id for s in subjects})), "subject")
    return [_Chosen(s, choose_calibration(by_subject[s.id], s.moment)) for s in subjects]


def _nil_reasons(ask: Ask, chosen: Sequence[_Chosen]) -> dict[str, stages.NilRow]:
    """Recorded reasons why an instrument has no calibration, by instrument."""
    missing = sorted({c.subject.id for c in chosen if c.choice.chosen is None})
    rows = ask.rows(stages.NIL_REASONS, ids=missing, t=ask.time)
    rows.sort(key=lambda r: r.claims or (), reverse=True)
    return {r.element: r for r in rows if r.property == "nil:5-08"}


def _drafts(
    ask: Ask, climbed: Sequence[_Chosen], used: dict[str, list[papers.StandardRow]]
) -> list[Draft]:
    """For each calibration chosen its hop and those of its papers, in the order of the climb.

    A calibration that counted at several moments is shown once for each state it left, so that
    one that had expired by the later moment is not hidden behind the earlier one.
    """
    ids = sorted({c.choice.chosen.id for c in climbed if c.choice.chosen})
    certificates = _grouped(ask.rows(papers.CERTIFICATES, ids=ids), "calibration")
    laboratories = _grouped(ask.rows(papers.LABORATORIES, ids=ids), "calibration")
    units = sorted({r.id for rows in laboratories.values() for r in rows})
    accredited = _grouped(ask.rows(papers.ACCREDITATIONS, ids=units), "unit")
    procedures = _grouped(ask.rows(papers.PROCEDURES, ids=ids), "calibration")
    versions = sorted({r.id for rows in procedures.values() for r in rows})
    clauses = _grouped(ask.rows(stages.CLAUSES, ids=versions), "source")
    nil = _nil_reasons(ask, climbed)
    drafts: list[Draft] = []
    seen: set[tuple[tuple[str, ...], ...]] = set()
    for one in climbed:
        row = one.choice.chosen
        if row is None:
            own = _without_calibration(one, nil.get(one.subject.id))
        else:
            own = [
                _calibration(one, row),
                *_certificate(one, row, certificates[row.id]),
                *_laboratory(one, row, laboratories[row.id], accredited),
                *_procedure(one, row, procedures[row.id], clauses),
                *_standards(one, row, used.get(row.id, [])),
            ]
        key = tuple((d.hop, d.parent, d.element, d.state) for d in own)
        if key not in seen:
            seen.add(key)
            drafts += own
    return drafts


def _without_calibration(one: _Chosen, nil: stages.NilRow | None) -> list[Draft]:
    verdict = one.choice.verdict
    if one.subject.top and verdict.state == "missing":
        return []
    draft = Draft(
        "calibration",
        verdict.state,
        "",
        one.subject.id,
        "HAS_CALIBRATION",
        verdict.zh,
        verdict.en,
        branch=one.subject.branch,
        process_code=CALIBRATION_PROCESSES[_EXPECTED],
    )
    if one.choice.following is not None:
        draft.claims = gather(one.choice.following.claims, one.choice.following.more)
        draft.certainty = one.choice.following.certainty or ""
    if nil is not None:
        draft.state, draft.claims = "not_applicable", nil.claims or ()
        draft.detail_zh, draft.detail_en = f"不适用：{nil.value}", f"not applicable: {nil.value}"
        draft.certainty = nil.certainty or ""
    return [draft]


def _calibration(one: _Chosen, row: papers.CalibrationRow) -> Draft:
    verdict = one.choice.verdict
    claims = gather(row.claims, row.more)
    if verdict.state == "suspect" and one.choice.following is not None:
        claims = gather(claims, one.choice.following.claims)
    return Draft(
        "calibration",
        verdict.state,
        row.id,
        one.subject.id,
        "HAS_CALIBRATION",
        verdict.zh,
        verdict.en,
        branch=one.subject.branch,
        valid_from=row.performed_on,
        certainty=row.certainty or "",
        claims=claims,
        process_code=CALIBRATION_PROCESSES.get(row.kind or _EXPECTED),
        facts=_facts(
            performed_on=civil_day(row.performed_on),
            result=row.result,
            kind=row.kind,
            valid_until=row.valid_until,
        ),
    )


def _certificate(
    one: _Chosen, row: papers.CalibrationRow, found: Sequence[papers.CertificateRow]
) -> list[Draft]:
    if not found:
        return [
            Draft(
                "certificate",
                "missing",
                "",
                row.id,
                "DOCUMENTED_BY",
                "没有证书记录",
                "no certificate is stated",
                branch=one.subject.branch,
            )
        ]
    drafts = []
    for c in found:
        state, zh, en = "ok", "", ""
        if c.stub:
            state, zh, en = "missing", "只被引用，没有证书记录", "cited only; not stated"
        elif c.valid_until is not None and c.valid_until <= one.subject.moment:
            state, zh, en = (
                "expired",
                f"证书有效期至 {civil_day(c.valid_until)} 前",
                (f"certificate valid until before {civil_day(c.valid_until)}"),
            )
        elif c.issued:
            zh, en = f"{civil_day(c.issued)} 签发", f"issued {civil_day(c.issued)}"
        drafts.append(
            Draft(
                "certificate",
                state,
                c.id,
                row.id,
                "DOCUMENTED_BY",
                zh,
                en,
                branch=one.subject.branch,
                certainty=c.certainty or "",
                claims=gather(c.claims, c.more),
                facts=_facts(sha256=c.sha256),
            )
        )
    return drafts


def _laboratory(
    one: _Chosen,
    row: papers.CalibrationRow,
    found: Sequence[papers.LaboratoryRow],
    accredited: dict[str, list[papers.AccreditationRow]],
) -> list[Draft]:
    if not found:
        return [
            Draft(
                "laboratory",
                "missing",
                "",
                row.id,
                "PERFORMED_BY",
                "没有说明实施单位",
                "the laboratory is not stated",
                branch=one.subject.branch,
            )
        ]
    drafts = []
    for lab in found:
        drafts.append(
            Draft(
                "laboratory",
                "ok",
                lab.id,
                row.id,
                "PERFORMED_BY",
                name=lab.name or "",
                branch=one.subject.branch,
                certainty=lab.certainty or "",
                claims=lab.claims or (),
            )
        )
        which, verdict = accreditation_verdict(accredited[lab.id], row.performed_on)
        drafts.append(
            Draft(
                "accreditation",
                verdict.state,
                which.id if which else "",
                lab.id,
                "ACCREDITED_BY",
                verdict.zh,
                verdict.en,
                branch=one.subject.branch,
                certainty=(which.certainty or "") if which else "",
                claims=gather(which.claims, which.more) if which else (),
            )
        )
    return drafts


def _procedure(
    one: _Chosen,
    row: papers.CalibrationRow,
    found: Sequence[papers.ProcedureRow],
    clauses: dict[str, list[stages.LinkedRow]],
) -> list[Draft]:
    if not found:
        return [
            Draft(
                "procedure",
                "missing",
                "",
                row.id,
                "FOLLOWS",
                "没有说明依据的规程",
                "the procedure is not stated",
                branch=one.subject.branch,
            )
        ]
    drafts = []
    for version in found:
        verdict = procedure_verdict(version, row.performed_on)
        drafts.append(
            Draft(
                "procedure",
                verdict.state,
                version.id,
                row.id,
                "FOLLOWS",
                verdict.zh,
                verdict.en,
                branch=one.subject.branch,
                certainty=version.certainty or "",
                claims=gather(version.claims, version.more),
                facts=_facts(title=version.name),
            )
        )
        drafts += [
            Draft(
                "clause",
                "ok",
                c.id,
                version.id,
                "IMPLEMENTS",
                branch=one.subject.branch,
                certainty=c.certainty or "",
                claims=c.claims or (),
            )
            for c in clauses[version.id]
            if c.valid_from <= row.performed_on < c.valid_to
        ]
    return drafts


def _standards(
    one: _Chosen, row: papers.CalibrationRow, found: Sequence[papers.StandardRow]
) -> list[Draft]:
    if not found:
        return [
            Draft(
                "standard",
                "missing",
                "",
                row.id,
                "USED_STANDARD",
                "没有说明所用计量标准（1192 要素 8-05）",
                "the standard is not stated (element 8-05)",
                branch=one.subject.branch,
            )
        ]
    drafts = []
    for s in found:
        state, zh = ("missing", "只被引用，没有标准记录") if s.stub else ("ok", "")
        drafts.append(
            Draft(
                "standard",
                state,
                s.id,
                row.id,
                "USED_STANDARD",
                zh,
                "cited only; not stated" if s.stub else "",
                branch=one.subject.branch,
                certainty=s.certainty or "",
                claims=gather(s.claims, s.more),
                name=key_parts(NODE_KINDS["MeasurementStandard"], s.id)[0],
                facts=_facts(type=s.standard_type, serial=s.serial, uncertainty=s.uncertainty),
            )
        )
    return drafts


def _grouped(rows: Iterable[R], key: str) -> dict[str, list[R]]:
    """Rows by one of their fields, each group in the order of ids, whatever the store's."""
    groups: dict[str, list[R]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (getattr(r, "id", ""), getattr(r, "claims", ()) or ())):
        groups[getattr(row, key)].append(row)
    return groups


def _facts(**values: str | None) -> Facts:
    return tuple((k, v) for k, v in values.items() if v)
