"""Competency questions of the auditor: who answers for what, and what proves it."""

from __future__ import annotations

from queries.competency.model import Competency, at

QUESTIONS = (
    Competency(
        "B01",
        "auditor",
        "每份证书由谁签发，何时签发？",
        "Who issued each certificate, and when?",
        ("certificate", "unit", "issued"),
        f"MATCH (c:Certificate)-[r:ISSUED_BY]->(u:Unit) WHERE {at('r')} "
        "RETURN DISTINCT c.id AS certificate, u.id AS unit, c.issued AS issued",
        "SELECT DISTINCT ?certificate ?unit ?issued WHERE { ?certificate a :Certificate ; "
        ":ISSUED_BY ?unit . ?unit a :Unit OPTIONAL { ?certificate :issued ?issued } }",
    ),
    Competency(
        "B02",
        "auditor",
        "哪些检定是由当天没有认可的单位做的？",
        "Which calibrations were performed by a unit without an accreditation on that day?",
        ("calibration", "unit"),
        f"MATCH (c:Calibration)-[p:PERFORMED_BY]->(u:Unit) WHERE {at('p')} "
        "AND c.performed_on IS NOT NULL AND NOT EXISTS { "
        "MATCH (u)-[a:ACCREDITED_BY]->(x:Accreditation) WHERE a.valid_from <= c.performed_on "
        "AND c.performed_on < a.valid_to } RETURN DISTINCT c.id AS calibration, u.id AS unit",
        "SELECT DISTINCT ?calibration ?unit WHERE { ?calibration :PERFORMED_BY ?unit ; "
        ":performed_on ?on "
        "MINUS { ?calibration :PERFORMED_BY ?unit ; :performed_on ?on . "
        "GRAPH ?e { ?unit :ACCREDITED_BY ?x } ?e :valid_from ?from ; :valid_to ?to "
        "FILTER (?from <= ?on && ?on < ?to) } }",
    ),
    Competency(
        "B03",
        "auditor",
        "哪些检定没有证书？",
        "Which calibrations have no certificate?",
        ("calibration", "result"),
        "MATCH (c:Calibration) WHERE NOT EXISTS { MATCH (c)-[r:DOCUMENTED_BY]->(x:Certificate) "
        f"WHERE {at('r')} }} RETURN DISTINCT c.id AS calibration, c.result AS result",
        "SELECT DISTINCT ?calibration ?result WHERE { ?calibration a :Calibration "
        "OPTIONAL { ?calibration :result ?result } "
        "FILTER NOT EXISTS { ?calibration :DOCUMENTED_BY ?x } }",
    ),
    Competency(
        "B04",
        "auditor",
        "哪些仪器经检定溯源到哪些计量标准，标准是哪一类？",
        "To which measurement standards of which type do calibrations join instruments?",
        ("instrument", "standard", "type"),
        "MATCH (i:Instrument)-[h:HAS_CALIBRATION]->(c:Calibration) "
        "MATCH (c)-[u:USED_STANDARD]->(m:MeasurementStandard) "
        f"WHERE {at('h', 'u')} "
        "RETURN DISTINCT i.id AS instrument, m.id AS standard, m.standard_type AS type",
        "SELECT DISTINCT ?instrument ?standard ?type WHERE { ?instrument a :Instrument ; "
        ":HAS_CALIBRATION ?c . ?c :USED_STANDARD ?standard "
        "OPTIONAL { ?standard :standard_type ?type } }",
    ),
    Competency(
        "B05",
        "auditor",
        "哪些不合格至今没有关闭，不符合哪一条款？",
        "Which nonconformities are not closed, and which clause do they not fulfil?",
        ("nonconformity", "clause"),
        "MATCH (n:Nonconformity)-[r:OF_REQUIREMENT]->(c:Clause) "
        f"WHERE {at('r')} AND NOT EXISTS {{ MATCH (n)-[h:HAS_STATE]->(s:State) "
        f"WHERE s.property = $state AND s.value = $closed AND {at('h')} }} "
        "RETURN DISTINCT n.id AS nonconformity, c.id AS clause",
        "SELECT DISTINCT ?nonconformity ?clause WHERE { ?nonconformity :OF_REQUIREMENT ?clause "
        'FILTER NOT EXISTS { ?nonconformity :HAS_STATE ?s . ?s :property "state" ; '
        ':value "closed" } }',
        {"state": "state", "closed": "closed"},
    ),
    Competency(
        "B06",
        "auditor",
        "哪些措施到此刻已过期限而没有完成？",
        "Which actions are past their due date at the moment and not done?",
        ("action", "due"),
        "MATCH (a:CorrectiveAction) WHERE a.due <= $t AND a.done IS NULL "
        "RETURN DISTINCT a.id AS action, a.due AS due",
        "SELECT DISTINCT ?action ?due WHERE { ?action a :CorrectiveAction ; :due ?due "
        "FILTER (?due <= $t) FILTER NOT EXISTS { ?action :done ?done } }",
    ),
    Competency(
        "B07",
        "auditor",
        "哪些措施针对哪些不合格或风险？",
        "Which actions address which nonconformities or risks?",
        ("action", "matter"),
        f"MATCH (a:CorrectiveAction)-[r:ADDRESSES]->(m) WHERE {at('r')} "
        "RETURN DISTINCT a.id AS action, m.id AS matter",
        "SELECT DISTINCT ?action ?matter WHERE { ?action :ADDRESSES ?matter }",
    ),
    Competency(
        "B08",
        "auditor",
        "哪些过程没有主责单位？",
        "Which processes are led by nobody?",
        ("process", "level"),
        "MATCH (p:Process) WHERE NOT EXISTS { MATCH (p)-[r:LED_BY]->(u) "
        f"WHERE {at('r')} }} RETURN DISTINCT p.id AS process, p.level AS level",
        "SELECT DISTINCT ?process ?level WHERE { ?process a :Process "
        "OPTIONAL { ?process :level ?level } FILTER NOT EXISTS { ?process :LED_BY ?u } }",
    ),
    Competency(
        "B09",
        "auditor",
        "哪些过程没有依据文件？",
        "Which processes are governed by no document?",
        ("process",),
        "MATCH (p:Process) WHERE NOT EXISTS { MATCH (p)-[r:GOVERNED_BY]->(d) "
        f"WHERE {at('r')} }} RETURN DISTINCT p.id AS process",
        "SELECT DISTINCT ?process WHERE { ?process a :Process FILTER NOT EXISTS { "
        "?process :GOVERNED_BY ?d } }",
    ),
    Competency(
        "B10",
        "auditor",
        "哪些单位何时开过管理评审？",
        "Which units held a management review, and when?",
        ("review", "unit", "held"),
        f"MATCH (m:ManagementReview)-[r:OF_UNIT]->(u:Unit) WHERE {at('r')} "
        "RETURN DISTINCT m.id AS review, u.id AS unit, m.held AS held",
        "SELECT DISTINCT ?review ?unit ?held WHERE { ?review a :ManagementReview ; "
        ":OF_UNIT ?unit OPTIONAL { ?review :held ?held } }",
    ),
)
