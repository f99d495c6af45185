"""The verdicts of document reviews, and whether what is in force now agrees with them."""

from __future__ import annotations

from oracle.reading import BEGINNING, Link, Reading, claims_of, shown, text

from queries.document_reviews import DocumentReviewRow

ORDER = ("open", "unknown", "done")


def answer(
    reading: Reading, verdict: str = "", state: str = "", document: str = ""
) -> list[DocumentReviewRow]:
    rows = []
    for review in reading.of_kind("DocumentReview"):
        node = reading.node(review)
        for link in reading.out(review, "REVIEWS"):
            if not link.holds(reading.now):
                continue
            heirs = sorted({x.other for x in reading.out(review, "REPLACED_BY")})
            said = text(node, "verdict")
            rows.append(DocumentReviewRow(
                document=link.other, name=text(link.node, "name") or shown(link.other),
                verdict=said, since="" if link.begin == BEGINNING else link.begin,
                state=standing(reading, said, link, heirs),
                in_force=tuple(sorted({x.other for x in versions(reading, link.other)
                                       if x.holds(reading.now)})),
                replaced_by=tuple(heirs), reason=text(node, "reason"), review=review,
                certainty=text(node, "certainty"),
                claims=tuple(dict.fromkeys((*claims_of(node), *link.claims)))))  # fmt: skip
    rows = [r for r in rows if verdict in ("", r.verdict) and state in ("", r.state)
            and document in ("", r.document)]  # fmt: skip
    return sorted(rows, key=lambda r: (ORDER.index(r.state), r.document, r.review))


def versions(reading: Reading, document: str) -> list[Link]:
    return reading.into(document, "VERSION_OF")


def standing(reading: Reading, verdict: str, review: Link, heirs: list[str]) -> str:
    now, own = reading.now, versions(reading, review.other)
    if verdict == "改" and heirs:
        theirs = [versions(reading, heir) for heir in heirs]
        if [] in theirs:
            return "unknown"
        return "done" if all(any(x.holds(now) for x in one) for one in theirs) else "open"
    if verdict == "改":
        if not own or review.begin == BEGINNING:
            return "unknown"
        return "done" if any(x.holds(now) and x.begin >= review.begin for x in own) else "open"
    if not own:
        return "open" if verdict == "立" else "unknown"
    live = any(x.holds(now) for x in own)
    return "done" if live != (verdict == "废") else "open"
