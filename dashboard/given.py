"""Values as a person gives them to an act: days, codes, units and ids, refused with a remedy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from dashboard.incident_state import there
from graph import InvalidValueError, Workspace
from graph.ledger import LedgerReader
from ontology import NODE_KINDS, TimeError, format_valid, make_id, parse_moment
from ontology import valid_time as stored_time
from ontology.model import CodeList
from queries.neighbourhood import find_element


def moment_of(on: str) -> str:
    """The moment of an act: a day that was, or now where none is given."""
    now = format_valid(datetime.now(UTC).replace(microsecond=0))
    if not on:
        return now
    at = day_of("--on", on, end=False)
    if at > now:
        raise InvalidValueError("--on", on, "在将来 / is in the future", "YYYY-MM-DD")
    return at


def moment_of_step(at: str, earliest: str, last: str, *, explicit: bool) -> str:
    """The moment of a step given for `at`: not before `earliest`, and after the `last` one, if any.

    `explicit`: somebody named the day; raises `InvalidValueError` where it is before the earliest.
    """
    if at < earliest and explicit:
        raise InvalidValueError(
            "--on",
            at,
            f"早于上一步 {earliest} / before the last step",
            "写当天或以后 / name that day or a later one",
        )
    if last and at <= last:
        return format_valid(parse_moment(last) + timedelta(seconds=1))
    return max(at, earliest)


def day_of(name: str, text: str, *, end: bool) -> str:
    """A valid time from a day as written; the end of the day if it is an end."""
    try:
        return stored_time(text, end=end)
    except TimeError as error:
        raise InvalidValueError(name, text, str(error), "YYYY-MM-DD") from error


def due_of(text: str, at: str) -> str:
    """A due date after the moment at which it is set."""
    due = day_of("--due", text, end=True)
    if due <= at:
        raise InvalidValueError(
            "--due",
            text,
            f"期限早于提出之时 {at} / is before it was opened",
            "写以后的日期 / name a later day",
        )
    return due


def known_code(name: str, value: str, codes: CodeList, *, required: bool = False) -> None:
    """Raise `InvalidValueError` for what is no code of the list."""
    if (value or required) and value not in codes:
        use = ", ".join(f"{code} {codes.title(code)}" for code in codes.codes)
        raise InvalidValueError(name, value, "没有这个代码 / no such code", f"可用 / use: {use}")


def cut_id(name: str, text: str, label: str) -> str:
    """The id of an element whose key is written in two parts with a bar between."""
    parts = text.split("|")
    if len(parts) != 2 or not all(part.strip() for part in parts):
        shape = "|".join(NODE_KINDS[label].key)
        raise InvalidValueError(name, text, f"应写作 / write it as {shape}", shape)
    return make_id(NODE_KINDS[label], *(part.strip() for part in parts))


def unit_of(workspace: Workspace, unit: str) -> str:
    """The unit of that name or id. Raises where none is named or nobody speaks of it."""
    if not unit.strip():
        raise InvalidValueError(
            "--unit", unit, "要有责任单位 / somebody must answer for it", "--unit 单位 / a unit"
        )
    return there(workspace, find_element(workspace, unit, ("Unit",)), ("Unit",))


def ids_of(workspace: Workspace, elements: Sequence[str], label: str) -> list[str]:
    """The ids, each once, with the prefix of their kind."""
    if not elements:
        raise InvalidValueError("ELEMENT", "", "没有写哪一个 / names none", "写编号 / name some")
    prefix = f"{NODE_KINDS[label].prefix}:"
    ids = (e if e.startswith(prefix) else f"{prefix}{e}" for e in elements)
    return [there(workspace, element, (label,)) for element in dict.fromkeys(ids)]


def several(text: str) -> list[str]:
    """What is written with semicolons between, each once.

    >>> several("甲局； 乙局;甲局;")
    ['甲局', '乙局']
    """
    parts = (part.strip() for part in text.replace("；", ";").split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def free_id(reader: LedgerReader, label: str, stem: str, taken: Collection[str] = ()) -> str:
    """An id that nobody has yet, nor is about to have (`taken`)."""
    number = 1
    while True:
        wanted = make_id(NODE_KINDS[label], stem if number == 1 else f"{stem}-{number}")
        if wanted not in taken and is_free(reader, wanted):
            return wanted
        number += 1


def is_free(reader: LedgerReader, element: str) -> bool:
    """Whether nothing is said of an element."""
    return not any(reader.nodes_of([element])) and not reader.is_end(element)
