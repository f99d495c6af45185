"""Questions of the loop to a big management system, in one process: prints a JSON list.

Run as `python loop_steps.py HOME DAY` with the project importable. Each question is asked whole, as
the command does, then as the page 体系运行 asks and draws it, for all units and for one.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import queries
from dashboard.render.section_lines import lines, pressing_first, waiting
from dashboard.render.sections import SECTIONS, Section
from graph import Settings, Workspace
from queries import Result, query_named

WARM = 3
PER_UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: seconds of the first time and the median after it, of that the processor's."""

    name: str
    first: float
    median: float
    processor: float
    of: str


def main() -> None:
    """Measure every line, one after another."""
    home, day = Path(sys.argv[1]), sys.argv[2]
    with Workspace(Settings.from_env(home=home)) as workspace:
        counts = _counts(workspace)
        figures = [asdict(f) for f in _figures(workspace, day)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"figures": figures, "mib": peak, "counts": counts}))


def _counts(workspace: Workspace) -> dict[str, int]:
    kinds = ("Incident", "CorrectiveAction", "Nonconformity", "Issue", "Risk", "Task")
    more = ("IndicatorValue", "Feedback")
    with workspace.store.reading() as reader:
        return {
            kind: int(str(reader.run(f"MATCH (n:{kind}) RETURN count(n) AS count", {})[0]["count"]))
            for kind in (*kinds, *more)
        }


def _figures(workspace: Workspace, day: str) -> Iterator[Figure]:
    unit = _busiest(workspace)

    def ask(question: str, params: Mapping[str, str]) -> Callable[[], Result[object]]:
        return lambda: queries.run(workspace, question, params, as_of=day)

    for name in dict.fromkeys(s.question for s in SECTIONS if s.id != "line"):
        taken = {param.name for param in query_named(name).params}
        yield _measured(name, ask(name, {}), _told)
        if "state" in taken and name == "actions":
            yield _measured("actions state=overdue", ask(name, {"state": "overdue"}), _told)
        if "station" in taken:
            yield _measured("issues unsettled=yes", ask(name, {"unsettled": "yes"}), _told)
        if PER_UNIT in taken:
            yield _measured(f"{name} unit=…", ask(name, {PER_UNIT: unit}), _told)
    for element in _line(workspace):
        kind = element.partition(":")[0]
        yield _measured(f"loop, from a {kind}", ask("loop", {"element": element}), _told)
    for section in SECTIONS:
        if section.id != "line":
            yield _measured(f"list {section.id}", _list(workspace, section, day), str)
    yield _measured("the page, no answer kept", _page(workspace, day), str)


def _busiest(workspace: Workspace) -> str:
    """The unit that answers for most actions: nobody's lists are longer."""
    with workspace.store.reading() as reader:
        rows = reader.run(
            "MATCH (n:CorrectiveAction)-[:ASSIGNED_TO]->(u:Unit) "
            "RETURN u.id AS id, count(n) AS number",
            {},
        )
    return str(min(rows, key=lambda row: (-int(str(row["number"])), str(row["id"])))["id"])


def _line(workspace: Workspace) -> list[str]:
    """An element of each kind from which the line is asked."""
    wanted = ("Feedback", "DataRequirement", "Indicator", "Process")
    with workspace.store.reading() as reader:
        found = [
            reader.run(f"MATCH (n:{kind}) RETURN n.id AS id ORDER BY id LIMIT 1", {})
            for kind in wanted
        ]
    return [str(rows[0]["id"]) for rows in found if rows]


def _list(workspace: Workspace, section: Section, day: str) -> Callable[[], str]:
    """As the page asks a list and draws its table."""

    def draw() -> str:
        result = queries.run(workspace, section.question, section.params, as_of=day)
        rows = section.belonging(result.rows)
        table = lines(section, rows, result.claims, english=False)
        assert len(table) == len(rows)
        return f"{len(rows):,} rows, {waiting(section, rows):,} of them wait"

    return draw


def _page(workspace: Workspace, day: str) -> Callable[[], str]:
    """As the page asks all its figures in one go, equal questions once, and draws its first list.

    Evidence is read of that list alone, as the page does.
    """

    def draw() -> str:
        asked: dict[tuple[str, str], Result[object]] = {}
        figured = [section for section in SECTIONS if section.figured]
        with queries.sitting(workspace, evidence=False) as together:
            for section in figured:
                key = section.question, str(section.params)
                if key not in asked:
                    asked[key] = queries.run_sitting(
                        workspace, together, section.question, section.params, as_of=day
                    )
        for section in figured:
            result = asked[section.question, str(section.params)]
            waiting(section, section.belonging(result.rows))
        first = figured[0]
        shown = queries.evidenced(workspace, asked[first.question, str(first.params)])
        rows = pressing_first(first, first.belonging(shown.rows))
        table = lines(first, rows, shown.claims, english=False)
        assert shown.claims
        return f"{len(asked)} questions, {len(table):,} rows of the list {first.id}"

    return draw


def _told(result: Result[object]) -> str:
    return f"{len(result.rows):,} rows, {result.truncated:,} more: {result.summary[1][:90]}"


def _measured(name: str, run: Callable[[], object], told: Callable[..., str]) -> Figure:
    begun = time.perf_counter()
    run()
    first, taken = time.perf_counter() - begun, []
    for _ in range(WARM):
        begun, busy = time.perf_counter(), time.process_time()
        result = run()
        taken.append((time.perf_counter() - begun, time.process_time() - busy))
    median, processor = sorted(taken)[WARM // 2]
    return Figure(name, first, median, processor, told(result))


if __name__ == "__main__":
    main()
