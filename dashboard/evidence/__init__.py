"""Evidence packages: an answer with all that stands behind it, in one file that verifies itself."""

from dashboard.evidence.contents import Contents, gather
from dashboard.evidence.writing import write_package

__all__ = ["Contents", "gather", "write_package"]
