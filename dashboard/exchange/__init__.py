"""The graph, its provenance and the lake in files of formats that other programs read."""

from dashboard.exchange.exported import Exported
from dashboard.exchange.files import FORMATS, write_exchange
from dashboard.exchange.graphml import graphml_properties

__all__ = ["FORMATS", "Exported", "graphml_properties", "write_exchange"]
