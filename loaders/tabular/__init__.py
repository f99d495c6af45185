"""Import tables: CSV and XLSX files whose rows become claims as `ontology.TABLES` declares."""

from loaders.tabular.loader import LOADER, TabularLoader

__all__ = ["LOADER", "TabularLoader"]
