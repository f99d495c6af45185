"""SYNOP messages in BUFR (FM 94): stations, transmitted positions, series and values."""

from loaders.synop_bufr.loader import LOADER, SynopBufr

__all__ = ["LOADER", "SynopBufr"]
