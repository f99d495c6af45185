"""Competency questions of the planner: processes, interfaces, units, systems, targets."""

from __future__ import annotations

from queries.competency.model import Competency, at

QUESTIONS = (
    Competency(
        "C01",
        "planner",
        "各层级有多少过程，分哪些类？",
        "How many processes has each level, by kind?",
        ("level", "kind", "processes"),
        "MATCH (p:Process) RETURN p.level AS level, p.kind AS kind, count(DISTINCT p.id) "
        "AS processes",
        "SELECT ?level ?kind (COUNT(DISTINCT ?p) AS ?processes) WHERE { ?p a :Process "
        "OPTIONAL { ?p :level ?level } OPTIONAL { ?p :kind ?kind } } GROUP BY ?level ?kind",
    ),
    Competency(
        "C02",
        "planner",
        "每个单位主责多少过程？",
        "How many processes does each unit lead?",
        ("unit", "processes"),
        f"MATCH (p:Process)-[r:LED_BY]->(u) WHERE {at('r')} "
        "RETURN u.id AS unit, count(DISTINCT p.id) AS processes",
        "SELECT ?unit (COUNT(DISTINCT ?p) AS ?processes) WHERE { ?p a :Process ; :LED_BY ?unit } "
        "GROUP BY ?unit",
    ),
    Competency(
        "C03",
        "planner",
        "每个接口两侧是哪些过程？",
        "Which processes meet at each interface?",
        ("interface", "upper", "lower"),
        "MATCH (i:Interface)-[a:UPPER_PROCESS]->(p:Process) "
        f"MATCH (i)-[b:LOWER_PROCESS]->(q:Process) WHERE {at('a', 'b')} "
        "RETURN DISTINCT i.id AS interface, p.id AS upper, q.id AS lower",
        "SELECT DISTINCT ?interface ?upper ?lower WHERE { ?interface :UPPER_PROCESS ?upper ; "
        ":LOWER_PROCESS ?lower }",
    ),
    Competency(
        "C04",
        "planner",
        "每对层级之间有多少接口？",
        "How many interfaces are there between each pair of levels?",
        ("upper", "lower", "interfaces"),
        "MATCH (i:Interface) RETURN i.upper_level AS upper, i.lower_level AS lower, "
        "count(DISTINCT i.id) AS interfaces",
        "SELECT ?upper ?lower (COUNT(DISTINCT ?i) AS ?interfaces) WHERE { ?i a :Interface "
        "OPTIONAL { ?i :upper_level ?upper } OPTIONAL { ?i :lower_level ?lower } } "
        "GROUP BY ?upper ?lower",
    ),
    Competency(
        "C05",
        "planner",
        "哪些过程的上级过程是哪个？",
        "Which process is which one a part of?",
        ("process", "above"),
        f"MATCH (p:Process)-[r:SUBPROCESS_OF]->(q:Process) WHERE {at('r')} "
        "RETURN DISTINCT p.id AS process, q.id AS above",
        "SELECT DISTINCT ?process ?above WHERE { ?process :SUBPROCESS_OF ?above }",
    ),
    Competency(
        "C06",
        "planner",
        "每个单位的直接下级有几个？",
        "How many units stand directly below each unit?",
        ("unit", "below"),
        f"MATCH (b:Unit)-[r:PART_OF]->(u:Unit) WHERE {at('r')} "
        "RETURN u.id AS unit, count(DISTINCT b.id) AS below",
        "SELECT ?unit (COUNT(DISTINCT ?b) AS ?below) WHERE { ?b :PART_OF ?unit } GROUP BY ?unit",
    ),
    Competency(
        "C07",
        "planner",
        "哪些指标值没有达到目标（越大越好的指标）？",
        "Which values of indicators are below their target, where more is better?",
        ("value", "reached", "target"),
        f"MATCH (i:Indicator)-[r:HAS_VALUE]->(v:IndicatorValue) WHERE {at('r')} "
        "AND i.direction = $up AND v.value < v.target "
        "RETURN DISTINCT v.id AS value, v.value AS reached, v.target AS target",
        'SELECT ?value ?reached ?target WHERE { ?i :direction "up" ; :HAS_VALUE ?value . '
        "?value :value ?reached ; :target ?target FILTER (?reached < ?target) }",
        {"up": "up"},
    ),
    Competency(
        "C08",
        "planner",
        "哪些风险威胁哪些过程或目标，有什么应对？",
        "Which risks threaten which processes or targets, and what is done about them?",
        ("risk", "threatened", "treatment"),
        f"MATCH (k:Risk)-[r:THREATENS]->(x) WHERE {at('r')} "
        "RETURN DISTINCT k.id AS risk, x.id AS threatened, k.treatment AS treatment",
        "SELECT DISTINCT ?risk ?threatened ?treatment WHERE { ?risk :THREATENS ?threatened "
        "OPTIONAL { ?risk :treatment ?treatment } }",
    ),
    Competency(
        "C09",
        "planner",
        "哪些用户需求要哪些要素或产品，时效如何？",
        "Which users require which variables or products, and how timely?",
        ("requirement", "required", "timeliness"),
        f"MATCH (d:DataRequirement)-[r:REQUIRES]->(x) WHERE {at('r')} "
        "RETURN DISTINCT d.id AS requirement, x.id AS required, d.timeliness AS timeliness",
        "SELECT DISTINCT ?requirement ?required ?timeliness WHERE { ?requirement "
        ":REQUIRES ?required "
        "OPTIONAL { ?requirement :timeliness ?timeliness } }",
    ),
    Competency(
        "C10",
        "planner",
        "哪些供方供应什么，评价结果如何？",
        "Who supplies what, and how was the supplier evaluated?",
        ("supplier", "supplied", "result"),
        "MATCH (s:Supplier)-[r:SUPPLIES]->(x) "
        "RETURN DISTINCT s.id AS supplier, x.id AS supplied, s.result AS result",
        "SELECT DISTINCT ?supplier ?supplied ?result WHERE { "
        "GRAPH ?e { ?supplier :SUPPLIES ?supplied } OPTIONAL { ?supplier :result ?result } }",
    ),
)
