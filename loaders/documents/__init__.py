"""Official documents: read, cleaned with their places kept, cut into parts, and their facts."""

from loaders.documents.loader import LOADER, Documents

__all__ = ["LOADER", "Documents"]
