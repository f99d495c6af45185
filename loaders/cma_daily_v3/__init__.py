"""Daily values of the climate archive (SURF_CLI_CHN_MUL_DAY, V3.0), as a table of all elements."""

from loaders.cma_daily_v3.loader import LOADER

__all__ = ["LOADER"]
