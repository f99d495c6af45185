"""Competency questions of official documents: who is to do what, by when, on which ground."""

from __future__ import annotations

from queries.competency.model import Competency, at

QUESTIONS = (
    Competency(
        "D01",
        "documents",
        "哪些文件引用哪些文件？",
        "Which documents cite which?",
        ("document", "cited"),
        f"MATCH (d:Document)-[r:CITES]->(e:Document) WHERE {at('r')} "
        "RETURN DISTINCT d.id AS document, e.id AS cited",
        "SELECT DISTINCT ?document ?cited WHERE { ?document :CITES ?cited }",
    ),
    Competency(
        "D02",
        "documents",
        "哪些文件被引用最多次，却没有全文？",
        "How often is each document cited of which the text is not at hand?",
        ("document", "citations"),
        f"MATCH (d:Document)-[r:CITES]->(e:Document) WHERE {at('r')} "
        "AND coalesce(e.held, $no) = $no RETURN e.id AS document, count(DISTINCT d.id) "
        "AS citations",
        "SELECT ?document (COUNT(DISTINCT ?d) AS ?citations) WHERE { ?d :CITES ?document "
        "FILTER NOT EXISTS { ?document :held true } } GROUP BY ?document",
        {"no": False},
    ),
    Competency(
        "D03",
        "documents",
        "哪些原文名称至今没有裁定是什么，见于哪份文件？",
        "Which printed names are still open, and in which document do they stand?",
        ("mention", "reason", "document"),
        f"MATCH (m:Mention)-[r:MENTIONED_IN]->(d:Document) WHERE {at('r')} "
        f"AND NOT EXISTS {{ MATCH (m)-[x:DENOTES]->(u) WHERE {at('x')} }} "
        "RETURN DISTINCT m.id AS mention, m.reason AS reason, d.id AS document",
        "SELECT DISTINCT ?mention ?reason ?document WHERE { ?mention :MENTIONED_IN ?document "
        "OPTIONAL { ?mention :reason ?reason } FILTER NOT EXISTS { ?mention :DENOTES ?u } }",
    ),
    Competency(
        "D04",
        "documents",
        "各文件提出了哪些目标，数值、单位和年份是什么？",
        "Which targets does each document set: value, unit, year?",
        ("document", "target", "value", "unit", "year"),
        f"MATCH (g:Target)-[r:OF_DOCUMENT]->(d:Document) WHERE {at('r')} "
        "RETURN DISTINCT d.id AS document, g.id AS target, g.value AS value, g.unit AS unit, "
        "g.year AS year",
        "SELECT DISTINCT ?document ?target ?value ?unit ?year WHERE { ?target "
        ":OF_DOCUMENT ?document "
        "OPTIONAL { ?target :value ?value } OPTIONAL { ?target :unit ?unit } "
        "OPTIONAL { ?target :year ?year } }",
    ),
    Competency(
        "D05",
        "documents",
        "每项任务有哪些参与单位？",
        "Who takes part in each task?",
        ("task", "body"),
        f"MATCH (k:Task)-[r:PARTICIPANT]->(u) WHERE {at('r')} "
        "RETURN DISTINCT k.id AS task, u.id AS body",
        "SELECT DISTINCT ?task ?body WHERE { ?task :PARTICIPANT ?body }",
    ),
    Competency(
        "D06",
        "documents",
        "每项任务的责任处室是谁，属于哪个任务组？",
        "Which office answers for each task, and in which group is it?",
        ("task", "office", "group"),
        "MATCH (k:Task)-[a:RESPONSIBLE_OFFICE]->(u) MATCH (k)-[b:IN_GROUP]->(g:TaskGroup) "
        f"WHERE {at('a', 'b')} RETURN DISTINCT k.id AS task, u.id AS office, g.id AS group",
        "SELECT DISTINCT ?task ?office ?group WHERE { ?task :RESPONSIBLE_OFFICE ?office ; "
        ":IN_GROUP ?group }",
    ),
    Competency(
        "D07",
        "documents",
        "哪些节点在此刻之前到期，原文怎样写？",
        "Which milestones were due before the moment, and how is it printed?",
        ("milestone", "due", "printed"),
        "MATCH (m:Milestone) WHERE m.due <= $t "
        "RETURN DISTINCT m.id AS milestone, m.due AS due, m.printed AS printed",
        "SELECT DISTINCT ?milestone ?due ?printed WHERE { ?milestone a :Milestone ; :due ?due "
        "OPTIONAL { ?milestone :printed ?printed } FILTER (?due <= $t) }",
    ),
    Competency(
        "D08",
        "documents",
        "哪些系统融入或建于哪些系统？",
        "Which systems go into, or are built on, which?",
        ("system", "how", "into"),
        f"MATCH (s:System)-[r:INTEGRATES_INTO|BUILT_ON]->(x:System) WHERE {at('r')} "
        "RETURN DISTINCT s.id AS system, type(r) AS how, x.id AS into",
        "SELECT DISTINCT ?system ?how ?into WHERE { { ?system :INTEGRATES_INTO ?into "
        'BIND ("INTEGRATES_INTO" AS ?how) } UNION { ?system :BUILT_ON ?into '
        'BIND ("BUILT_ON" AS ?how) } }',
    ),
    Competency(
        "D09",
        "documents",
        "哪些工作机构或单位承担哪些职责？",
        "Which groups or units have which duties?",
        ("body", "duty"),
        f"MATCH (b)-[r:HAS_DUTY|RESPONSIBLE_FOR]->(d:Duty) WHERE {at('r')} "
        "RETURN DISTINCT b.id AS body, d.id AS duty",
        "SELECT DISTINCT ?body ?duty WHERE { ?body :HAS_DUTY|:RESPONSIBLE_FOR ?duty }",
    ),
    Competency(
        "D10",
        "documents",
        "每份文件由谁发布，成文于哪一天？",
        "Who issued each document, and when is it dated?",
        ("document", "issuer", "dated"),
        f"MATCH (d:Document)-[r:ISSUED_BY]->(u) WHERE {at('r')} "
        "RETURN DISTINCT d.id AS document, u.id AS issuer, d.dated AS dated",
        "SELECT DISTINCT ?document ?issuer ?dated WHERE { ?document a :Document ; "
        ":ISSUED_BY ?issuer "
        "OPTIONAL { ?document :dated ?dated } }",
    ),
)
