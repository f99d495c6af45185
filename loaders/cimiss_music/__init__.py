"""Answers of CIMISS/MUSIC, the data service of the national network: surface data by the minute."""

from loaders.cimiss_music.loader import LOADER

__all__ = ["LOADER"]
