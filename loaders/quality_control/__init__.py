"""Quality control: tests of values and of what is stated about them, and the issues they raise."""

from loaders.quality_control.flags import Flag
from loaders.quality_control.loader import LOADER

__all__ = ["LOADER", "Flag"]
