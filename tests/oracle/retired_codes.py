"""Uses of retired codes: every code with a status, and whatever is written with it."""

from __future__ import annotations

from oracle.reading import NobodySpeaksOf, Reading, once, text

from queries.retired_codes import RetiredRow


def answer(reading: Reading, element: str = "") -> list[RetiredRow]:
    if element and element not in reading:
        raise NobodySpeaksOf(element)
    rows = []
    for code in reading.of_kind("Concept"):
        after = [x for x in reading.out(code, "REPLACED_BY") if x.holds(reading.now)]
        for status in reading.out(code, "HAS_STATE"):
            if not status.holds(reading.now) or text(status.node, "property") != "status":
                continue
            for use in reading.into(code, "CODED_AS"):
                if use.holds(reading.now) and element in ("", use.other):
                    rows.append(
                        RetiredRow(
                            element=use.other,
                            number=text(use.edge, "element_number"),
                            code=code,
                            name=text(reading.node(code), "name"),
                            status=text(status.node, "value"),
                            release=text(status.node, "reason"),
                            successors=tuple(x.other for x in after),
                            certainty=text(use.edge, "certainty"),
                            claims=once(use.claims, status.claims, *(x.claims for x in after)),
                        )
                    )
    return sorted(rows, key=lambda r: (r.element, r.code, r.status, r.claims))
