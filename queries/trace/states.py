"""The state of each hop as pure rules (domain rules of the traceability chain, worst first)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ontology import CIVIL, observed_variable, parse_moment
from ontology.codes import CALIBRATION_RESULTS
from queries.trace.hop import day, last_day
from queries.trace.papers import BehindRow, CalibrationRow, PaperRow


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state and the reason for it, in Chinese and English."""

    state: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment at a station over one period."""

    id: str
    variable: str | None
    role: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalibrationChoice:
    """The calibration that counts at a moment, the next one after it, and the verdict."""

    chosen: CalibrationRow | None
    following: CalibrationRow | None
    verdict: Verdict


def days_between(earlier: str, later: str) -> int:
    """Whole civil days from one moment to a later one."""
    a, b = (parse_moment(m).astimezone(CIVIL).date() for m in (earlier, later))
    return (b - a).days


def choose_calibration(rows: Sequence[CalibrationRow], moment: str) -> CalibrationChoice:
    """The latest calibration performed on or before a moment, and what state it leaves."""
    ordered = sorted(rows, key=lambda c: (c.performed_on, c.id, c.more or ()))
    before = [c for c in ordered if c.performed_on <= moment]
    after = [c for c in ordered if c.performed_on > moment]
    following = after[0] if after else None
    if not before:
        if following is None:
            return CalibrationChoice(
                None,
                None,
                Verdict(
                    "missing",
                    "没有检定校准记录（1192 要素 5-08）",
                    "no calibration is stated (element 5-08)",
                ),
            )
        return CalibrationChoice(
            None,
            following,
            Verdict(
                "not_yet_valid",
                f"首次检定校准在其后：{day(following.performed_on)}",
                f"first calibrated only later, on {day(following.performed_on)}",
            ),
        )
    chosen = before[-1]
    rivals = [
        c
        for c in before
        if c.performed_on == chosen.performed_on and c.id != chosen.id and c.result != chosen.result
    ]
    return CalibrationChoice(
        chosen, following, _calibration_verdict(chosen, following, rivals, moment)
    )


def calibration_trouble(
    chosen: CalibrationRow, following: CalibrationRow | None, moment: str
) -> str:
    """What is wrong with the calibration that counts at a moment, for itself; empty for nothing.

    `following`: the next one of the same subject, which may find it out of tolerance.
    """
    if chosen.result == "outOfCalibration":
        return "failed"
    if following is not None and _out_as_found(following):
        return "suspect"
    if chosen.stub:
        return "missing"
    if chosen.valid_until is not None and chosen.valid_until <= moment:
        return "expired"
    return ""


def _calibration_verdict(
    chosen: CalibrationRow,
    following: CalibrationRow | None,
    rivals: Sequence[CalibrationRow],
    moment: str,
) -> Verdict:
    performed = day(chosen.performed_on)
    trouble = calibration_trouble(chosen, following, moment)
    if trouble == "failed":
        return Verdict("failed", f"{performed} 检定不合格", f"out of calibration on {performed}")
    if trouble == "suspect" and following is not None:
        found = (
            ""
            if following.as_found_error is None
            else (f"，检前误差 {following.as_found_error:g}，允许 {_tolerance(following)}")
        )
        found_en = (
            ""
            if following.as_found_error is None
            else (
                f", as-found error {following.as_found_error:g}, tolerance {_tolerance(following)}"
            )
        )
        return Verdict(
            "suspect",
            f"其后 {day(following.performed_on)} 检定时已超差{found}",
            f"found out of tolerance at the next calibration on "
            f"{day(following.performed_on)}{found_en}",
        )
    if trouble == "missing":
        return Verdict(
            "missing",
            "只被引用，没有检定校准记录（1192 要素 5-08）",
            "cited only; no calibration is stated (element 5-08)",
        )
    if trouble == "expired" and chosen.valid_until is not None:
        over = days_between(chosen.valid_until, moment) + 1
        until = last_day(chosen.valid_until)
        return Verdict(
            "expired",
            f"{performed} 检定，有效期至 {until}，已超期 {over} 天",
            f"calibrated {performed}, valid until {until}, {over} days overdue",
        )
    if rivals:
        return Verdict(
            "conflicting",
            f"同日另有结果不同的检定：{rivals[0].id}",
            f"another calibration of the same day differs: {rivals[0].id}",
        )
    until = f"有效期至 {last_day(chosen.valid_until)}" if chosen.valid_until else "有效期未知"
    until_en = (
        f"valid until {last_day(chosen.valid_until)}"
        if chosen.valid_until
        else "validity not stated"
    )
    return Verdict(
        "ok",
        f"{performed} {chosen.kind or '校准'}，结果{_result(chosen, 'zh') or '未说明'}，{until}",
        f"{performed}, result {_result(chosen, 'en') or 'not stated'}, {until_en}",
    )


def _result(c: CalibrationRow, lang: str) -> str:
    return CALIBRATION_RESULTS.title(c.result, lang) if c.result else ""


def _out_as_found(c: CalibrationRow) -> bool:
    if c.as_found_error is not None and c.tolerance is not None:
        return abs(c.as_found_error) > abs(c.tolerance)
    return c.result == "outOfCalibration"


def _tolerance(c: CalibrationRow) -> str:
    return "?" if c.tolerance is None else f"{c.tolerance:g}"


def choose_deployments(
    rows: Sequence[Deployment], moment: str, variable: str | None
) -> tuple[list[Deployment], Verdict]:
    """The primary deployments at a moment, of one variable or of all, and their state.

    A variable is that under whatever code a provider names it.
    """
    fitting = [d for d in rows if variable is None or _alike(d.variable, variable)]
    primary = [d for d in fitting if d.role != "backup"]
    then = _deployed(primary, moment)
    if then:
        return then, Verdict("ok", "", "")
    backup = _deployed([d for d in fitting if d.role == "backup"], moment)
    if backup:
        return backup, Verdict("ok", "仅有备份布设", "backup deployment only")
    later = [d for d in primary if d.valid_from > moment]
    ended = [d for d in primary if d.valid_to <= moment]
    if ended:
        last = max(ended, key=lambda d: d.valid_to)
        return [], Verdict(
            "missing",
            f"当时无布设；上一布设止于 {last_day(last.valid_to)}",
            f"nothing deployed then; the last ended {last_day(last.valid_to)}",
        )
    if later:
        first = min(later, key=lambda d: d.valid_from)
        return [], Verdict(
            "not_yet_valid",
            f"首个布设始于 {day(first.valid_from)}",
            f"first deployment begins {day(first.valid_from)}",
        )
    return [], Verdict(
        "missing", "没有布设记录（1192 要素 5-05）", "no deployment is stated (element 5-05)"
    )


def _deployed(rows: Sequence[Deployment], moment: str) -> list[Deployment]:
    then = (d for d in rows if d.valid_from <= moment < d.valid_to)
    return sorted(then, key=lambda d: (d.id, d.valid_from))


def ambiguous(chosen: Sequence[Deployment], deployment: Deployment) -> bool:
    """Whether another primary deployment claims the same variable at the same time."""
    return any(d.id != deployment.id and _alike(d.variable, deployment.variable) for d in chosen)


def _alike(one: str | None, other: str | None) -> bool:
    return observed_variable(one or "") == observed_variable(other or "")


def accreditation_verdict(
    rows: Sequence[BehindRow], moment: str
) -> tuple[BehindRow | None, Verdict]:
    """The accreditation of a laboratory on a day."""
    then = sorted((a for a in rows if a.valid_from <= moment < a.valid_to), key=lambda a: a.id)
    if then:
        a = then[0]
        return a, Verdict(
            "ok",
            f"{day(a.valid_from)} 至 {last_day(a.valid_to)}",
            f"{day(a.valid_from)} to {last_day(a.valid_to)}",
        )
    if not rows:
        return None, Verdict("missing", "没有认可记录", "no accreditation is stated")
    past = [a for a in rows if a.valid_to <= moment]
    if past:
        last = max(past, key=lambda a: (a.valid_to, a.id))
        return last, Verdict(
            "failed",
            f"认可已于 {last_day(last.valid_to)} 失效（{day(moment)} 检定）",
            f"accreditation lapsed {last_day(last.valid_to)}, before {day(moment)}",
        )
    first = min(rows, key=lambda a: (a.valid_from, a.id))
    return first, Verdict(
        "not_yet_valid",
        f"认可始于 {day(first.valid_from)}",
        f"accredited only from {day(first.valid_from)}",
    )


def procedure_verdict(row: PaperRow, moment: str) -> Verdict:
    """Whether the version followed was in force on the day."""
    if row.stub or row.valid_from is None or row.valid_to is None:
        return Verdict("missing", "只被引用，没有文件记录", "cited only; no document is stated")
    if moment < row.valid_from:
        return Verdict(
            "not_yet_valid",
            f"{day(row.valid_from)} 才生效",
            f"in force only from {day(row.valid_from)}",
        )
    if row.valid_to <= moment:
        return Verdict(
            "expired", f"已于 {day(row.valid_to)} 废止", f"superseded on {day(row.valid_to)}"
        )
    return Verdict("ok", f"{day(row.valid_from)} 起有效", f"in force from {day(row.valid_from)}")
