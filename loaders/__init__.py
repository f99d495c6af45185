"""How it gets in: loaders, the pipeline they share, and the sample generator."""

from loaders.pipeline import LoadChoices, check_file, load_file
from loaders.plan import Declared, Plan, Planned, Unread, make_plan
from loaders.protocol import Loader, RawRow, SourceFile
from loaders.registry import loader_for, loaders
from loaders.report import LoadReport

__all__ = [
    "Declared",
    "LoadChoices",
    "LoadReport",
    "Loader",
    "Plan",
    "Planned",
    "RawRow",
    "SourceFile",
    "Unread",
    "check_file",
    "load_file",
    "loader_for",
    "loaders",
    "make_plan",
]
