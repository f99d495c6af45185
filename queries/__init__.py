"""What can be asked: one file per question, run by `run`, listed by `questions`."""

from queries.asker import OWNER, Asker
from queries.evidence import Evidence, leading
from queries.free import FreeResult, run_free
from queries.model import Param, Query, QueryDeclarationError, Stage
from queries.registry import query_named, questions
from queries.run import Ask, Executed, Result, run
from queries.sparql import RdfView, SparqlResult, run_sparql, view_at
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
    "SparqlResult",
    "Stage",
    "leading",
    "query_named",
    "questions",
    "run",
    "run_free",
    "run_sparql",
    "view_at",
    "what_if",
]
