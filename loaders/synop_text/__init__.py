"""SYNOP reports in text (FM 12): stations, series and values."""

from loaders.synop_text.loader import LOADER, SynopText

__all__ = ["LOADER", "SynopText"]
