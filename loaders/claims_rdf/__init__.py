"""Claims of another ledger, in each form in which `suyuan claims export` writes them.

Statements (`nquads`, `trig`, `turtle`, `json_ld`) are grouped by claim (`grouping`), rows become
statements (`tables`, `graphml`, `telling`). Of both come claims or rejects (`stating`), which wait
by source (`taking`, `waiting`) for the ledger, in one transaction (`importing`).
"""

from loaders.claims_rdf.importing import FORMS, ImportReport, import_claims

__all__ = ["FORMS", "ImportReport", "import_claims"]
