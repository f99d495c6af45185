"""Plain readings of the competency questions, each over the networkx graph and a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import networkx as nx

Graph = nx.MultiDiGraph
Rows = list[tuple[object, ...]]
Answer = Callable[["World"], Rows]
ANSWERS: dict[str, Answer] = {}


class World:
    """The graph and a moment, with the few ways in which the readings look at it."""

    def __init__(self, graph: Graph[str], moment: str) -> None:
        self.graph, self.t = graph, moment
        self._types: dict[str, list[tuple[str, str, Mapping[str, object]]]] = {}
        for u, v, told in graph.edges(data=True):
            self._types.setdefault(str(told["type"]), []).append((u, v, told))

    def of(self, *labels: str) -> Iterator[str]:
        return (n for n, told in self.graph.nodes(data=True) if told["label"] in labels)

    def label(self, node: str) -> str:
        return str(self.graph.nodes[node]["label"])

    def get(self, node: str, name: str) -> object:
        return self.graph.nodes[node].get(name)

    def ever(self, kind: str) -> list[tuple[str, str, Mapping[str, object]]]:
        return self._types.get(kind, [])

    def now(self, kind: str, *sources: str) -> list[tuple[str, str]]:
        found = {
            (u, v): None
            for u, v, told in self.ever(kind)
            if str(told["valid_from"]) <= self.t < str(told["valid_to"])
            and (not sources or self.label(u) in sources)
        }
        return list(found)

    def out(self, kind: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for u, v in self.now(kind):
            found.setdefault(u, []).append(v)
        return found


def reads(name: str) -> Callable[[Answer], Answer]:
    def keep(answer: Answer) -> Answer:
        ANSWERS[name] = answer
        return answer

    return keep


def counted(pairs: Counter[tuple[object, ...]]) -> Rows:
    return [(*key, number) for key, number in pairs.items()]


@reads("A01")
def _issues_of_stations(w: World) -> Rows:
    at = w.out("OBSERVED_AT")
    return counted(
        Counter(
            (s,)
            for i, s in {
                (i, s)
                for i, x, _ in w.ever("ABOUT")
                if w.label(x) == "Series"
                for s in at.get(x, [])
            }
        )
    )


@reads("A02")
def _issues_of_variables(w: World) -> Rows:
    of = w.out("OF_VARIABLE")
    return counted(
        Counter(
            (v, w.get(i, "kind"))
            for i, v in {
                (i, v)
                for i, x, _ in w.ever("ABOUT")
                if w.label(x) == "Series"
                for v in of.get(x, [])
            }
        )
    )


@reads("A03")
def _several_positions(w: World) -> Rows:
    return [(s, len(found)) for s, found in w.out("LOCATED_AT").items() if len(found) > 1]


@reads("A04")
def _without_deployment(w: World) -> Rows:
    held = {s for _, s in w.now("AT_STATION")}
    return [(s,) for s in w.of("Station") if s not in held]


@reads("A05")
def _deployed(w: World) -> Rows:
    at = w.out("AT_STATION")
    return [(d, i, s) for d, i in w.now("USES") for s in at.get(d, [])]


@reads("A06")
def _times_calibrated(w: World) -> Rows:
    pairs = {(i, c) for i, c, _ in w.ever("HAS_CALIBRATION") if w.label(i) == "Instrument"}
    return counted(Counter((i,) for i, _ in pairs))


@reads("A07")
def _all_expired(w: World) -> Rows:
    rows: Rows = []
    for i, found in w.out("HAS_CALIBRATION").items():
        ends = [str(w.get(c, "valid_until")) for c in found if w.get(c, "valid_until")]
        if w.label(i) == "Instrument" and ends and max(ends) <= w.t:
            rows.append((i, max(ends)))
    return rows


@reads("A08")
def _beyond_tolerance(w: World) -> Rows:
    rows: Rows = []
    for c in w.of("Calibration"):
        error, most = w.get(c, "as_found_error"), w.get(c, "tolerance")
        if isinstance(error, float) and isinstance(most, float) and abs(error) > most:
            rows.append((c, error, most))
    return rows


@reads("A09")
def _events(w: World) -> Rows:
    found = {
        (e, w.get(e, "event_type"), w.get(e, "began"), s)
        for e, s, _ in w.ever("AFFECTED")
        if w.label(e) == "Event" and w.label(s) == "Station"
    }
    return list(found)


@reads("A10")
def _positions_ever(w: World) -> Rows:
    return counted(Counter((s,) for s, *_ in w.ever("LOCATED_AT")))


@reads("B01")
def _issuers(w: World) -> Rows:
    return [
        (c, u, w.get(c, "issued"))
        for c, u in w.now("ISSUED_BY", "Certificate")
        if w.label(u) == "Unit"
    ]


@reads("B02")
def _not_accredited(w: World) -> Rows:
    spans: dict[str, list[tuple[str, str]]] = {}
    for u, _, told in w.ever("ACCREDITED_BY"):
        spans.setdefault(u, []).append((str(told["valid_from"]), str(told["valid_to"])))
    rows: Rows = []
    for c, u in w.now("PERFORMED_BY"):
        on = w.get(c, "performed_on")
        if on and not any(begin <= str(on) < end for begin, end in spans.get(u, [])):
            rows.append((c, u))
    return rows


@reads("B03")
def _no_certificate(w: World) -> Rows:
    held = w.out("DOCUMENTED_BY")
    return [(c, w.get(c, "result")) for c in w.of("Calibration") if c not in held]


@reads("B04")
def _standards(w: World) -> Rows:
    used = w.out("USED_STANDARD")
    found = {
        (i, m, w.get(m, "standard_type"))
        for i, c in w.now("HAS_CALIBRATION", "Instrument")
        for m in used.get(c, [])
    }
    return list(found)


@reads("B05")
def _open_nonconformities(w: World) -> Rows:
    closed = {
        n
        for n, s in w.now("HAS_STATE")
        if w.get(s, "property") == "state" and w.get(s, "value") == "closed"
    }
    return [(n, c) for n, c in w.now("OF_REQUIREMENT") if n not in closed]


@reads("B06")
def _overdue(w: World) -> Rows:
    return [
        (a, due)
        for a in w.of("CorrectiveAction")
        if (due := w.get(a, "due")) and str(due) <= w.t and not w.get(a, "done")
    ]


@reads("B07")
def _addressed(w: World) -> Rows:
    return list(w.now("ADDRESSES"))


@reads("B08")
def _led_by_nobody(w: World) -> Rows:
    led = w.out("LED_BY")
    return [(p, w.get(p, "level")) for p in w.of("Process") if p not in led]


@reads("B09")
def _ungoverned(w: World) -> Rows:
    governed = w.out("GOVERNED_BY")
    return [(p,) for p in w.of("Process") if p not in governed]


@reads("B10")
def _reviews(w: World) -> Rows:
    return [(m, u, w.get(m, "held")) for m, u in w.now("OF_UNIT", "ManagementReview")]


@reads("C01")
def _processes_of_levels(w: World) -> Rows:
    return counted(Counter((w.get(p, "level"), w.get(p, "kind")) for p in w.of("Process")))


@reads("C02")
def _led(w: World) -> Rows:
    return counted(Counter((u,) for _, u in w.now("LED_BY", "Process")))


@reads("C03")
def _both_sides(w: World) -> Rows:
    lower = w.out("LOWER_PROCESS")
    return [(i, p, q) for i, p in w.now("UPPER_PROCESS") for q in lower.get(i, [])]


@reads("C04")
def _interfaces_of_levels(w: World) -> Rows:
    pairs = ((w.get(i, "upper_level"), w.get(i, "lower_level")) for i in w.of("Interface"))
    return counted(Counter(pairs))


@reads("C05")
def _parts(w: World) -> Rows:
    return list(w.now("SUBPROCESS_OF"))


@reads("C06")
def _below(w: World) -> Rows:
    return counted(Counter((u,) for _, u in w.now("PART_OF")))


@reads("C07")
def _missed(w: World) -> Rows:
    rows: Rows = []
    for i, v in w.now("HAS_VALUE"):
        reached, target = w.get(v, "value"), w.get(v, "target")
        more = w.get(i, "direction") == "up"
        if more and isinstance(reached, float) and isinstance(target, float) and reached < target:
            rows.append((v, reached, target))
    return rows


@reads("C08")
def _risks(w: World) -> Rows:
    return [(k, x, w.get(k, "treatment")) for k, x in w.now("THREATENS")]


@reads("C09")
def _required(w: World) -> Rows:
    return [(d, x, w.get(d, "timeliness")) for d, x in w.now("REQUIRES")]


@reads("C10")
def _suppliers(w: World) -> Rows:
    return list({(s, x, w.get(s, "result")) for s, x, _ in w.ever("SUPPLIES")})


@reads("D01")
def _citations(w: World) -> Rows:
    return list(w.now("CITES"))


@reads("D02")
def _cited_not_held(w: World) -> Rows:
    return counted(Counter((e,) for _, e in w.now("CITES") if not w.get(e, "held")))


@reads("D03")
def _open_names(w: World) -> Rows:
    decided = w.out("DENOTES")
    return [(m, w.get(m, "reason"), d) for m, d in w.now("MENTIONED_IN") if m not in decided]


@reads("D04")
def _targets(w: World) -> Rows:
    return [
        (d, g, w.get(g, "value"), w.get(g, "unit"), w.get(g, "year"))
        for g, d in w.now("OF_DOCUMENT")
    ]


@reads("D05")
def _participants(w: World) -> Rows:
    return list(w.now("PARTICIPANT"))


@reads("D06")
def _offices(w: World) -> Rows:
    groups = w.out("IN_GROUP")
    return [(k, u, g) for k, u in w.now("RESPONSIBLE_OFFICE") for g in groups.get(k, [])]


@reads("D07")
def _past_milestones(w: World) -> Rows:
    return [
        (m, due, w.get(m, "printed"))
        for m in w.of("Milestone")
        if (due := w.get(m, "due")) and str(due) <= w.t
    ]


@reads("D08")
def _systems(w: World) -> Rows:
    return [(s, how, x) for how in ("INTEGRATES_INTO", "BUILT_ON") for s, x in w.now(how)]


@reads("D09")
def _duties(w: World) -> Rows:
    return list({pair for how in ("HAS_DUTY", "RESPONSIBLE_FOR") for pair in w.now(how)})


@reads("D10")
def _issued(w: World) -> Rows:
    return [(d, u, w.get(d, "dated")) for d, u in w.now("ISSUED_BY", "Document")]
