"""The process that runs one SPARQL query over a kept view, and ends.

From its standard input: what is asked, as JSON. To its standard output: a line when it is ready,
then the rows as JSON. All files of the view are open by then; no other file, and no connection,
can be opened any more, and memory and processor time are limited.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
import pyoxigraph as ox

from graph.confined import READY, confine
from graph.errors import RefusedQueryError
from graph.rdf_view.sparql_text import place_before, with_moment
from graph.store.free_rows import Gathering
from graph.store.read_only import Limits
from ontology import NAMESPACE, PREFIXES

_PLACE = re.compile(r"at (?P<line>\d+):(?P<column>\d+)")


def main() -> None:
    """Answer one question."""
    sink = sys.stdout.buffer
    asked = orjson.loads(sys.stdin.buffer.read())
    limits = Limits(**asked["limits"])
    store = ox.Store.read_only(asked["store"])
    confine(limits.seconds, limits.memory)
    sink.write(READY)
    sink.flush()
    sink.write(orjson.dumps(answer(store, asked["sparql"], limits, asked["moment"])))


def answer(store: ox.Store, text: str, limits: Limits, moment: str) -> dict[str, object]:
    """Columns and rows, or why there are none; `$t` in the text is the moment."""
    try:
        found = store.query(with_moment(text, moment), prefixes={"": NAMESPACE, **PREFIXES})
        if isinstance(found, ox.QueryBoolean):
            return _said((), (), truncated=False, truth=bool(found))
        columns, rows = _table(found)
        gathering = Gathering(columns, limits)
        for row in rows:
            if not gathering.take(row):
                break
    except RefusedQueryError as error:
        return {"refused": [error.rule, error.remedy]}
    except Exception as error:  # noqa: BLE001 - whatever the engine raises is about the query
        return {"refused": _refused(text, moment, error)}
    taken = gathering.rows()
    return _said(taken.columns, taken.rows, truncated=taken.truncated, truth=None)


def _said(
    columns: Iterable[str], rows: Iterable[object], *, truncated: bool, truth: bool | None
) -> dict[str, object]:
    return {"columns": list(columns), "rows": list(rows), "truncated": truncated, "truth": truth}


def _table(found: Any) -> tuple[tuple[str, ...], Iterator[Sequence[object]]]:  # noqa: ANN401
    """The columns of a result and its rows of terms."""
    if isinstance(found, ox.QuerySolutions):
        names = tuple(variable.value for variable in found.variables)
        return names, ([_term(solution[name]) for name in names] for solution in found)
    triples = ([_term(t.subject), _term(t.predicate), _term(t.object)] for t in found)
    return ("subject", "predicate", "object"), triples


def _term(term: Any) -> dict[str, str] | None:  # noqa: ANN401
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Literal):
        told = {"type": "literal", "value": term.value}
        if term.language:
            return told | {"xml:lang": term.language}
        datatype = term.datatype.value
        return told if datatype == f"{PREFIXES['xsd']}string" else told | {"datatype": datatype}
    return {"type": "literal", "value": str(term)}


def _refused(text: str, moment: str, error: Exception) -> tuple[str, str]:
    said = str(error).partition("\n")[0][:300]
    where = ""
    if found := _PLACE.search(said):
        line, column = place_before(text, moment, int(found["line"]), int(found["column"]))
        where, said = f"{line}:{column}: ", _PLACE.sub(f"at {line}:{column}", said)
    return (f"{where}引擎不接受 / the engine does not accept it: {said}", "改查询 / mend the query")


if __name__ == "__main__":
    main()
