"""Bulletins of monitoring (监控通报): stations whose data were missing, late or wrong."""

from loaders.bulletins.loader import LOADER, Bulletins

__all__ = ["LOADER", "Bulletins"]
