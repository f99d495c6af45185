"""Questions to a big network, each in one process: prints a JSON list of what was measured.

Run as `python question_steps.py HOME` with the project importable. Where the graph is and who asks:
SUYUAN_STORE and SUYUAN_NEO4J_*, as for the command `suyuan` itself.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import queries
from dashboard.evidence import write_package
from dashboard.evidence.contents import Contents, negative_of
from graph import Settings, Workspace
from graph.ledger import inclusion
from queries import Result

BEFORE, TRACES, BETWEEN = 50, 200, 600
"""Issues traced before any is timed; that are timed; and traced before others are timed again."""
ISSUES, ELEMENTS, WARM = 1_000, 500, 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: seconds of the first time, which plans and warms, and the median after it.

    `processor`: seconds of this process alone, in that median's run. `texts`: how many different
    statements were sent. `of`: what the answer was.
    """

    name: str
    first: float
    median: float
    processor: float
    texts: int
    of: str


def main() -> None:
    """Measure every line, one after another."""
    with Workspace(Settings.from_env(home=Path(sys.argv[1]))) as workspace:
        ids = _Ids.of(workspace)
        figures = [asdict(f) for f in _figures(workspace, ids)]
        size = _size(workspace)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"figures": figures, "mib": peak, **size}))


@dataclass(frozen=True, slots=True)
class _Ids:
    """What is asked about: issues that were handled by people, and the standard all rest on."""

    issues: Sequence[str]
    standard: str

    @staticmethod
    def of(workspace: Workspace) -> _Ids:
        with workspace.store.reading() as reader:
            issues = reader.run(
                "MATCH (i:Issue) WHERE NOT i.id CONTAINS '-N' RETURN i.id AS id", {}
            )
            used = reader.run(
                "MATCH (m:MeasurementStandard)<-[:USED_STANDARD]-(c:Calibration) "
                "MATCH (c)<-[:HAS_CALIBRATION]-(x:MeasurementStandard) "
                "RETURN m.id AS id, count(c) AS below",
                {},
            )
        first = min(used, key=lambda row: (-int(str(row["below"])), str(row["id"])))
        return _Ids(sorted(str(row["id"]) for row in issues), str(first["id"]))

    def some(self, count: int) -> list[str]:
        """Issues from all over the network."""
        step = max(len(self.issues) // count, 1)
        return list(self.issues[::step][:count])

    def mixed(self, count: int) -> list[str]:
        """The same in no order: of any part of them each is as likely to be near as far."""
        found = self.some(count)
        random.Random(1).shuffle(found)
        return found


def _size(workspace: Workspace) -> dict[str, int]:
    with workspace.store.reading() as reader:
        nodes = reader.run("MATCH (n) RETURN count(n) AS count", {})[0]["count"]
        edges = reader.run("MATCH ()-[r]->() RETURN count(r) AS count", {})[0]["count"]
        issues = reader.run("MATCH (n:Issue) RETURN count(n) AS count", {})[0]["count"]
    return {
        "nodes": int(str(nodes)) - 1,  # the position
        "edges": int(str(edges)),
        "issues": int(str(issues)),
        "claims": workspace.ledger.head().position,
    }


def _figures(workspace: Workspace, ids: _Ids) -> Iterator[Figure]:
    def ask(name: str, question: str, **params: str) -> Figure:
        return _measured(name, lambda: queries.run(workspace, question, params))

    yield from _traces(workspace, ids.mixed(BEFORE + TRACES + BETWEEN + TRACES))
    yield ask("causes", "causes", issues=";".join(ids.some(ISSUES)))
    yield ask("impact", "impact", element=ids.standard)
    yield ask("impact since 2009", "impact", element=ids.standard, since="2009-01-01")
    yield ask("coverage", "coverage")
    for by in ("test", "month", "variable", "station", "unit", "model", "laboratory"):
        yield ask(f"pareto by {by}", "pareto", by=by)
    yield ask("pareto by test and month", "pareto", by="test", trend="yes")
    yield ask("expiring", "expiring")
    yield from _package(workspace, ids.some(ISSUES))


def _measured(name: str, run: Callable[[], Result[object]]) -> Figure:
    begin = time.perf_counter()
    run()
    first = time.perf_counter() - begin
    taken = []
    for _ in range(WARM):
        begin, busy = time.perf_counter(), time.process_time()
        result = run()
        taken.append((time.perf_counter() - begin, time.process_time() - busy))
    median, processor = sorted(taken)[WARM // 2]
    return Figure(
        name,
        first,
        median,
        processor,
        len({one.cypher for one in result.executed}),
        f"{len(result.rows):,} rows, {len(result.claims):,} claims: {result.summary[1]}",
    )


def _traces(workspace: Workspace, issues: Sequence[str]) -> Iterator[Figure]:
    """Issues nobody asked about, when little was asked yet; the same once more; others, later."""
    begun = min(BEFORE, len(issues) // 4)
    timed = min(TRACES, len(issues) // 4)
    before = _Timed.of(workspace, issues[:begun])
    first = _Timed.of(workspace, issues[begun : begun + timed])
    yield first.figure("trace, p50", before.seconds[0])
    again = _Timed.of(workspace, issues[begun : begun + timed])
    yield again.figure("trace again, p50", first.seconds[0])
    between = _Timed.of(workspace, issues[begun + timed : -timed])
    others = _Timed.of(workspace, issues[-timed:])
    yield others.figure("trace of others, p50", between.seconds[0])


@dataclass(frozen=True, slots=True)
class _Timed:
    """Traces of issues: seconds of each in order, and of the processor for all of them."""

    seconds: Sequence[float]
    processor: float
    texts: int

    @staticmethod
    def of(workspace: Workspace, issues: Sequence[str]) -> _Timed:
        """Trace them, one after another."""
        times, busy, texts = [], time.process_time(), set()
        for issue in issues:
            begin = time.perf_counter()
            result = queries.run(workspace, "trace", {"element": issue})
            times.append(time.perf_counter() - begin)
            texts |= {one.cypher for one in result.executed}
            assert result.claims, issue
        return _Timed(times, time.process_time() - busy, len(texts))

    def figure(self, name: str, first: float) -> Figure:
        """The median as a line; `first`: of the first asking."""
        count, slow = len(self.seconds), sorted(self.seconds)[int(len(self.seconds) * 0.99)]
        median, each = statistics.median(self.seconds), self.processor / count
        of = f"{count} issues, p99 {1000 * slow:.1f} ms"
        return Figure(name, first, median, each, self.texts, of)


def _package(workspace: Workspace, issues: Sequence[str]) -> Iterator[Figure]:
    """A package of the chains of as many issues as give so many elements, as an audit makes it."""
    first, taken = 0.0, []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        for number in range(WARM + 1):
            begin, busy = time.perf_counter(), time.process_time()
            contents = _contents(workspace, issues)
            size = write_package(contents, path)
            spent = time.perf_counter() - begin, time.process_time() - busy
            if number:
                taken.append(spent)
            else:
                first = spent[0]
        median, processor = sorted(taken)[WARM // 2]
        elements = len({e.element for e in contents.evidence.values()})
        of = (
            f"{elements:,} elements, {len(contents.evidence):,} claims, "
            f"{len(contents.answers)} traces, PDF; {size / 1024:,.0f} KiB"
        )
        texts = {one.cypher for result in contents.answers for one in result.executed}
        yield Figure("evidence package", first, median, processor, len(texts), of)
        checks = [_checked(path) for _ in range(WARM + 1)]
    yield Figure(
        "verifier", checks[0], sorted(checks[1:])[WARM // 2], 0.0, 0, "a process of its own"
    )


def _contents(workspace: Workspace, issues: Sequence[str]) -> Contents:
    answers: list[Result[object]] = []
    elements: set[str] = set()
    for issue in issues:
        answers.append(queries.run(workspace, "trace", {"element": issue}))
        elements |= {e.element for e in answers[-1].claims.values()}
        if len(elements) >= ELEMENTS:
            break
    evidence = {short: e for result in answers for short, e in result.claims.items()}
    return Contents(
        "bench",
        answers[0].as_of,
        "",
        answers[0].ledger_head,
        tuple(answers),
        dict(sorted(evidence.items())),
        tuple(negative_of(answers)),
        inclusion(workspace.ledger, evidence),
    )


def _checked(path: Path) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-I", str(path)], check=True, capture_output=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
