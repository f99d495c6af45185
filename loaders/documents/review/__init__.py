"""A document beside what is read in it: facts, repairs, and what no fact cites."""

from loaders.documents.review.model import (
    CellView,
    Coverage,
    End,
    Fold,
    Item,
    ItemKind,
    Line,
    Mended,
    Piece,
    Review,
    Span,
    TableView,
    Told,
    total,
)
from loaders.documents.review.review import Reviewed, reviewed, split_member

__all__ = [
    "CellView",
    "Coverage",
    "End",
    "Fold",
    "Item",
    "ItemKind",
    "Line",
    "Mended",
    "Piece",
    "Review",
    "Reviewed",
    "Span",
    "TableView",
    "Told",
    "reviewed",
    "split_member",
    "total",
]
