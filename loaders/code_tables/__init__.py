"""Code tables of the WIGOS Metadata Standard, with codes that were retired or replaced."""

from loaders.code_tables.loader import LOADER, CodeTables

__all__ = ["LOADER", "CodeTables"]
