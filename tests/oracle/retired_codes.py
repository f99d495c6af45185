"""Uses of retired codes: every code with a status, and whatever is written with it."""

from __future__ import annotations

from datetime import datetime

import networkx as nx
from oracle.reading import BEGINNING, BEIJING, NobodySpeaksOf, Reading, once, text

from ontology.code_releases import RELEASES
from queries.retired_codes import RetiredRow


def answer(reading: Reading, element: str = "") -> list[RetiredRow]:
    if element and element not in reading:
        raise NobodySpeaksOf(element)
    rows = []
    replaced = nx.DiGraph(
        (code, x.other)
        for code in reading.of_kind("Concept")
        for x in reading.out(code, "REPLACED_BY")
        if x.holds(reading.now)
    )
    for code in reading.of_kind("Concept"):
        after = [x for x in reading.out(code, "REPLACED_BY") if x.holds(reading.now)]
        for status in reading.out(code, "HAS_STATE"):
            if not status.holds(reading.now) or text(status.node, "property") != "status":
                continue
            for use in reading.into(code, "CODED_AS"):
                if use.holds(reading.now) and element in ("", use.other):
                    since, standing = stood(reading, text(status.node, "reason"), status.begin)
                    beyond = nx.descendants(replaced, code) if code in replaced else set()
                    last = sorted(x for x in beyond if not replaced.out_degree(x))
                    steps = [
                        claim
                        for x in {code, *beyond}
                        for after_it in reading.out(x, "REPLACED_BY")
                        if after_it.holds(reading.now)
                        for claim in after_it.claims
                    ]
                    rows.append(
                        RetiredRow(
                            element=use.other,
                            number=text(use.edge, "element_number"),
                            code=code,
                            name=text(reading.node(code), "name"),
                            status=text(status.node, "value"),
                            release=text(status.node, "reason"),
                            since=since,
                            standing=standing,
                            successors=tuple(x.other for x in after),
                            resolved=(code,) if standing == "in_force" else tuple(last),
                            certainty=text(use.edge, "certainty"),
                            claims=once(
                                use.claims,
                                status.claims,
                                *(x.claims for x in after),
                                tuple(sorted(set(steps))),
                            ),
                        )
                    )
    return sorted(rows, key=lambda r: (r.element, r.code, r.status, r.claims))


def stood(reading: Reading, release: str, begin: str) -> tuple[str, str]:
    """Since when a code is retired, and how it stood: by its release, else by its state's begin."""
    if release in RELEASES:
        since, day = f"{RELEASES[release]}T00:00:00Z", RELEASES[release]
    elif begin != BEGINNING:
        moment = datetime.fromisoformat(begin)
        since, day = begin, moment.astimezone(BEIJING).date().isoformat()
    else:
        return "", "unknown"
    return day, "in_force" if reading.now < since else "retired"
