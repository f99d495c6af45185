"""Where an impact starts: what is in doubt because of an element, and what else rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph import InvalidValueError
from ontology import BEGINNING, NODE_KINDS, OPEN_END, TimeError, as_of_time
from queries.ask import Ask, unknown
from queries.impact import stages
from queries.impact.doubt import Doubt, of_calibration, of_subject
from queries.impact.spread import histories

_FINDINGS = frozenset({"calibration", "certificate"})
_MADE = frozenset({NODE_KINDS["InstrumentModel"].prefix, NODE_KINDS["Batch"].prefix})


def check(ask: Ask, element: str) -> str:
    """The kind of an element that is there. Raises `UnknownElementError` for any other."""
    prefix = element.partition(":")[0]
    if prefix not in stages.EXISTS or not ask.rows(stages.EXISTS[prefix], id=element):
        raise unknown(element, ask.reader.ids_like(element))
    return prefix


def since_of(ask: Ask) -> str | None:
    """The time given from which the element is taken for unfit."""
    given = ask.params.get("since")
    if not given:
        return None
    try:
        return as_of_time(given)
    except TimeError as error:
        raise InvalidValueError("since", given, str(error), "YYYY-MM-DD") from error


def first_doubts(ask: Ask, element: str) -> list[Doubt]:
    """What is in doubt at once, without a calibration in between."""
    prefix, since = element.partition(":")[0], since_of(ask)
    if prefix in stages.CALIBRATIONS:
        history = histories(ask, [element])
        return of_subject(element, history.get(element, ()), ask.time, since)
    if prefix in _MADE:
        return [_made(row, since or BEGINNING) for row in _links(ask, prefix, element)]
    led = {r.other for r in _links(ask, prefix, element)} if prefix in stages.LEADS else {element}
    owned = ask.rows(stages.OWNERS, ids=sorted(led), unknown=BEGINNING)
    wanted = [r for r in owned if (since or BEGINNING) <= r.performed_on <= ask.time]
    return _of_calibrations(ask, wanted, findings=prefix in _FINDINGS)


def _links(ask: Ask, prefix: str, element: str) -> list[stages.LinkRow]:
    found = ask.rows(stages.LEADS[prefix], id=element)
    return sorted(found, key=lambda r: (r.other, r.valid_from))


def _made(row: stages.LinkRow, begin: str) -> Doubt:
    return Doubt(
        row.other,
        begin,
        OPEN_END,
        "supposed",
        0,
        "",
        row.certainty or "",
        row.claims or (),
    )


def _of_calibrations(
    ask: Ask, wanted: Iterable[stages.CalibrationRow], *, findings: bool
) -> list[Doubt]:
    # One calibration may be cited with two dates: the later one counts.
    dated = sorted(wanted, key=lambda r: (r.performed_on, r.id, r.claims or ()))
    once = {(r.subject, r.id): r for r in dated}
    history = histories(ask, {subject for subject, _ in once})
    return [
        doubt
        for (subject, _), row in sorted(once.items())
        for doubt in of_calibration(row, history.get(subject, ()), findings=findings)
    ]


def also(ask: Ask, element: str) -> Sequence[stages.LinkRow]:
    """What else rests on a procedure or a unit at the time: processes, stations, systems."""
    stage = stages.ALSO.get(element.partition(":")[0])
    if stage is None:
        return ()
    found = ask.rows(stage, id=element, t=ask.time)
    return sorted(found, key=lambda r: (r.via, r.other, r.valid_from))
