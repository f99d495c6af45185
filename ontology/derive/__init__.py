"""What is derived from the declarations: write Cypher, row validation, schema page, legend."""

from ontology.derive.cypher import WriteCypher, edge_cypher, node_cypher

__all__ = ["WriteCypher", "edge_cypher", "node_cypher"]
