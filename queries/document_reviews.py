"""`document-reviews`: the review list 留废改立, and which of its verdicts have been carried out.

A verdict is judged by the versions in force at the time asked about, and where nothing is known
of the versions it cannot be. A revision is carried out by the document named in its place, or by a
version in force that began after the verdict, where that has a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import BEGINNING, CodeList, key_text
from ontology.codes import REVIEW_VERDICTS
from queries.ask import Ask
from queries.coded import chosen, tally
from queries.model import Param, Query, Stage

Texts = tuple[str, ...]
STATES = CodeList(
    "document_review_state",
    {
        "open": ("未落实", "not carried out"),
        "unknown": ("无从判断", "cannot be told"),
        "done": ("已落实", "carried out"),
    },
    "whether a verdict on a document has been carried out at a date; ours, worst first",
)


@dataclass(frozen=True, slots=True)
class DocumentReviewRow:
    """A verdict on a document. `state`: a code of STATES; `since`: from when, empty if not stated.

    `in_force`: the versions of the document in force at the time; `replaced_by`: the documents
    that take its place.
    """

    document: str
    name: str
    verdict: str
    since: str
    state: str
    in_force: Texts
    replaced_by: Texts
    reason: str
    review: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Review:
    id: str
    document: str
    name: str | None
    verdict: str | None
    reason: str | None
    since: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class _Replaced:
    id: str
    document: str


@dataclass(frozen=True, slots=True)
class _Version:
    document: str
    version: str
    since: str
    holds: bool


REVIEWS = Stage(
    "reviews",
    "MATCH (q:DocumentReview)-[r:REVIEWS]->(d:Document) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to RETURN q.id AS id, d.id AS document, "
    "d.name AS name, q.verdict AS verdict, q.reason AS reason, r.valid_from AS since, "
    "q.certainty AS certainty, q.claims AS claims, r.claims AS more",
    _Review,
)
REPLACED = Stage(
    "replaced",
    "MATCH (q:DocumentReview)-[:REPLACED_BY]->(d:Document) RETURN q.id AS id, d.id AS document",
    _Replaced,
)
VERSIONS = Stage(
    "versions",
    "UNWIND $ids AS id MATCH (d:Document {id: id})<-[r:VERSION_OF]-(v:DocumentVersion) "
    "RETURN d.id AS document, v.id AS version, r.valid_from AS since, "
    "r.valid_from <= $t AND $t < r.valid_to AS holds",
    _Version,
)


def answer(ask: Ask) -> Iterable[DocumentReviewRow]:
    """What is not carried out first, then by document."""
    verdict = chosen(ask, "verdict", REVIEW_VERDICTS.codes)
    state, document = chosen(ask, "state", STATES.codes), ask.params.get("document", "")
    reviews = ask.rows(REVIEWS, t=ask.time)
    replaced: dict[str, set[str]] = defaultdict(set)
    for heir in ask.rows(REPLACED):
        replaced[heir.id].add(heir.document)
    wanted = {r.document for r in reviews}.union(*replaced.values())
    versions: dict[str, list[_Version]] = defaultdict(list)
    for version in ask.rows(VERSIONS, ids=sorted(wanted), t=ask.time):
        versions[version.document].append(version)
    rows = [_row(review, sorted(replaced.get(review.id, ())), versions) for review in reviews]
    rows = [
        row
        for row in rows
        if verdict in ("", row.verdict)
        and state in ("", row.state)
        and document in ("", row.document)
    ]
    order = list(STATES.codes)
    return sorted(rows, key=lambda r: (order.index(r.state), r.document, r.review))


def _row(
    review: _Review, heirs: Sequence[str], versions: Mapping[str, Sequence[_Version]]
) -> DocumentReviewRow:
    own = versions.get(review.document, ())
    state = (
        _revised(review, own, [versions.get(heir, ()) for heir in heirs])
        if review.verdict == "改"
        else _in_force(review.verdict or "", own)
    )
    return DocumentReviewRow(
        document=review.document,
        name=review.name or key_text(review.document),
        verdict=review.verdict or "",
        since="" if review.since == BEGINNING else review.since,
        state=state,
        in_force=tuple(sorted({one.version for one in own if one.holds})),
        replaced_by=tuple(heirs),
        reason=review.reason or "",
        review=review.id,
        certainty=review.certainty or "",
        claims=tuple(dict.fromkeys((*(review.claims or ()), *(review.more or ())))),
    )


def _in_force(verdict: str, own: Sequence[_Version]) -> str:
    """Of what is kept or made anew something is in force, of what is withdrawn nothing."""
    if not own:
        return "open" if verdict == "立" else "unknown"
    return "done" if any(one.holds for one in own) == (verdict != "废") else "open"


def _revised(review: _Review, own: Sequence[_Version], heirs: Sequence[Sequence[_Version]]) -> str:
    """What was named in its place is in force, or a version that began since the verdict."""
    if heirs:
        if not all(heirs):
            return "unknown"
        return "done" if all(any(v.holds for v in heir) for heir in heirs) else "open"
    if not own or review.since == BEGINNING:
        return "unknown"
    return "done" if any(one.holds and one.since >= review.since for one in own) else "open"


def summary(rows: Sequence[DocumentReviewRow]) -> tuple[str, str]:
    """How many verdicts of each kind, and how they stand."""
    if not rows:
        return "没有文件评审", "no document reviews"
    zh, en = tally(REVIEW_VERDICTS, (row.verdict for row in rows))
    state_zh, state_en = tally(STATES, (row.state for row in rows))
    return (
        f"文件评审 {len(rows)} 项：{zh}；{state_zh}",
        f"{len(rows)} verdicts on documents: {en}; {state_en}",
    )


QUERY = Query(
    id="document-reviews",
    question_zh="文件评审（留废改立）对哪些文件定了什么，落实了没有？",
    question_en="Which documents are to be kept, withdrawn, revised or made anew, and is it done?",
    params=(
        Param("verdict", f"结论（{'、'.join(REVIEW_VERDICTS.codes)}）", "verdict"),
        Param("state", f"状态（{'、'.join(STATES.codes)}）", "state"),
        Param("document", "文件", "document", kinds=("Document",)),
    ),
    row=DocumentReviewRow,
    stages=(REVIEWS, REPLACED, VERSIONS),
    answer=answer,
    summary=summary,
)
