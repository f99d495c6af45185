"""The first load of a big ledger into Neo4j: import files, and their import into a server."""

from graph.bulk.arguments import import_arguments, write_script
from graph.bulk.files import ImportFiles, write_import_files
from graph.bulk.finish import count_edges, count_nodes, finish_import
from graph.bulk.importing import Imported, Watcher, bulk_import, import_files
from graph.bulk.sheets import Sheet

__all__ = [
    "ImportFiles",
    "Imported",
    "Sheet",
    "Watcher",
    "bulk_import",
    "count_edges",
    "count_nodes",
    "finish_import",
    "import_arguments",
    "import_files",
    "write_import_files",
    "write_script",
]
