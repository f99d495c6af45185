"""The certificate hop: is it there, in force, unaltered, and the file that others name it by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import ALL_CODES
from queries.trace import papers
from queries.trace.hop import Draft, Facts, day, gather, last_day
from queries.trace.states import Verdict

FILE, CITED, UNHASHED, SIGNATURE = "file_sha256", "cited_sha256", "nil:sha256", "signature"
_COMPARED = 16
_BROKEN = ("altered", "invalid")
_SIGNATURES = ALL_CODES["signature_state"]


@dataclass(frozen=True, slots=True)
class Integrity:
    """What sources say of the file of one certificate, in the order of property, value, claims.

    `files`: hashes of files that were read under its number; `cited`: those that other
    certificates give for it; `unhashed`: one names it without a hash; `signature`: the worst state.
    """

    rows: tuple[papers.IntegrityRow, ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """The values of one property, each once."""
        return tuple(dict.fromkeys(r.value for r in self.rows if r.property == name))

    @property
    def files(self) -> tuple[str, ...]:
        """Hashes of the files that were read."""
        return self.values(FILE)

    @property
    def cited(self) -> tuple[str, ...]:
        """Hashes by which it is named."""
        return self.values(CITED)

    @property
    def signature(self) -> str:
        """The worst state of its signature that a source found; empty where none looked."""
        return min(self.values(SIGNATURE), key=_SIGNATURES.rank, default="")

    @property
    def differs(self) -> bool:
        """Whether two files, or a file and what it is named by, are not the same bytes."""
        known = self.files or self.cited[:1]
        return len({*known, *self.cited}) > 1

    @property
    def cited_only(self) -> bool:
        """Whether another certificate names it and its own file was never read."""
        return not self.files and any(r.property in (CITED, UNHASHED) for r in self.rows)

    @property
    def facts(self) -> Facts:
        """Hashes and signature as named values."""
        found = (("cited_sha256", " ".join(self.cited)), (SIGNATURE, self.signature))
        return tuple((name, value) for name, value in found if value)


def integrity(rows: Iterable[papers.IntegrityRow]) -> dict[str, Integrity]:
    """What is said of the files of certificates, by certificate."""
    found: dict[str, list[papers.IntegrityRow]] = {}
    once = {(r.certificate, r.property, r.value, r.claims): r for r in rows}
    for row in sorted(once.values(), key=lambda r: (r.property, r.value, r.claims or ())):
        found.setdefault(row.certificate, []).append(row)
    return {certificate: Integrity(tuple(own)) for certificate, own in found.items()}


def certificates(
    calibration: str,
    moment: str,
    branch: str,
    rows: Sequence[papers.PaperRow],
    known: Mapping[str, Integrity],
) -> list[Draft]:
    """A hop for each certificate of a calibration, or the one that says there is none."""
    if not rows:
        return [
            Draft(
                "certificate",
                "missing",
                "",
                calibration,
                "DOCUMENTED_BY",
                "没有证书记录",
                "no certificate is stated",
                branch=branch,
            )
        ]
    edges: dict[str, list[papers.PaperRow]] = {}
    for row in rows:
        edges.setdefault(row.id, []).append(row)
    return [
        _draft(own, known.get(certificate, Integrity()), moment, branch)
        for certificate, own in edges.items()
    ]


def _draft(edges: Sequence[papers.PaperRow], found: Integrity, moment: str, branch: str) -> Draft:
    """One certificate, whatever the number of sources that name it."""
    c = edges[0]
    verdict = certificate_verdict(c, found, moment)
    sha256 = " ".join(found.files) or c.sha256
    return Draft(
        "certificate",
        verdict.state,
        c.id,
        c.calibration,
        "DOCUMENTED_BY",
        verdict.zh,
        verdict.en,
        branch=branch,
        certainty=c.certainty or "",
        claims=gather(*(e.claims for e in edges), c.more, *(r.claims for r in found.rows)),
        facts=((("sha256", sha256),) if sha256 else ()) + found.facts,
    )


def certificate_verdict(c: papers.PaperRow, found: Integrity, moment: str) -> Verdict:
    """The state of a certificate at a moment: altered, expired, another file, only cited, or ok."""
    if c.stub:
        return Verdict("missing", "只被引用，没有证书记录", "cited only; not stated")
    if found.signature in _BROKEN:
        return _broken(found)
    if c.valid_until is not None and c.valid_until <= moment:
        until = last_day(c.valid_until)
        return Verdict("expired", f"证书有效期至 {until}", f"certificate valid until {until}")
    if found.differs:
        return Verdict(
            "conflicting",
            f"同一编号下的文件不同：读到 {_short(found.files)}，引用为 {_short(found.cited)}",
            f"different files under one number: read {_short(found.files)}, cited as "
            f"{_short(found.cited)}",
        )
    if found.cited_only and c.issued is None:
        return _only_cited(found)
    return _sound(c, found)


def _only_cited(found: Integrity) -> Verdict:
    if found.cited:
        zh, en = f"SHA-256 {_short(found.cited)}", f"SHA-256 {_short(found.cited)}"
    elif "inapplicable" in found.values(UNHASHED):
        zh, en = "纸质", "on paper"
    else:
        zh, en = "未给出哈希", "no hash is given"
    return Verdict(
        "missing",
        f"只被引用（{zh}），其内容未装载",
        f"cited only ({en}); what it says was not loaded",
    )


def _broken(found: Integrity) -> Verdict:
    reasons = (r.reason for r in found.rows if r.value == found.signature and r.reason)
    zh, _, en = next(reasons, "").partition(" / ")
    state = found.signature
    return Verdict(
        "failed",
        zh or _SIGNATURES.title(state),
        en or _SIGNATURES.title(state, "en"),
    )


def _short(hashes: Sequence[str]) -> str:
    """Hashes as far as a person compares them; all of each is among the facts."""
    return " ".join(f"{h[:_COMPARED]}…" for h in hashes) or "-"


def _sound(c: papers.PaperRow, found: Integrity) -> Verdict:
    """When it was issued and how its signature stands, as far as either is said."""
    zh = [f"{day(c.issued)} 签发"] if c.issued else []
    en = [f"issued {day(c.issued)}"] if c.issued else []
    if found.files:
        zh.append(f"SHA-256 {_short(found.files)}")
        en.append(f"SHA-256 {_short(found.files)}")
    if found.signature:
        zh.append(f"签名：{_SIGNATURES.title(found.signature)}")
        en.append(f"signature: {_SIGNATURES.title(found.signature, 'en')}")
    return Verdict("ok", "，".join(zh), "; ".join(en))
