"""Claims of another ledger as `suyuan claims export` writes them: N-Quads, TriG, Turtle, JSON-LD.

statements (`nquads`, `trig`, `turtle`, `json_ld`) → grouped by claim (`grouping`) → claims or
rejects (`stating`) → waiting by source (`waiting`) → the ledger, in one transaction (`importing`).
"""

from loaders.claims_rdf.importing import FORMS, ImportReport, import_claims

__all__ = ["FORMS", "ImportReport", "import_claims"]
