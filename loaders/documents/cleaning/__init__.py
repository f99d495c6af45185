"""Repairs of a text, each on record, so that cleaned text still knows its raw place."""
