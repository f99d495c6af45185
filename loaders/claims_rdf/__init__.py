"""Claims of another ledger in RDF, N-Quads or TriG, as `suyuan claims export` writes them.

statements (`nquads`, `trig`) → grouped by claim (`grouping`) → claims or rejects (`stating`)
→ waiting by source (`waiting`) → the ledger, in one transaction (`importing`).
"""

from loaders.claims_rdf.importing import FORMS, ImportReport, import_claims

__all__ = ["FORMS", "ImportReport", "import_claims"]
