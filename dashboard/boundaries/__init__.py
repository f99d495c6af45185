"""Packaged borders for orientation on maps; `ORIGIN.md` says where they are from."""

from dashboard.boundaries.borders import SOURCE, Border, all_borders, in_view, within

__all__ = ["SOURCE", "Border", "all_borders", "in_view", "within"]
