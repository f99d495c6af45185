"""Quality control: tests of values and of what is stated about them, and the issues they raise."""

from loaders.quality_control.flags import Flag

__all__ = ["Flag"]
