"""The look at a user's SPARQL: what is refused, where, and what only looks like it."""

from __future__ import annotations

import pytest

from graph import RefusedQueryError
from graph.rdf_view.sparql_text import check_sparql, place_before, with_moment

MOMENT = "2018-06-03T00:00:00Z"
FINE = (
    "SELECT * WHERE { ?s ?p ?o }",
    "ask { ?s a :Station }",
    "PREFIX e: <urn:x> BASE <urn:y>\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:suyuan:element:station:1>",
    "# SERVICE <http://x>\nSELECT ?service WHERE { ?service :service 'SERVICE' ; ex:SERVICE ?x }",
    'SELECT * { ?s :name """a "SERVICE" of \' it""" }',
    "SELECT * { ?s <urn:SERVICE> $SERVICE }",
    "SELECT * { ?s ex:a\\#b ?o }",
)
REFUSED = (
    ("", "empty"),
    ("  # nothing\n", "empty"),
    ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "1:12: SERVICE"),
    ("SELECT * {\n  service silent ?g { ?s ?p ?o } }", "2:3: SERVICE"),
    ("SELECT * { ?s ex:a\\#b ?o . SERVICE <http://x/> {} }", "SERVICE"),
    ("# '''\nSELECT * { SERVICE <http://x/> {} } # '''", "2:12: SERVICE"),
    ("SELECT * { FILTER(?a<?b)SERVICE<http://x/>{} }", "SERVICE"),
    ("SELECT * { \\u0053ERVICE <http://x/> {} }", "escapes"),
    ("LOAD <http://x/>", "1:1: LOAD"),
    ("PREFIX e: <urn:x>\nINSERT DATA { e:a e:b e:c }", "2:1: INSERT"),
    ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH"),
    ("DROP ALL", "DROP"),
    ("MATCH (n) RETURN n", "1:1: "),
    ("SELECT * { ?s ?p ?o } " + " " * 8000, "longer"),
)


@pytest.mark.parametrize("text", FINE)
def test_a_reading_text_passes(text: str) -> None:
    check_sparql(text)


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_anything_else_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(RefusedQueryError) as error:
        check_sparql(text)

    assert said in error.value.rule
    assert error.value.remedy


def test_the_moment_takes_the_place_of_its_name_alone() -> None:
    text = "SELECT ?t ('$t' AS ?x) { ?s :a $t ; <urn:$t> $to } # $t"

    told = with_moment(text, MOMENT)

    assert told == text.replace(
        ":a $t ;", f':a "{MOMENT}"^^<http://www.w3.org/2001/XMLSchema#dateTime> ;'
    )


def test_a_place_is_that_of_the_text_as_it_was_written() -> None:
    text = "SELECT * {\n ?s :a $t ; ?? }"
    told = with_moment(text, MOMENT).split("\n")[1]

    assert place_before(text, MOMENT, 2, told.index("??") + 1) == (
        2,
        text.split("\n")[1].index("??") + 1,
    )
    assert place_before(text, MOMENT, 1, 5) == (1, 5)
    assert place_before(text, MOMENT, 2, told.index('"') + 4) == (2, 8)
