"""Lines of a source with the words of a claim marked in them."""

from dashboard.components.source_view.view import source_view

__all__ = ["source_view"]
