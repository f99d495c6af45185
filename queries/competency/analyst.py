"""Competency questions of the quality analyst: issues, equipment, what stands behind a value."""

from __future__ import annotations

from queries.competency.model import Competency, at

QUESTIONS = (
    Competency(
        "A01",
        "analyst",
        "各台站的序列上先后有过多少数据质量问题？",
        "How many data-quality issues have there been in the series of each station?",
        ("station", "issues"),
        "MATCH (i:Issue)-[a:ABOUT]->(x:Series) MATCH (x)-[o:OBSERVED_AT]->(s:Station) "
        f"WHERE {at('o')} RETURN s.id AS station, count(DISTINCT i.id) AS issues",
        "SELECT ?station (COUNT(DISTINCT ?i) AS ?issues) WHERE { GRAPH ?e { ?i :ABOUT ?x } "
        "?x a :Series ; :OBSERVED_AT ?station } GROUP BY ?station",
    ),
    Competency(
        "A02",
        "analyst",
        "各要素先后有过多少个问题，分哪些类？",
        "How many issues has each variable had, by kind?",
        ("variable", "kind", "issues"),
        "MATCH (i:Issue)-[a:ABOUT]->(x:Series) MATCH (x)-[o:OF_VARIABLE]->(v:Variable) "
        f"WHERE {at('o')} "
        "RETURN v.id AS variable, i.kind AS kind, count(DISTINCT i.id) AS issues",
        "SELECT ?variable ?kind (COUNT(DISTINCT ?i) AS ?issues) WHERE { GRAPH ?e { ?i :ABOUT ?x } "
        "?i :kind ?kind . ?x a :Series ; :OF_VARIABLE ?variable } GROUP BY ?variable ?kind",
    ),
    Competency(
        "A03",
        "analyst",
        "哪些台站此刻有不止一个位置，各有几个？",
        "Which stations have more than one position at the moment, and how many?",
        ("station", "positions"),
        f"MATCH (s:Station)-[r:LOCATED_AT]->(l:Location) WHERE {at('r')} "
        "WITH s.id AS station, count(DISTINCT l.id) AS positions WHERE positions > $one "
        "RETURN station AS station, positions AS positions",
        "SELECT ?station (COUNT(DISTINCT ?l) AS ?positions) WHERE { ?station :LOCATED_AT ?l } "
        "GROUP BY ?station HAVING (COUNT(DISTINCT ?l) > 1)",
        {"one": 1},
    ),
    Competency(
        "A04",
        "analyst",
        "哪些台站此刻没有任何布设？",
        "Which stations have no deployment at the moment?",
        ("station",),
        "MATCH (s:Station) WHERE NOT EXISTS { MATCH (d:Deployment)-[r:AT_STATION]->(s) "
        f"WHERE {at('r')} }} RETURN DISTINCT s.id AS station",
        "SELECT DISTINCT ?station WHERE { ?station a :Station "
        "FILTER NOT EXISTS { ?d :AT_STATION ?station } }",
    ),
    Competency(
        "A05",
        "analyst",
        "此刻每个布设用的是哪台仪器，在哪个台站？",
        "Which instrument does each deployment use at the moment, and at which station?",
        ("deployment", "instrument", "station"),
        "MATCH (d:Deployment)-[u:USES]->(i:Instrument) MATCH (d)-[r:AT_STATION]->(s:Station) "
        f"WHERE {at('u', 'r')} "
        "RETURN DISTINCT d.id AS deployment, i.id AS instrument, s.id AS station",
        "SELECT DISTINCT ?deployment ?instrument ?station WHERE { ?deployment :USES ?instrument ; "
        ":AT_STATION ?station }",
    ),
    Competency(
        "A06",
        "analyst",
        "每台仪器先后检定过几次？",
        "How often has each instrument been calibrated?",
        ("instrument", "calibrations"),
        "MATCH (i:Instrument)-[r:HAS_CALIBRATION]->(c:Calibration) "
        "RETURN i.id AS instrument, count(DISTINCT c.id) AS calibrations",
        "SELECT ?instrument (COUNT(DISTINCT ?c) AS ?calibrations) WHERE { "
        "GRAPH ?e { ?instrument :HAS_CALIBRATION ?c } ?instrument a :Instrument } "
        "GROUP BY ?instrument",
    ),
    Competency(
        "A07",
        "analyst",
        "哪些仪器到此刻为止的检定全都过期，最后到哪一天？",
        "Of which instruments had all calibrations expired by the moment, and when did the last?",
        ("instrument", "until"),
        f"MATCH (i:Instrument)-[h:HAS_CALIBRATION]->(c:Calibration) WHERE {at('h')} "
        "AND c.valid_until IS NOT NULL WITH i.id AS instrument, max(c.valid_until) AS until "
        "WHERE until <= $t RETURN DISTINCT instrument AS instrument, until AS until",
        "SELECT DISTINCT ?instrument (MAX(?to) AS ?until) WHERE { ?instrument a :Instrument ; "
        ":HAS_CALIBRATION ?c . ?c :valid_until ?to } GROUP BY ?instrument HAVING (MAX(?to) <= $t)",
    ),
    Competency(
        "A08",
        "analyst",
        "哪些检定的检前误差超过允许误差？",
        "In which calibrations was the as-found error beyond the tolerance?",
        ("calibration", "error", "tolerance"),
        "MATCH (c:Calibration) WHERE c.as_found_error > c.tolerance "
        "OR -c.as_found_error > c.tolerance "
        "RETURN DISTINCT c.id AS calibration, c.as_found_error AS error, c.tolerance AS tolerance",
        "SELECT DISTINCT ?calibration ?error ?tolerance WHERE { ?calibration "
        ":as_found_error ?error ; "
        ":tolerance ?tolerance FILTER (?error > ?tolerance || -?error > ?tolerance) }",
    ),
    Competency(
        "A09",
        "analyst",
        "哪些事件涉及哪些台站，是什么事件，何时开始？",
        "Which events affected which stations, of what type, and since when?",
        ("event", "type", "began", "station"),
        "MATCH (e:Event)-[r:AFFECTED]->(s:Station) "
        "RETURN DISTINCT e.id AS event, e.event_type AS type, e.began AS began, s.id AS station",
        "SELECT DISTINCT ?event ?type ?began ?station WHERE { GRAPH ?g { ?event "
        ":AFFECTED ?station } "
        "?event a :Event . ?station a :Station OPTIONAL { ?event :event_type ?type } "
        "OPTIONAL { ?event :began ?began } }",
    ),
    Competency(
        "A10",
        "analyst",
        "各台站先后有过几个位置？",
        "How many positions has each station had over all time?",
        ("station", "positions"),
        "MATCH (s:Station)-[r:LOCATED_AT]->(l:Location) "
        "RETURN s.id AS station, count(r) AS positions",
        "SELECT ?station (COUNT(?e) AS ?positions) WHERE { GRAPH ?e { ?station :LOCATED_AT ?l } "
        "?station a :Station } GROUP BY ?station",
    ),
)
