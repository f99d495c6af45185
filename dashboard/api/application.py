"""The interface as an ASGI application: each address asks the registry in the asker's name."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Lifespan

from dashboard.api.describing import LONGEST_VALUE, SPARQL_RESULTS, description
from dashboard.api.problems import problem, refused
from dashboard.app.worker import Answers
from dashboard.hearing import day_of
from dashboard.render import as_json
from dashboard.render.meaning import meaning_json
from dashboard.render.question_list import questions_json
from dashboard.render.sparql_table import w3c_json
from graph import InvalidValueError, Settings, SuyuanError, UnknownElementError, Workspace
from graph.ledger import LedgerReader
from graph.store.read_only import TEXT_MOST
from ontology import TimeError, known_at_time
from queries import (
    Asker,
    Evidence,
    RdfView,
    Result,
    query_named,
    run_sparql,
    veil_for,
    view_at,
)
from queries.evidence import evidence_of
from queries.plain import Listener

TIMES = ("as_of", "known_at")
WRITTEN = 128
"""Answers that are kept as they are sent: some hundred kilobytes each."""


@dataclass(slots=True)
class Written:
    """Answers as they are sent; one that was given before is not written again."""

    _lock: Lock = field(default_factory=Lock)
    _kept: OrderedDict[int, tuple[Result[object], bytes]] = field(default_factory=OrderedDict)

    def of(self, result: Result[object]) -> bytes:
        """The JSON of an answer. It is known by its identity, so it is held while its JSON is."""
        with self._lock:
            kept = self._kept.get(id(result))
            if kept is not None:
                self._kept.move_to_end(id(result))
                return kept[1]
        text = as_json.data(as_json.answer(result))
        with self._lock:
            self._kept[id(result)] = result, text
            while len(self._kept) > WRITTEN:
                self._kept.popitem(last=False)
        return text


@dataclass(slots=True)
class Interface:
    """Answers requests about one home, in the name of one asker."""

    answers: Answers
    asker: Asker
    listener: Listener | None = None
    written: Written = field(default_factory=Written)

    def questions(self, request: Request) -> Response:
        """All questions with what they take."""
        _given(request, ())
        return _json(questions_json())

    def answer(self, request: Request) -> Response:
        """The answer to a question."""
        question = request.path_params["question"]
        names = [param.name for param in query_named(question).params]
        given = _given(request, (*names, *TIMES))
        return self._asked(question, given)

    def element(self, request: Request) -> Response:
        """What is known of an element."""
        given = _given(request, TIMES)
        return self._asked("show", {"element": request.path_params["element"], **given})

    def _asked(self, question: str, given: Mapping[str, str]) -> Response:
        params = {name: value for name, value in given.items() if name not in TIMES}
        result = self.answers.ask(
            question,
            params,
            as_of=given.get("as_of", ""),
            known_at=given.get("known_at", ""),
            asker=self.asker,
        )
        return Response(self.written.of(result), media_type="application/json")

    def claim(self, request: Request) -> Response:
        """The evidence of a claim."""
        given = _given(request, ("known_at",))
        short = request.path_params["claim"]
        known = _known(given.get("known_at"))

        def work(workspace: Workspace) -> dict[str, Evidence]:
            position = workspace.ledger.position_at(known)
            found = evidence_of(LedgerReader(workspace.ledger, position), [short])
            veil = veil_for(workspace.ledger, self.asker)
            return found if veil is None else veil.evidence(found)

        if len(short) != 16 or set(short) - set("0123456789abcdef"):
            raise InvalidValueError("claim", short, "不是断言短号 / no short id", "16 x 0-9a-f")
        found = self.answers.work(work)
        if short not in found:
            raise UnknownElementError(short)
        return _json(found[short])

    def sparql(self, request: Request) -> Response:
        """The rows of a query of the asker's own, in the form that tools of SPARQL read."""
        given = _given(request, ("query", *TIMES), {"query": TEXT_MOST})
        if "query" not in given:
            raise InvalidValueError("query", "", "需要一个查询 / is required", "query=SELECT …")

        def work(workspace: Workspace) -> RdfView:
            return view_at(workspace, given.get("as_of"), given.get("known_at"), asker=self.asker)

        # The view is made in the thread of the workspace, the query runs in a process of its own.
        result = run_sparql(self.answers.work(work), given["query"])
        return Response(as_json.line(w3c_json(result)), media_type=SPARQL_RESULTS)

    def meaning(self, request: Request) -> Response:
        """What a sentence asks; nothing is answered."""
        given = _given(request, ("sentence", "as_of"))
        if "sentence" not in given:
            raise InvalidValueError("sentence", "", "需要一句话 / is required", "sentence=…")
        today = day_of(given.get("as_of"))

        def work(workspace: Workspace) -> object:
            if self.listener is None or self.listener.workspace is not workspace:
                self.listener = Listener(workspace)
            found = self.listener.understand(given["sentence"], today=today, asker=self.asker)
            told = [
                {**meaning_json(m)["understood"], "unused": m.unused}  # type: ignore[dict-item]
                for m in found.meanings
            ]
            return {
                "sentence": found.text,
                "sure": found.sure is not None,
                "likely": found.likely is not None,
                "meanings": told,
                "unknown": found.unknown,
                "nearest": found.nearest,
            }

        return _json(self.answers.work(work))


def _known(text: str | None) -> str | None:
    try:
        return None if text is None else known_at_time(text)
    except TimeError as error:
        raise InvalidValueError("known_at", text or "", str(error), "YYYY-MM-DD") from error


def _given(
    request: Request, names: tuple[str, ...], longest: Mapping[str, int] = MappingProxyType({})
) -> dict[str, str]:
    """The parameters of a request: known ones, each once, neither empty nor overlong."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in names:
            use = f"可用 / use: {', '.join(names) or '-'}"
            raise InvalidValueError(name[:80], value[:80], "没有这个参数 / no such parameter", use)
        if name in given:
            raise InvalidValueError(name, value[:80], "给了两次 / is given twice", "一次 / once")
        most = longest.get(name, LONGEST_VALUE)
        if not 0 < len(value) <= most:
            size = f"{len(value)} 个字 / characters"
            raise InvalidValueError(name, value[:80], size, f"1-{most}")
        given[name] = value
    return given


def _json(value: object) -> Response:
    return Response(as_json.data(value), media_type="application/json")


ADDRESSES: Mapping[str, Callable[[Interface, Request], Response]] = {
    "/v1/questions": Interface.questions,
    "/v1/questions/{question}/answer": Interface.answer,
    "/v1/elements/{element:path}": Interface.element,
    "/v1/claims/{claim}": Interface.claim,
    "/v1/meaning": Interface.meaning,
    "/v1/sparql": Interface.sparql,
}
"""What is asked of a home at each address."""


def application(settings: Settings, asker: Asker) -> Starlette:
    """The application over a home; what it may answer is what the asker may ask."""
    ours = Interface(Answers(settings), asker)
    return routed({at: partial(answer, ours) for at, answer in ADDRESSES.items()})


def routed(
    answers: Mapping[str, Callable[[Request], Response | Awaitable[Response]]],
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """The application that answers each address so, and says what it is and that it runs."""
    described = as_json.line(description())

    async def openapi(_: Request) -> Response:
        return Response(described, media_type="application/json")

    async def health(_: Request) -> Response:
        return Response('{"status":"ok"}', media_type="application/json")

    return Starlette(
        routes=[
            Route("/openapi.json", openapi),
            Route("/health", health),
            *(Route(at, answer) for at, answer in answers.items()),
        ],
        exception_handlers={HTTPException: refused, SuyuanError: problem, Exception: problem},
        lifespan=lifespan,
    )
