"""Process, interface and unit tables of construction plans, flattened to text."""

from loaders.process_tables.loader import LOADER, ProcessTables

__all__ = ["LOADER", "ProcessTables"]
