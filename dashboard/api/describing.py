"""The OpenAPI description of the interface, derived from the registry of questions."""

from __future__ import annotations

from importlib.metadata import version

from dashboard.api.schemas import Schema, array, record, reference, schema_of
from graph.store.read_only import TEXT_MOST
from queries import Evidence, Executed, Param, Query, questions
from queries.plain import LONGEST

SPARQL_RESULTS = "application/sparql-results+json"
LONGEST_VALUE = 2000
"""Characters of the value of a parameter at most."""
TEXT: Schema = {"type": "string"}
TEXT_OR_NONE: Schema = {"anyOf": [TEXT, {"type": "null"}]}
TITLES = record(zh=TEXT, en=TEXT)
_MOMENT: Schema = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
}
_TIMES = (
    ("as_of", "有效时间：当时的情形 / valid time: as it was then"),
    ("known_at", "记录时间：当时所知 / recorded time: as known then"),
)
PROBLEM = record(
    type=TEXT,
    title=TEXT,
    status={"type": "integer"},
    detail=TEXT,
)


def description() -> Schema:
    """The whole description, OpenAPI 3.1."""
    paths: dict[str, Schema] = {
        "/v1/questions": _get(
            "questions", "有哪些问题 / the questions and what they take", array(_question()), (400,)
        ),
        "/v1/elements/{element}": _get(
            "element",
            "关于一个对象知道些什么（问题 show）/ what is known of an element (the question show)",
            reference("answer_show"),
            (400, 403, 404, 503),
            [_path("element", "编号 / id, such as station:50425"), *_times()],
        ),
        "/v1/claims/{claim}": _get(
            "evidence",
            "一条断言的证据：出处、原文、何时记录 / the evidence of a claim",
            schema_of(Evidence),
            (400, 403, 404, 503),
            [_path("claim", "断言短号 / short id of a claim", "^[0-9a-f]{16}$"), _times()[1]],
        ),
        "/v1/meaning": _get(
            "meaning",
            "一句中文问的是哪个问题；不作答 / which question a sentence asks; no answer",
            _meaning(),
            (400, 503),
            [_in_query("sentence", "一句中文 / a sentence", LONGEST, required=True), _times()[0]],
        ),
        "/v1/sparql": _get(
            "sparql",
            "自己写的 SPARQL，只读 / a SPARQL query of one's own, reading only",
            _sparql(),
            (400, 403, 503),
            [_in_query("query", "查询 / the query", TEXT_MOST, required=True), *_times()],
            media=SPARQL_RESULTS,
        ),
    }
    for query in questions().values():
        paths[f"/v1/questions/{query.id}/answer"] = _answer_path(query)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "溯源 Suyuan",
            "version": version("suyuan"),
            "description": "只读 / reading only. 时间为 UTC / times are UTC.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": {
                "problem": PROBLEM,
                "evidence": schema_of(Evidence),
                "executed": schema_of(Executed),
                **{f"answer_{q.id}": _answer(q) for q in questions().values()},
            }
        },
    }


def _answer_path(query: Query[object]) -> Schema:
    return _get(
        f"ask-{query.id}",
        f"{query.question_zh} / {query.question_en}",
        reference(f"answer_{query.id}"),
        (400, 403, 404, 503),
        [*(_param(p) for p in query.params), *_times()],
    )


def _answer(query: Query[object]) -> Schema:
    """What `suyuan ask --json` prints, too."""
    return record(
        question=TEXT,
        params={"type": "object", "additionalProperties": TEXT},
        as_of=TEXT,
        known_at=TEXT_OR_NONE,
        ledger_head=TEXT,
        elapsed={"type": "number"},
        summary=TITLES,
        truncated={"type": "integer"},
        withheld={"type": "integer"},
        notices=array(TEXT),
        hypothetical=TEXT,
        rows=array(schema_of(query.row)),
        claims={"type": "object", "additionalProperties": reference("evidence")},
        executed=array(reference("executed")),
    )


def _question() -> Schema:
    return record(
        id=TEXT,
        question_zh=TEXT,
        question_en=TEXT,
        params=array(schema_of(Param)),
        columns=array(TEXT),
        ledger_only={"type": "boolean"},
    )


def _meaning() -> Schema:
    one = record(
        question=TEXT,
        params={"type": "object", "additionalProperties": TEXT},
        as_of=TEXT_OR_NONE,
        known_at=TEXT_OR_NONE,
        command=TEXT,
        notes=array(TITLES),
        unused=array(TEXT),
    )
    return record(
        sentence=TEXT,
        sure={"type": "boolean"},
        likely={"type": "boolean"},
        meanings=array(one),
        unknown=array(TEXT),
        nearest=array(TEXT),
    )


def _sparql() -> Schema:
    """SPARQL 1.1 Query Results JSON, and beside it what the rows rest on."""
    bindings = array({"type": "object", "additionalProperties": {"type": "object"}})
    rests = record(truncated={"type": "boolean"}, as_of=TEXT, known_at=TEXT_OR_NONE,
                   ledger_head=TEXT)  # fmt: skip
    return {
        "type": "object",
        "properties": {
            "head": {"type": "object"},
            "results": record(bindings=bindings),
            "boolean": {"type": "boolean"},
            "suyuan": rests,
        },
        "required": ["head", "suyuan"],
    }


def _get(
    operation: str,
    summary: str,
    returned: Schema,
    failures: tuple[int, ...],
    parameters: list[Schema] | None = None,
    *,
    media: str = "application/json",
) -> Schema:
    content = {media: {"schema": returned}}
    problem = {"application/problem+json": {"schema": reference("problem")}}
    responses: dict[str, object] = {"200": {"description": "答案 / the answer", "content": content}}
    for status in failures:
        responses[str(status)] = {"description": _FAILURES[status], "content": problem}
    told = {"operationId": operation, "summary": summary, "responses": responses}
    return {"get": {**told, "parameters": parameters or []}}


_FAILURES = {
    400: "值不合规 / a value is invalid",
    403: "无此权限 / not for this role or this class of users",
    404: "没有这个对象 / there is no such element",
    503: "暂不可用 / not available now",
}


def _param(param: Param) -> Schema:
    kinds = f" ({', '.join(param.kinds)})" if 0 < len(param.kinds) < 8 else ""
    about = f"{param.title_zh} / {param.title_en}{kinds}"
    return _in_query(param.name, about, LONGEST_VALUE, required=param.required)


def _in_query(name: str, about: str, longest: int, *, required: bool) -> Schema:
    schema = {"type": "string", "minLength": 1, "maxLength": longest}
    told = {"name": name, "in": "query", "description": about, "schema": schema}
    return {**told, "required": required}


def _path(name: str, about: str, pattern: str = "") -> Schema:
    schema: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE}
    if pattern:
        schema["pattern"] = pattern
    told = {"name": name, "in": "path", "description": about, "schema": schema}
    return {**told, "required": True}


def _times() -> list[Schema]:
    return [
        {"name": name, "in": "query", "description": about, "schema": _MOMENT, "required": False}
        for name, about in _TIMES
    ]
