"""The hops of the metrological chain: each calibration that counts, with what stands behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import NODE_KINDS, civil_day, key_parts
from ontology.rules import CALIBRATION_PROCESSES
from queries.ask import Ask
from queries.trace import papers, stages
from queries.trace.certificates import Integrity, certificates, integrity
from queries.trace.climb import Chosen, Climb
from queries.trace.hop import Draft, Facts, gather
from queries.trace.states import accreditation_verdict, procedure_verdict

_EXPECTED = "检定"  # where no calibration says its kind


@dataclass(frozen=True, slots=True)
class _Papers:
    """Papers by calibration and edge type, and what stands behind each of them by its id.

    `integrity`: what is said of the files of certificates.
    """

    of: Mapping[tuple[str, str], Sequence[papers.PaperRow]]
    behind: Mapping[str, Sequence[papers.BehindRow]]
    integrity: Mapping[str, Integrity]


def chain(ask: Ask, climbed: Climb) -> list[Draft]:
    """The drafts of all hops from the instruments' calibrations upward, with their papers."""
    missing = {c.subject.id for c in climbed.chosen if c.choice.chosen is None}
    instruments = sorted(i for i in missing if i.startswith("instrument:"))
    nil = ask.soon(stages.NIL_REASONS, ids=instruments, t=ask.time)
    parts = climbed.behind
    files = integrity(r for p in parts for rows in p.integrity.found.values() for r in rows)
    found = _papers([r for p in parts for rows in p.papers.found.values() for r in rows], files)
    return _drafts(climbed.chosen, found, _nil_reasons(nil.rows))


def _papers(rows: Sequence[papers.PaperRow], files: Mapping[str, Integrity]) -> _Papers:
    """All papers, each group in the order of ids, whatever the store's."""
    of: dict[tuple[str, str], list[papers.PaperRow]] = defaultdict(list)
    once = {(r.calibration, r.via, r.id, r.claims): r for r in rows}
    for row in sorted(once.values(), key=lambda r: (r.id, r.claims or ())):
        of[row.calibration, row.via].append(row)
    behind: dict[str, list[papers.BehindRow]] = defaultdict(list)
    stated = {b for r in rows if (b := r.stands_behind)}
    for one in sorted(stated, key=lambda b: (b.id, b.claims or ())):
        behind[one.source].append(one)
    return _Papers(of, behind, files)


def _nil_reasons(rows: Iterable[stages.NilRow]) -> dict[str, stages.NilRow]:
    """Recorded reasons why an instrument has no calibration, by instrument."""
    first = sorted(rows, key=lambda r: r.claims or (), reverse=True)
    return {r.element: r for r in first if r.property == "nil:5-08"}


def _drafts(
    climbed: Iterable[Chosen], found: _Papers, nil: Mapping[str, stages.NilRow]
) -> list[Draft]:
    """For each calibration chosen its hop and those of its papers, in the order of the climb.

    A calibration that counted at several moments is shown once for each state it left, so that
    one that had expired by the later moment is not hidden behind the earlier one.
    """
    drafts: list[Draft] = []
    seen: set[tuple[tuple[str, ...], ...]] = set()
    for one in climbed:
        row = one.choice.chosen
        if row is None:
            own = _without_calibration(one, nil.get(one.subject.id))
        else:
            own = [
                _calibration(one, row),
                *certificates(
                    row.id,
                    one.subject.moment,
                    one.subject.branch,
                    found.of.get((row.id, "DOCUMENTED_BY"), ()),
                    found.integrity,
                ),
                *_laboratory(one, row, found),
                *_procedure(one, row, found),
                *_standards(one, row, found),
            ]
        key = tuple((d.hop, d.parent, d.element, d.state) for d in own)
        if key not in seen:
            seen.add(key)
            drafts += own
    return drafts


def _without_calibration(one: Chosen, nil: stages.NilRow | None) -> list[Draft]:
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


def _calibration(one: Chosen, row: papers.CalibrationRow) -> Draft:
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


def _laboratory(one: Chosen, row: papers.CalibrationRow, found: _Papers) -> list[Draft]:
    laboratories = found.of.get((row.id, "PERFORMED_BY"), ())
    if not laboratories:
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
    for lab in laboratories:
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
        which, verdict = accreditation_verdict(found.behind.get(lab.id, ()), one.on)
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


def _procedure(one: Chosen, row: papers.CalibrationRow, found: _Papers) -> list[Draft]:
    procedures = found.of.get((row.id, "FOLLOWS"), ())
    if not procedures:
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
    for version in procedures:
        verdict = procedure_verdict(version, one.on)
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
            for c in found.behind.get(version.id, ())
            if c.valid_from <= one.on < c.valid_to
        ]
    return drafts


def _standards(one: Chosen, row: papers.CalibrationRow, found: _Papers) -> list[Draft]:
    standards = found.of.get((row.id, "USED_STANDARD"), ())
    if not standards:
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
    for s in standards:
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
                facts=_facts(
                    standard_type=s.standard_type, serial=s.serial, uncertainty=s.uncertainty
                ),
            )
        )
    return drafts


def _facts(**values: str | None) -> Facts:
    return tuple((k, v) for k, v in values.items() if v)
