"""How it gets in: loaders, the pipeline they share, and the sample generator."""

from loaders.auditing import AuditSaid
from loaders.decisions import Decision, Judgement, Undo, record, source_of
from loaders.handling import Handling
from loaders.improving import Opening, Progress
from loaders.pipeline import LoadChoices, check_file, load_file
from loaders.plan import Declared, Plan, Planned, Unread, make_plan
from loaders.protocol import Loader, RawRow, SourceFile
from loaders.registry import loader_for, loaders
from loaders.report import LoadReport

__all__ = [
    "AuditSaid",
    "Decision",
    "Declared",
    "Handling",
    "Judgement",
    "LoadChoices",
    "LoadReport",
    "Loader",
    "Opening",
    "Plan",
    "Planned",
    "Progress",
    "RawRow",
    "SourceFile",
    "Undo",
    "Unread",
    "check_file",
    "load_file",
    "loader_for",
    "loaders",
    "make_plan",
    "record",
    "source_of",
]
