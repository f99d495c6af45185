"""Queries that a person may well write: all of them must be answered, on every store alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reading:
    """A reading query. `ordered`: its rows have an order; `server`: only servers know its words."""

    text: str
    params: Mapping[str, object] = field(default_factory=dict)
    ordered: bool = False
    server: bool = False


READINGS = (
    Reading("MATCH (n) RETURN count(n) AS c"),
    Reading("MATCH (n) RETURN labels(n) AS l, count(*) AS c"),
    Reading("MATCH ()-[r]->() RETURN type(r) AS t, count(r) AS c"),
    Reading("MATCH (s:Station) RETURN s.id AS id, s.name AS name ORDER BY id", ordered=True),
    Reading("MATCH (s:Station) RETURN s.id AS id ORDER BY id DESC SKIP 1 LIMIT 1;", ordered=True),
    Reading(
        "MATCH (s:Station) WHERE s.name CONTAINS '旗' OR s.id STARTS WITH 'station:' RETURN s.id"
    ),
    Reading("MATCH (s:Station) WHERE s.id IN $ids RETURN s.id AS id", {"ids": ["station:50425"]}),
    Reading("UNWIND $ids AS id MATCH (s:Station {id: id}) RETURN s.id", {"ids": ["station:50425"]}),
    Reading("MATCH (s:Station)-[r:HAS_STATE]->(c:State) RETURN s.id, c.property, r.valid_from"),
    Reading("MATCH (s:Station) OPTIONAL MATCH (s)-[:HAS_STATE]->(c) RETURN s.id, count(c) AS c"),
    Reading("MATCH (s:Station) WHERE EXISTS { MATCH (s)-[:HAS_STATE]->() } RETURN s.id AS id"),
    Reading("MATCH (s:Station) WHERE NOT EXISTS { MATCH (s)-[:NEVER]->() } RETURN s.id AS id"),
    Reading("MATCH (s:Station) RETURN s.id AS id, COUNT { MATCH (s)-->() } AS c"),
    Reading("MATCH (s:Station) CALL (s) { MATCH (s)-->(x) RETURN count(x) AS c } RETURN s.id, c"),
    Reading("MATCH (s:Station) RETURN s.id AS id UNION MATCH (p:Position) RETURN p.id AS id"),
    Reading("MATCH (s:Station) RETURN 1 AS x UNION ALL MATCH (p:Position) RETURN 1 AS x"),
    Reading("MATCH (n) WITH labels(n) AS l, count(*) AS c WHERE c > 3 RETURN l, c"),
    Reading(
        "MATCH (s:Station)--(x) WITH s, collect(DISTINCT x.id) AS xs RETURN s.id, size(xs) AS c"
    ),
    Reading("MATCH (s:Station) WITH collect(s.id) AS ids UNWIND ids AS id RETURN DISTINCT id"),
    Reading("MATCH p = (s:Station)-[*1..2]->(x) RETURN s.id AS s, x.id AS x, length(p) AS n"),
    Reading(
        "MATCH p = (s:Station)-[*1..2]->(x) WHERE all(n IN nodes(p) WHERE n.id IS NOT NULL) "
        "RETURN [n IN nodes(p) | n.id] AS ids, [r IN relationships(p) | type(r)] AS types"
    ),
    Reading("MATCH (n:Calibration) RETURN min(n.id) AS a, max(n.id) AS b, count(*) AS c"),
    Reading(
        "MATCH (n:Deployment) RETURN CASE WHEN n.id > 'x' THEN 'b' ELSE 'a' END AS k, count(*)"
    ),
    Reading("MATCH (s:Station) RETURN s.name + ' (' + s.id + ')' AS label"),
    Reading(
        "MATCH (s:Station) RETURN toUpper(s.id) AS a, substring(s.id, 8) AS b, size(s.id) AS c"
    ),
    Reading("MATCH (s:Station) RETURN {id: s.id, name: s.name} AS m, [s.id, s.name] AS l"),
    Reading("MATCH (s:Station) RETURN coalesce(s.nothing, '?') AS x, s.nothing IS NULL AS y"),
    Reading("UNWIND range(1, 9) AS i RETURN i, i * i AS j, i % 2 = 0 AS even"),
    Reading("RETURN [x IN range(1, 9) WHERE x % 2 = 1 | x * $k] AS odd", {"k": 10}),
    Reading("RETURN $x AS x", {"x": [1, 2.5, "三", None, True, {"a": [1]}]}),
    Reading("CALL db.labels() YIELD label RETURN count(label) > 5 AS many"),
    Reading("// how many stations\nMATCH (s:Station) RETURN count(s) AS c // all of them"),
    Reading("MATCH (s:Station) /* one\n line */ RETURN count(s) AS c"),
    Reading("MATCH (s:Station) RETURN s.id AS `编号`, s.name AS `台站 名称`"),
    Reading("MATCH (站:Station) RETURN 站.id AS 编号", server=True),
    Reading("MATCH (n:Station) RETURN n.set AS `set`, n.create AS c, {delete: n.id} AS m"),
    Reading("MATCH (n:Station) RETURN n ORDER BY n.id LIMIT 2", ordered=True),
    Reading("MATCH (:Station)-[r:HAS_STATE]->() RETURN r ORDER BY r.valid_from, r.claims LIMIT 1"),
    Reading(
        "MATCH p = (:Station)-[:HAS_STATE]->(c:State) RETURN p ORDER BY c.id LIMIT 1", ordered=True
    ),
    Reading(
        "RETURN date('2018-06-03') AS d, duration('P1M2DT3S') AS u, datetime('2018-06-03T00:00Z')"
    ),
    Reading(
        "MATCH (a:Station), (b:Station) WHERE a.id < b.id "
        "MATCH p = shortestPath((a)-[*..8]-(b)) RETURN a.id AS a, b.id AS b, length(p) AS n"
    ),
    Reading("MATCH (s:Station) RETURN COLLECT { MATCH (s)-->(x) RETURN x.id } AS ids", server=True),
    Reading("MATCH (s:Station) RETURN s.id AS id, size([(s)-->(x) | x.id]) AS c"),
    Reading("MATCH (a:Station) ((x)-->(y)){1,2} (b) RETURN a.id AS a, count(b) AS c", server=True),
    Reading("MATCH p = ANY SHORTEST (a:Station)-->+(b:Unit) RETURN a.id, b.id", server=True),
)
