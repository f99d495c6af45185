"""Documents cited by variants of their titles."""

from loaders.aliases.loader import LOADER, derive_aliases

__all__ = ["LOADER", "derive_aliases"]
