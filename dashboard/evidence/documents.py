"""The files of a package as bytes: the same contents give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from hashlib import sha256
from html import escape
from importlib.metadata import version
from pathlib import Path

import orjson

from dashboard.evidence.contents import Contents
from dashboard.evidence.passages import Passage
from dashboard.evidence.provenance import provenance
from dashboard.render.page_style import STYLE
from dashboard.render.text import moment, plain
from dashboard.render.trace_page import page
from queries import Evidence, Result

HERE = Path(__file__).parent
VERIFIER = "__main__.py"
"""So that Python runs the zip, and the unpacked folder, as they are."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def files(contents: Contents, *, pdf: bool = True) -> dict[str, bytes]:
    """Every file of a package by name, but for the manifest."""
    made = {
        "README.html": _index(contents, pdf=pdf).encode(),
        "answers.json": _json([_answer(result) for result in contents.answers]),
        "evidence.json": _json([asdict(one) for one in contents.evidence.values()]),
        "excerpts.json": _json([asdict(one) for one in contents.passages]),
        "negative-findings.json": _json([asdict(one) for one in contents.negative]),
        "provenance.jsonld": _json(provenance(contents)),
        "proof.json": _json(asdict(contents.proof)),
        "queries.json": _json(_queries(contents.answers)),
        VERIFIER: (HERE / "verifier.py").read_bytes(),
    }
    for name, result in _traces(contents).items():
        made[name] = page(result).encode()
    made |= contents.attached
    if pdf:
        from dashboard.evidence.printing import printed

        made["report.pdf"] = printed(contents)
    return made


def _traces(contents: Contents) -> dict[str, Result[object]]:
    """The chains of a package by the name of their page; numbered where there are several."""
    found = [result for result in contents.answers if result.question == "trace"]
    if len(found) == 1:
        return {"trace.html": found[0]}
    return {f"trace-{number:03d}.html": result for number, result in enumerate(found, 1)}


def about(contents: Contents) -> dict[str, object]:
    """What the manifest says of the package as a whole."""
    return {
        "element": contents.element,
        "as_of": contents.as_of,
        "known_at": contents.known_at,
        "ledger_head": contents.head,
        "synthetic": contents.synthetic,
        "claims": len(contents.evidence),
        "negative_findings": len(contents.negative),
        "made_by": f"suyuan {version('suyuan')}",
    }


def _json(value: object) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def _answer(result: Result[object]) -> dict[str, object]:
    """An answer without what differs from run to run."""
    zh, en = result.summary
    return {
        "question": result.question,
        "params": result.params,
        "as_of": result.as_of,
        "known_at": result.known_at,
        "summary": {"zh": zh, "en": en},
        "truncated": result.truncated,
        "withheld": result.withheld,
        "rows": json.loads(orjson.dumps(result.rows, default=str)),
    }


def _queries(answers: Iterable[Result[object]]) -> list[dict[str, object]]:
    """The texts that were run, with their parameters."""
    return [
        {
            "question": result.question,
            "stage": one.stage,
            "cypher": one.cypher,
            "parameters": one.parameters,
            "rows": one.rows,
        }
        for result in answers
        for one in result.executed
    ]


def _e(text: str) -> str:
    return escape(plain(text), quote=True)


def _index(contents: Contents, *, pdf: bool) -> str:
    told = "".join(
        f"<div><dt>{_e(name)}</dt><dd>{_e(str(value))}</dd></div>"
        for name, value in {
            "对象 element": contents.element,
            "当时 as of": f"{moment(contents.as_of)} +08:00",
            "所知 known at": contents.known_at or "台账头 head of the ledger",
            "台账头 ledger head": contents.head,
            "断言 claims": str(len(contents.evidence)),
        }.items()
    )
    mark = (
        '<p class="synthetic">含合成数据 / contains SYNTHETIC data</p>'
        if contents.synthetic
        else ""
    )
    answers = "".join(
        f"<li><b>{_e(result.question)}</b> {_e(result.summary[0])} "
        f'<span lang="en">{_e(result.summary[1])}</span> ({len(result.rows)})</li>'
        for result in contents.answers
    )
    missing = "".join(
        f"<tr><td>{_e(one.question)}</td><td>{_e(one.where)}</td><td>{_e(one.state)}</td>"
        f'<td>{_e(one.what_zh)}<br><small lang="en">{_e(one.what_en)}</small></td>'
        f"<td>{_e(one.term)}</td></tr>"
        for one in contents.negative
    )
    around = {one.claim: one for one in contents.passages}
    evidence = "".join(_evidence(e, around.get(c)) for c, e in contents.evidence.items())
    links = {
        name: f"溯源图 trace {result.params['element'] if len(name) > len('trace.html') else ''}"
        for name, result in _traces(contents).items()
    }
    links |= {name: name for name in contents.attached if name.endswith(".html")}
    if pdf:
        links["report.pdf"] = "打印稿 for print"
    anchors = [f'<a href="{name}">{_e(title.strip())}</a>' for name, title in links.items()]
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>证据 {_e(contents.element)}</title><style>{STYLE}"
        "mark{background:#F0E442}</style></head><body>"
        f"<header><h1>证据包 <small>evidence package</small></h1><dl>{told}</dl>{mark}</header>"
        f"<h2>答案 <small>answers</small></h2><ul>{answers}</ul>"
        f"<p>{' · '.join(anchors)}</p>"
        "<h2>查过而没有的 <small>looked for and not found</small></h2>"
        f"<table><tbody>{missing or '<tr><td>没有 / none</td></tr>'}</tbody></table>"
        f"<h2>出处与原文 <small>sources and excerpts</small></h2>"
        f"<table><tbody>{evidence}</tbody></table>"
        "<p>核对 / verify: <code>python3 FILE.zip</code>（只用标准库 / standard library only）</p>"
        "</body></html>\n"
    )


def _evidence(one: Evidence, passage: Passage | None) -> str:
    """A claim with its place; the words there are marked among those around them."""
    excerpt = f"<pre><mark>{_e(one.excerpt)}</mark></pre>" if one.excerpt else ""
    if passage is not None:
        parts = (passage.before, passage.span, passage.after)
        before, span, after = ("\n".join(map(_e, part.split("\n"))) for part in parts)
        excerpt = f"<pre>{before}<mark>{span}</mark>{after}</pre>"
    return (
        f'<tr id="c{_e(one.claim)}"><td><code>{_e(one.claim)}</code></td>'
        f"<td><b>{_e(one.source_id)}</b> {_e(one.place)}<br>{_e(one.element)}<br>"
        f"{_e(one.says)}{excerpt}<small>SHA-256 {_e(one.sha256)} · {_e(moment(one.recorded_at))} "
        f"+08:00 · {_e(one.certainty)}</small></td></tr>"
    )


def manifest(made: Mapping[str, bytes], contents: Contents) -> bytes:
    """The manifest: what the package is, and size and SHA-256 of every file."""
    return _json(
        {
            "package": about(contents),
            "files": {
                name: {"size": len(data), "sha256": sha256(data).hexdigest()}
                for name, data in sorted(made.items())
            },
        }
    )
