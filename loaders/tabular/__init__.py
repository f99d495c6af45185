"""The tabular import format: rules are data in `ontology.TABLES`, nothing here knows a table."""

from loaders.tabular.loader import LOADER, TabularLoader

__all__ = ["LOADER", "TabularLoader"]
