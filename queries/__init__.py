"""What can be asked: one file per question, run by `run`, listed by `questions`."""

from queries.ask import Ask, Executed
from queries.asker import OWNER, Asker
from queries.evidence import Evidence, leading
from queries.free import FreeResult, run_free
from queries.model import Param, Query, QueryDeclarationError, Stage
from queries.registry import query_named, questions
from queries.run import Result, evidenced, names_shown, run, run_sitting
from queries.sittings import Sitting, sitting
from queries.sparql import RdfView, SparqlResult, run_sparql, view_at
from queries.veil import must_see_all, veil_for, withheld_note
from queries.what_if import Difference, Scenario, what_if

__all__ = [
    "OWNER",
    "Ask",
    "Asker",
    "Difference",
    "Evidence",
    "Executed",
    "FreeResult",
    "Param",
    "Query",
    "QueryDeclarationError",
    "RdfView",
    "Result",
    "Scenario",
    "Sitting",
    "SparqlResult",
    "Stage",
    "evidenced",
    "leading",
    "must_see_all",
    "names_shown",
    "query_named",
    "questions",
    "run",
    "run_free",
    "run_sitting",
    "run_sparql",
    "sitting",
    "veil_for",
    "view_at",
    "what_if",
    "withheld_note",
]
