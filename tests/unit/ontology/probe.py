"""A small graph of all that a declared property or edge can be, in Turtle."""

PROBE = """
@prefix s: <urn:suyuan:> .
@prefix e: <urn:suyuan:element:> .
@prefix c: <urn:suyuan:claim:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:suyuan:element:station:1> a s:Station ; s:id "station:1" ; s:name "甲" ;
    s:other_names ( "乙" "丙" ) ; s:first_record "1951-01-01T00:00:00Z"^^xsd:dateTime ;
    s:LOCATED_AT <urn:suyuan:element:location:1%7Cs%7C0> .
<urn:suyuan:element:location:1%7Cs%7C0> a s:Location ; s:id "location:1|s|0" ;
    s:elevation_m 1063.0 ; s:latitude "4.08e1"^^xsd:double .
<urn:suyuan:element:deployment:D> a s:Deployment ; s:id "deployment:D" ; s:role "primary" ;
    s:AT_STATION <urn:suyuan:element:station:1> .
<urn:suyuan:element:issue:I> a s:Issue ; s:id "issue:I" ; s:value 3.5 .
<urn:suyuan:element:state:a%7Cb%7Cc%7Cd> a s:State ; s:id "state:a|b|c|d" ; s:value "3.5" .
c:1 a s:Claim ; s:certainty "stated" ; s:valid_from "2018-06-02T16:00:00Z"^^xsd:dateTime ;
    s:valid_to "9999-12-31T00:00:00Z"^^xsd:dateTime .
"""
