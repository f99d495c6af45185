"""`load` links documents that are cited by variants of their titles."""

from __future__ import annotations

from pathlib import Path

PLAN = (
    "朔西省气象局观测体系建设方案（2021-2025年）\n各市气象局：\n为做好观测质量工作，制定本方案。\n"
    "一、汛前检查\n完成巡检。\n责任单位：观测处\n朔西省气象局\n2022年3月1日\n"
)
NOTICE = (
    "朔西省气象局关于开展审核的通知\n各市气象局：\n根据《朔西省气象局关于印发朔西省气象局观测体系建设方案的通知》，"
    "现通知如下。\n一、汛前检查\n完成巡检。\n责任单位：观测处\n朔西省气象局\n2022年3月1日\n"
)
CITED = "document:朔西省气象局关于印发朔西省气象局观测体系建设方案的通知"
HELD = "document:朔西省气象局观测体系建设方案（2021-2025年）"


def test_a_variant_is_linked_with_its_reason_and_once(read, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    home = ("--home", tmp_path / "home")
    (folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
    alone = read("load", folder, *home)
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")

    both = read("load", folder, *home)
    again = read("load", folder, *home)

    assert [r["source_id"] for r in alone["reports"]] == ["in/notice.txt"]
    assert both["reports"][-1]["source_id"] == "derived/aliases"
    assert both["reports"][-1]["asserted"] == 1
    assert again["ledger_head"] == both["ledger_head"]
    assert len(again["reports"]) == 2

    shown = read("ask", "show", CITED, *home)
    (alias,) = (row for row in shown["rows"] if row["type"] == "ALIAS_OF")
    assert (alias["part"], alias["other"], alias["certainty"]) == ("out", HELD, "inferred")
    evidence = shown["claims"][alias["claims"][0]]
    assert (evidence["source_id"], evidence["family"]) == ("derived/aliases", "derived")
    assert "印发" in evidence["excerpt"]
