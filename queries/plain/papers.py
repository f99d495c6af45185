"""How is asked what documents say, what is known of an element, and what joins two of them."""

from __future__ import annotations

from ontology import NODE_KINDS
from queries.plain.pattern import Pattern
from queries.plain.sentence import element, flag, kind, two_days
from queries.plain.slots import one, text, text_quoted

_ALL = " ".join(f"kind:{label}" for label in NODE_KINDS)


def paper_patterns() -> tuple[Pattern, ...]:
    """Every way to ask for them."""
    return (
        Pattern("orphans", ("ORPHAN",), "", (kind("kind"),)),
        Pattern(
            "unresolved-names",
            ("UNRESOLVED kind:Mention",),
            "NAME UNDECIDED kind:Document kind:Unit NEG KNOWN",
            (element("document", "Document", required=False), flag("decided", "DECIDED")),
        ),
        Pattern(
            "suspect",
            ("REREVIEW",),
            "LINK relation kind:Document kind:DocumentVersion NEW_VERSION VERSION_DIFF CHANGED "
            "EVIDENCE IMPACT SHOW rule",
            (one("suspect", required=False),),
            weight=1,
        ),
        Pattern(
            "suspect",
            ("relation:CITES relation:BASED_ON", "RETIRED NEW_VERSION"),
            "relation kind:Document kind:DocumentVersion",
            (one("suspect", required=False),),
        ),
        Pattern(
            "diff",
            ("CHANGED", "KNOWN"),
            "kind:Station",
            (
                one("diff", required=False),
                flag("around", "AROUND"),
                two_days("known_from", "known_to"),
            ),
            weight=2,
        ),
        Pattern(
            "diff",
            ("CHANGED",),
            "VERSION_DIFF DIFFER CONFLICT TIMELINE kind:Station",
            (one("diff", required=False), flag("around", "AROUND"), two_days("from", "to")),
            weight=1,
        ),
        Pattern(
            "document-diff",
            ("NEW_VERSION VERSION_DIFF LOADED",),
            "VERSION_DIFF NEW_VERSION CHANGED LOADED SHOW kind rule",
            (one("document-diff", "document"),),
            weight=1,
        ),
        Pattern(
            "document-diff",
            ("version", "VERSION_DIFF DIFFER CHANGED CONFLICT"),
            "version VERSION_DIFF CHANGED DIFFER SHOW",
            (one("document-diff", "document"),),
        ),
        Pattern(
            "history",
            ("SAID RETRACTED",),
            "SAID RETRACTED DIFFER SHOW CHANGED SOURCES REGISTERS kind:Record",
            (element("element", *NODE_KINDS),),
        ),
        Pattern("timeline", ("TIMELINE",), "SHOW", (one("timeline"), flag("around", "AROUND"))),
        Pattern("show", ("SHOW KNOWN",), f"KNOWN LINK {_ALL}", (one("show"),), weight=-1),
        Pattern(
            "show",
            ("relation property",),
            f"relation property rule RESPONSIBLE {_ALL}",
            (one("show"),),
            weight=-2,
        ),
        Pattern("show", ("kind",), f"rule {_ALL}", (one("show"),), weight=-3),
        Pattern("show", (), "", (one("show"),), weight=-3),
        Pattern(
            "show",
            ("EXPIRE",),
            _ALL,
            (
                element(
                    "element",
                    "Accreditation",
                    "Certificate",
                    "Calibration",
                    "MeasurementStandard",
                    "Instrument",
                    "DocumentVersion",
                ),
            ),
        ),
        Pattern(
            "path",
            ("LINK SHORTEST",),
            "LINK SHORTEST SHOW LOOP",
            (element("from", *NODE_KINDS), element("to", *NODE_KINDS), flag("ever", "EVER")),
            weight=1,
        ),
        Pattern(
            "path",
            ("SHOW",),
            "SHOW RESPONSIBLE",
            (element("from", *NODE_KINDS), element("to", *NODE_KINDS), flag("ever", "EVER")),
        ),
        Pattern("search", ("quoted",), "NAME", (text_quoted,), weight=-1),
        Pattern("search", ("SEARCH",), "NAME CODE SHOW", (text, kind("kind")), weight=-1),
    )
