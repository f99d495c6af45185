"""What a user's own Cypher may be made of. What is not listed here is refused, new things too."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A query begins with one of these: no command, no option, no prefix does.
OPENING = _words("CALL MATCH OPTIONAL RETURN UNWIND WITH")
PROCEDURES = _words("db.labels db.propertyKeys db.relationshipTypes")
# These are looked for anywhere in the text, unless they stand in the place of a name.
WRITING = _words("CREATE DELETE DETACH DROP FOREACH INSERT MERGE NODETACH REMOVE SET")
COMMANDS = _words(
    """
    ALTER CYPHER DENY EXPLAIN GRANT LET PERIODIC PROFILE RENAME REVOKE SHOW TERMINATE TRANSACTION
    TRANSACTIONS USE
    """
)
PAIRS = frozenset({("LOAD", "CSV"), ("FORMAT", "CSV")})
# In lower case. Not here: whatever runs text, reads the environment, or makes long values.
FUNCTIONS = _words(
    """
    abs acos all allshortestpaths any asin atan atan2 avg btrim ceil char_length
    character_length coalesce collect cos cot count date date.truncate datetime
    datetime.fromepoch datetime.fromepochmillis datetime.truncate degrees duration
    duration.between duration.indays duration.inmonths duration.inseconds e elementid endnode
    exists exp floor haversin head id isempty isnan keys labels last left length localdatetime
    localdatetime.truncate localtime localtime.truncate log log10 lower ltrim max min nodes
    none nullif percentilecont percentiledisc pi point point.distance point.withinbbox
    properties radians rand randomuuid range relationships replace reverse right round rtrim
    shortestpath sign sin single size split sqrt startnode stdev stdevp substring sum tail tan
    time time.truncate timestamp toboolean tobooleanornull tofloat tofloatlist tofloatornull
    tointeger tointegerlist tointegerornull tolower tostring tostringlist tostringornull
    toupper trim type upper valuetype
    """
)
# Words that may stand before a bracket without being a function.
NO_FUNCTION = _words(
    """
    AND AS ASC BY CALL CASE CONTAINS DESC DISTINCT ELEMENTS ELSE END ENDS EXISTS FILTER FINISH
    GROUP GROUPS HAVING IN IS LET LIMIT MATCH NEXT NOT NULL OFFSET OPTIONAL OR ORDER PATH
    PATHS RELATIONSHIPS RETURN SHORTEST SKIP STARTS THEN UNION UNWIND WHEN WHERE WITH XOR
    YIELD
    """
)
# Words that begin a clause, or a part of one.
CLAUSES = _words(
    """
    CALL FILTER FINISH HAVING LET LIMIT MATCH NEXT OFFSET OPTIONAL ORDER RETURN SKIP UNION
    UNWIND WHERE WITH YIELD
    """
)
# Further words of the language; no name for later may be one of them.
KEYWORDS = CLAUSES | _words(
    """
    ALL AND ANY AS ASC ASCENDING BY CASE CONTAINS DESC DESCENDING DISTINCT ELSE END ENDS FALSE
    IN INF INFINITY IS NAN NONE NOT NULL ON OR SINGLE STARTS THEN TRUE TYPED WHEN XOR
    """
)
# The operators of a server's plan that only read, as 5.26 and 2026.09 name them, without what
# follows in brackets.
OPERATORS = _words(
    """
    AllNodesScan AntiSemiApply Anti AntiConditionalApply Apply Argument ArgumentTracker
    AssertSameNode AssertSameRelationship BFSPruningVarLengthExpand CacheProperties
    CartesianProduct ConditionalApply DirectedAllRelationshipsScan
    DirectedRelationshipByElementIdSeek DirectedRelationshipByIdSeek
    DirectedRelationshipIndexContainsScan DirectedRelationshipIndexEndsWithScan
    DirectedRelationshipIndexScan DirectedRelationshipIndexSeek
    DirectedRelationshipIndexSeekByRange DirectedRelationshipTypeScan
    DirectedUnionRelationshipTypesScan Distinct Eager EagerAggregation EmptyResult EmptyRow
    ExhaustiveLimit Expand Filter IntersectionNodeByLabelsScan LetAntiSemiApply
    LetSelectOrAntiSemiApply LetSelectOrSemiApply LetSemiApply Limit MultiNodeIndexSeek
    NodeByElementIdSeek NodeByIdSeek NodeByLabelScan NodeCountFromCountStore NodeHashJoin
    NodeIndexContainsScan NodeIndexEndsWithScan NodeIndexScan NodeIndexSeek
    NodeIndexSeekByRange NodeLeftOuterHashJoin NodeRightOuterHashJoin NodeUniqueIndexSeek
    NodeUniqueIndexSeekByRange NullifyMetadata Optional OptionalExpand OrderedAggregation
    OrderedDistinct OrderedUnion PartialSort PartialTop PathPropagatingBFS ProcedureCall
    ProduceResults ProjectEndpoints Projection RelationshipCountFromCountStore Repeat
    BidirectionalRepeat RollUpApply SelectOrAntiSemiApply SelectOrSemiApply SemiApply
    ShortestPath Skip Sort StatefulShortestPath SubtractionNodeByLabelsScan Top TriadicBuild
    TriadicFilter TriadicSelection UndirectedAllRelationshipsScan
    UndirectedRelationshipByElementIdSeek UndirectedRelationshipByIdSeek
    UndirectedRelationshipIndexContainsScan UndirectedRelationshipIndexEndsWithScan
    UndirectedRelationshipIndexScan UndirectedRelationshipIndexSeek
    UndirectedRelationshipIndexSeekByRange UndirectedRelationshipTypeScan
    UndirectedUnionRelationshipTypesScan Union UnionNodeByLabelsScan Unwind ValueHashJoin
    VarLengthExpand
    """
)
