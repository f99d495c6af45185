"""WMDR: the stations of the graph as records that OSCAR/Surface and its like exchange."""

from dashboard.exchange.wmdr.writing import write_wmdr_json, write_wmdr_xml

__all__ = ["write_wmdr_json", "write_wmdr_xml"]
