"""Monitoring results of the WIGOS Data Quality Monitoring System (WDQMS)."""

from loaders.wdqms.loader import LOADER, Wdqms

__all__ = ["LOADER", "Wdqms"]
