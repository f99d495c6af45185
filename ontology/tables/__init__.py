"""Declared import tables, one module per field of the domain; each module exposes `TABLES`."""
