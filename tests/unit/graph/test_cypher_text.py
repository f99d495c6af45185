"""The text of a user's query: cut into tokens as engines cut it, made of what is allowed."""

from __future__ import annotations

import pytest

from graph import InvalidValueError, RefusedQueryError
from graph.store.cypher_tokens import Kind, folded, tokens_of, without_comments
from graph.store.read_only import PARAMETERS_MOST, TEXT_MOST, checked_text

LIST = "UNWIND range(1, 9) AS i WITH collect(i) AS l "


def refused(text: str, **params: object) -> str:
    with pytest.raises(RefusedQueryError) as caught:
        checked_text(text, params)
    return caught.value.rule


def test_tokens_have_kinds_and_places() -> None:
    text = "MATCH (`a``b`:S {n: 'it\\'s', v: $p, w: 1.5e3}) // x\nRETURN \"y\""

    tokens = tokens_of(text)

    assert [(t.kind, t.text) for t in tokens if t.kind is not Kind.MARK] == [
        (Kind.WORD, "MATCH"),
        (Kind.QUOTED, "a`b"),
        (Kind.WORD, "S"),
        (Kind.WORD, "n"),
        (Kind.TEXT, "it\\'s"),
        (Kind.WORD, "v"),
        (Kind.PARAMETER, "p"),
        (Kind.WORD, "w"),
        (Kind.NUMBER, "1.5e3"),
        (Kind.WORD, "RETURN"),
        (Kind.TEXT, "y"),
    ]
    assert all(text[t.at : t.end].strip("'\"`$").startswith(t.text[:1]) for t in tokens)


@pytest.mark.parametrize(
    "text",
    ["1CREATE", "1e5SET", "0xfSET", "'", '"', "`", "/*", "(]", "(", "}", "\\u0041", "'\\u0041'",
     "'\\x'", "a\x00b", "a\u200bb", "a\u2028b", "a\rb", "\ud800", "＋", "#", "٣"],
)  # fmt: skip
def test_what_may_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(RefusedQueryError):
        tokens_of(text)


@pytest.mark.parametrize("word", ["set", "SeT", "ｓｅｔ", "\u017fet", "ＳeT"])
def test_words_are_compared_as_leniently_as_engines_do(word: str) -> None:
    assert folded(word) == "SET"


def test_comments_become_blanks_and_texts_stay() -> None:
    assert without_comments("a /* x\ny */ '/*' // e") == "a     \n     '/*'     "


def test_what_is_sent_is_what_was_checked() -> None:
    sent = checked_text("RETURN ';' AS x // one\r\n;", {})

    assert sent.split() == ["RETURN", "';'", "AS", "x"]


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n:Set) RETURN n.set AS s, n.create, {delete: n.merge} AS m",
        "MATCH (n) RETURN n {.use, .show} AS m, n.`CREATE`",
        "MATCH (start)-->(load) RETURN start.id, load.csv",
        "MATCH (n) WHERE n.name STARTS WITH 'CREATE' RETURN n // SET n.x = 1",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN count(m) AS c } RETURN c;",
        "RETURN 1 AS begin, 2 AS end ORDER BY begin LIMIT 1",
        "RETURN range(10, 1, -1) AS r, [x IN range(0, 9999) | x] AS s",
        "UNWIND range(1, $n) AS i RETURN i",
        "UNWIND range(1, 9) + [1] AS i RETURN i",
        "MATCH (n) WHERE n:Drop OR n:Set RETURN n",
        "MATCH (n) RETURN replace(n.name, '气象局', '局') AS x",
        "MATCH p = (a)--(b) RETURN [n IN nodes(p) WHERE n.id <> a.id | n.id] AS x",
        LIST + "UNWIND l AS i RETURN collect(i) AS again",
        "MATCH (n) WITH n, count(*) AS c RETURN collect({id: n.id, c: c}) AS x",
    ],
)
def test_reading_passes(text: str) -> None:
    assert checked_text(text, {"n": 1}).split() == text.partition("//")[0].rstrip(";").split()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("MATCH (n) SET n.x = 1", "reading only"),
        ("SHOW USERS", "does not begin"),
        ("EXPLAIN RETURN 1", "does not begin"),
        ("RETURN 1; RETURN 2", "one statement"),
        ("UNWIND [1] AS u LOAD CSV FROM u AS r RETURN r", "LOAD CSV"),
        ("MATCH (n) RETURN n.id FORMAT CSV", "FORMAT CSV"),
        ("CALL dbms.listConfig()", "procedures"),
        ("CALL `db.labels`.x()", "procedures"),
        ("RETURN apoc.version()", "functions"),
        ("RETURN `apoc` . x()", "functions"),
        ("MATCH (n) USE x RETURN n", "USE"),
        ("CALL () { RETURN 1 AS x } IN TRANSACTIONS RETURN x", "TRANSACTIONS"),
        ("MATCH (n:$($x)) RETURN n", "labels and types"),
        ("MATCH (n:$all($x)) RETURN n", "labels and types"),
        ("RETURN 'a' =~ 'b'", "regular expressions"),
        ("RETURN reduce(s = 0, x IN [1] | s + x)", "functions"),
        ("RETURN range(1, 10001)", "range"),
        ("RETURN range(1, $n)", "range"),
        ("RETURN range(1, 2, 0)", "range"),
        ("RETURN range(1, 99999999999999999999)", "range"),
        ("UNWIND range(1, 99999) + [1] AS i RETURN i", "range"),
        ("RETURN replace('a', 'a', 'bb')", "replace"),
        ("MATCH (n) RETURN replace('a', n.x, n.y)", "replace"),
        ("RETURN [x IN [1] | any(y IN [1] WHERE y = x)]", "loop inside a loop"),
        (LIST + "RETURN [x IN l | l]", "a loop may use"),
        ("WITH [1] AS a " + "WITH [a, a, a] AS a " * 4 + "RETURN a", "copied"),
        ("WITH 1 AS a " + "WITH {a: a, b: a} AS a " * 7 + "RETURN a", "copied"),
        ("WITH {k: 1} AS m " + "WITH {k: [m.k, m.k]} AS m " * 7 + "RETURN m", "copied"),
        ("WITH [1] AS end WITH end AS x RETURN x", "word of the language"),
        (LIST + "UNWIND range(1, 9) AS j RETURN collect(l)", "collected again"),
        (LIST + "WITH [l] AS k UNWIND k AS x RETURN collect(x)", "collected again"),
        (LIST + "RETURN COLLECT { MATCH (n) RETURN l } AS c", "collected again"),
        (LIST + "RETURN [(n)-->(m) | l] AS c", "collected again"),
        ("RETURN " + "1 + " * 151 + "1", "operators"),
        ("RETURN " + "true XOR " * 9 + "true", "XOR"),
        ("RETURN " + "EXISTS { RETURN " * 7 + "1" + " }" * 7, "levels"),
        ("RETURN " + "(" * 25 + "1" + ")" * 25, "nest deeper"),
        ("RETURN '" + "x" * TEXT_MOST + "'", "longer than"),
    ],
)  # fmt: skip
def test_the_rest_is_refused_and_says_why(text: str, why: str) -> None:
    assert why in refused(text, n=1, x="S")


@pytest.mark.parametrize(
    ("params", "said"),
    [({"1x": 1}, "1x"), ({"a b": 1}, "a b"), ({"x": object()}, "x"), ({"x": 2**70}, "x"),
     ({"x": "y" * PARAMETERS_MOST}, "x"), ({}, "x")],
)  # fmt: skip
def test_parameters_are_small_values_under_plain_names(
    params: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        checked_text("RETURN $x", params)

    assert (caught.value.name, caught.value.value) == ("--param", said)
