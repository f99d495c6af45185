"""Digital calibration certificates (PTB DCC): certificate, items, standards and their chain."""

from loaders.dcc.loader import LOADER

__all__ = ["LOADER"]
