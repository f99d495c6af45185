"""An audit as an evidence package: one answer a cell, traces, findings to be signed, proofs."""

from __future__ import annotations

import dataclasses
from html import escape

import orjson

from dashboard.auditing.cells import Audited, Cell, Finding
from dashboard.evidence.contents import Contents, Form, Review, negative_of
from dashboard.evidence.passages import passages
from dashboard.render.page_style import STYLE
from dashboard.render.text import plain
from graph import Workspace
from graph.ledger import inclusion
from ontology import COVERAGE_STATES
from ontology.codes import AUDIT_VERDICTS
from queries import Result

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_METHOD = "the items with the smallest SHA-256 of SEED|CLAUSE|UNIT|ITEM in UTF-8"
_SAMPLING = "每格至多 {0}，种子 {1} / at most {0} a cell, seed {1}: " + _METHOD
_SIGNED = {
    "conclusion": "结论 conclusion",
    "auditor": "审核员 auditor",
    "audited_on": "审核日期 audited on",
    "cause": "原因 cause",
    "correction": "纠正措施 correction",
    "due": "期限 due",
    "responsible": "责任人 responsible",
    "verified_by": "验证人 verified by",
    "verified_on": "验证日期 verified on",
}


def contents_of(workspace: Workspace, done: Audited) -> Contents:
    """What goes into the package; every claim of a drawn item is proved."""
    answers = [*_cell_answers(done), *done.traces]
    evidence = {short: e for result in answers for short, e in result.claims.items()}
    first = next(iter(done.answers.values()))
    return Contents(
        done.plan.title,
        first.as_of,
        first.known_at or "",
        first.ledger_head,
        tuple(answers),
        dict(sorted(evidence.items())),
        tuple(negative_of(done.traces)),
        inclusion(workspace.ledger, evidence),
        {
            "audit.json": _json(_audit(done)),
            "findings.json": _json([dataclasses.asdict(f) for f in done.findings]),
            "findings.html": _page(done).encode(),
        },
        Review(
            (
                ("抽样 sampling", _SAMPLING.format(done.plan.size, done.plan.seed)),
                ("计划 plan SHA-256", done.plan.sha256),
            ),
            tuple(Form(_title(f), _told(f), tuple(_SIGNED.values())) for f in done.findings),
        ),
        passages(workspace, evidence),
    )


def _cell_answers(done: Audited) -> list[Result[object]]:
    """The answer of each cell; the texts that were run stand with the first cell of a rule."""
    told: set[str] = set()
    found = []
    for cell in done.cells:
        asked = [done.answers[rule] for rule in cell.rules]
        shorts = {c for row in cell.rows for c in row.claims}
        executed = tuple(
            one for rule in cell.rules if rule not in told for one in done.answers[rule].executed
        )
        told |= set(cell.rules)
        found.append(
            dataclasses.replace(
                asked[0],
                rows=cell.rows,
                claims={c: e for one in asked for c, e in one.claims.items() if c in shorts},
                executed=executed,
                params={
                    "clause": cell.clause,
                    "unit": cell.unit,
                    "rules": ", ".join(cell.rules),
                    "drawn": ", ".join(cell.drawn),
                },
                summary=_summary(cell),
            )
        )
    return found


def _summary(cell: Cell) -> tuple[str, str]:
    drawn, zh = len(cell.drawn), AUDIT_VERDICTS.title(cell.verdict)
    return (
        f"{cell.clause} × {cell.unit}：{zh}（总体 {cell.population}，抽取 {drawn}）",
        f"{cell.clause} × {cell.unit}: {cell.verdict} "
        f"(population {cell.population}, {drawn} drawn)",
    )


def _audit(done: Audited) -> dict[str, object]:
    """The plan as carried out: sampling and verdict of every cell."""
    plan = done.plan
    return {
        "title": plan.title,
        "plan_sha256": plan.sha256,
        "sampling": {
            "size": plan.size,
            "seed": plan.seed,
            "method": _METHOD,
        },
        "cells": [
            {
                "clause": cell.clause,
                "unit": cell.unit,
                "rules": cell.rules,
                "verdict": cell.verdict,
                "population": cell.population,
                "drawn": cell.drawn,
            }
            for cell in done.cells
        ],
    }


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def _page(done: Audited) -> str:
    cells = "".join(
        f"<tr><td>{_e(c.clause)}</td><td>{_e(c.unit)}</td><td><b>{c.verdict}</b> "
        f"{_e(AUDIT_VERDICTS.title(c.verdict))}</td><td>{len(c.drawn)} / {c.population}</td></tr>"
        for c in done.cells
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{_e(done.plan.title)}</title><style>{STYLE}</style></head><body>"
        f"<header><h1>{_e(done.plan.title)} <small>audit</small></h1></header>"
        f"<h2>条款 × 单位 <small>clauses × units, drawn / population</small></h2>"
        f"<table><tbody>{cells}</tbody></table>"
        f"<h2>审核发现 <small>findings</small></h2>{''.join(map(_finding, done.findings))}"
        "</body></html>\n"
    )


def _title(f: Finding) -> str:
    return f"{f.number} · {f.clause} · {f.unit}"


def _told(f: Finding) -> tuple[str, ...]:
    """What a finding says, before anybody has signed it."""
    return (
        f"{f.name} ({f.element})",
        f"{f.required_zh} / {f.required_en}: {COVERAGE_STATES.title(f.state)} {f.state}",
        f"{f.detail_zh} / {f.detail_en}",
        f"{f.remedy_zh} / {f.remedy_en}",
    )


def _finding(f: Finding) -> str:
    lines = "".join(f"<p>{_e(line)}</p>" for line in _told(f))
    claims = " ".join(f"<code>{_e(c)}</code>" for c in f.claims)
    blanks = "".join(f"<tr><th>{title}</th><td>&nbsp;</td></tr>" for title in _SIGNED.values())
    return (
        f"<section><h3>{_e(_title(f))}</h3>{lines}<p>{claims}</p>"
        f"<table><tbody>{blanks}</tbody></table></section>"
    )


def _e(text: str) -> str:
    return escape(plain(text), quote=True)
