"""The page of a trace, from answers made by hand."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from dashboard.render.layout import arrange
from dashboard.render.trace_page import page, worst
from dashboard.render.trace_svg import svg
from ontology.derive import hop_legend

SVG = "{http://www.w3.org/2000/svg}"


def test_the_headline_is_the_worst_hop(chain, hop) -> None:
    assert worst(chain) == 13
    assert worst([hop(1, "station"), hop(2, "clause")]) is None


def test_the_drawing_is_well_formed_and_labelled(chain) -> None:
    root = ET.fromstring(svg(arrange(chain), '溯源链 <&"', 13))

    assert root.get("role") == "img"
    assert root.get("aria-label") == '溯源链 <&"'
    boxes = [g for g in root.iter(f"{SVG}g") if (g.get("class") or "").startswith("box")]
    assert len(boxes) == len(chain)
    assert [g.get("class") for g in boxes].count("box worst") == 1


def test_a_state_is_told_by_colour_glyph_and_text(chain, hop) -> None:
    hops = [
        hop(n, "calibration", state=e.state, element=f"calibration:{n}", name=str(n))
        for n, e in enumerate(hop_legend(), 1)
    ]
    drawn = svg(arrange(hops), "x", None)

    for entry in hop_legend():
        assert f'stroke="{entry.colour}"' in drawn
        assert f">{entry.text}</text>" in drawn


def test_made_up_hops_are_marked(hop) -> None:
    one = hop(1, "station", element="station:1", name="甲", certainty="synthetic")

    assert ">合成</text>" in svg(arrange([one]), "x", None)
    assert "合成" not in svg(arrange([hop(1, "station", name="甲")]), "x", None)


def test_everything_is_escaped(hop, evidence, answer) -> None:
    evil = "</text><script>alert('1')</script>&\""
    one = hop(1, "station", element=f"station:{evil}", name=evil, detail_zh=evil, detail_en=evil,
              state="failed", branch=f"deployment:{evil}", via=evil,
              process=f"process:{evil}@region", lead=(evil,), claims=("x",))  # fmt: skip
    other = hop(2, "operator", parent=one.element, via=evil, state="missing", term=evil,
                branch="deployment:b", element="unit:1")  # fmt: skip
    claim = evidence("x", source_id=evil, file=evil, place=evil, excerpt=evil, line=None)
    result = answer(one, other, claims={"x": claim}, params={"element": evil},
                    summary=(evil, evil), ledger_head=evil, notices=(evil,))  # fmt: skip

    text = page(result)

    assert "<script" not in text
    assert "</text>&" not in text
    assert text.count("&lt;script&gt;") > 10
    ET.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])


def test_places_of_one_claim_are_shown_once(hop, evidence, answer) -> None:
    one = hop(1, "station", element="station:1", name="甲", claims=("x", "y", "z"))
    claims = {
        "x": evidence("x"),
        "y": evidence("y"),
        "z": evidence("z", place="line 9", line=9, places=4),
    }

    text = page(answer(one, claims=claims))

    assert text.count('<div class="source">') == 2
    assert "共 4 处" in text


def test_what_is_not_drawn_is_counted(hop, answer) -> None:
    hops = [hop(1, "station", element="station:S", name="S")]
    for b in range(10):
        hops += [
            hop(2 + b * 20 + i, "instrument", element=f"instrument:{b}-{i}", parent="station:S",
                branch=f"deployment:{b}", name="x")
            for i in range(20)
        ]  # fmt: skip

    text = page(answer(*hops))

    assert "图中未画出 7 个布设的 140 个环节" in text
    assert text.count('<tr id="h') == 201
    assert text.count('<tr class="branch">') == 10
