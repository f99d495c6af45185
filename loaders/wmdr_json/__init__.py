"""WMDR 2 in JSON: stations, the configurations in which they observed, and their contacts."""

from loaders.wmdr_json.loader import LOADER, WmdrJson

__all__ = ["LOADER", "WmdrJson"]
