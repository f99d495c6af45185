"""Declared edge kinds, one module per field of the domain; each module exposes `EDGES`."""
