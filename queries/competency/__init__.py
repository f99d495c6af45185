"""Competency questions: what the graph must be able to answer, in SPARQL and Cypher alike."""

from queries.competency import analyst, auditor, documents, planner
from queries.competency.model import ROLES, Competency

COMPETENCIES: tuple[Competency, ...] = (
    *analyst.QUESTIONS,
    *auditor.QUESTIONS,
    *planner.QUESTIONS,
    *documents.QUESTIONS,
)

__all__ = ["COMPETENCIES", "ROLES", "Competency"]
