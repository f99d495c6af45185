"""The trace as a graph one can walk in."""

from dashboard.components.trace_view.view import Acts, Marked, trace_view

__all__ = ["Acts", "Marked", "trace_view"]
