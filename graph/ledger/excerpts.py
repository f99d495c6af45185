"""Excerpts: the words of kept originals at the places of claims, names of persons hidden.

No claim holds the name of a person: it stands in its original alone, at the place of the claim
about the person. What is read from an original is shown with those names struck out, unless
somebody has the right to see them; then each time is logged before it is shown.
"""

from __future__ import annotations

import codecs
import re
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from graph.claim import Place
from graph.ledger.originals import Originals
from graph.ledger.reveals import ShownTo, log_reveal
from graph.ledger.surroundings import Surroundings, cuts, hidden

HIDDEN = "〔姓名〕"
_CHUNK = 1 << 20
_GB18030 = "gb18030"
_BINARY = b"BUFR"
"""How a message begins that has no words to show (FM 94)."""
_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PERSON = "substr(c.body,1,9)=x'5b22506572736f6e22'"  # the body of a claim about a Person
PLACES = f"""
SELECT o.sha256, c.offset, c.length FROM claims c JOIN originals o USING(original_no)
WHERE {_PERSON} AND c.offset IS NOT NULL
UNION SELECT o.sha256, e.offset, e.length FROM claims c CROSS JOIN entries e ON e.claim_pos=c.pos
JOIN originals o ON o.original_no=e.original_no WHERE {_PERSON} AND e.offset IS NOT NULL
"""
"""Where names of persons stand; CROSS JOIN: from the few claims to their entries, not the other
way through all entries there are."""
_LOGGED = "SELECT (SELECT max(pos) FROM claims), (SELECT max(pos) FROM entries)"


class Excerpts:
    """Reads excerpts for one ledger.

    `log`: where names that are shown are logged. `revealing`: they are shown to whoever runs this;
    else only where somebody with the right is named.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        originals: Originals,
        log: Path,
        *,
        revealing: bool = False,
    ) -> None:
        self._db = connection
        self._originals = originals
        self._log = log
        self._revealing = revealing
        self._encodings: dict[bytes, str] = {}
        self._names: dict[bytes, re.Pattern[str]] = {}
        self._position: tuple[int | None, int | None] | None = None

    @property
    def logs_reveals(self) -> bool:
        """Whether each showing of a name is logged, so that none may be shown from memory."""
        return self._revealing

    @property
    def learned_from(self) -> tuple[int | None, int | None] | None:
        """The last claim and entry when the names were learned; None before they were."""
        return self._position

    def refresh(self) -> None:
        """Learn the names in originals that were loaded since; before reading many excerpts."""
        position = self._db.execute(_LOGGED).fetchone()
        if position != self._position:
            self._position = position
            self._names = self._names_by_original()

    def text(self, digest: bytes, place: Place, to: ShownTo | None = None) -> str | None:
        """The words at a place; None where it has none, or the original is gone.

        `to`: somebody to whom names are shown. Raises `OSError` where that cannot be logged.
        """
        if self._position is None:  # nothing is shown before the names are known
            self.refresh()
        found = self._read(digest, place)
        names = self._names.get(digest)
        if not found or names is None:
            return found
        hidden, struck = names.subn(HIDDEN, found)
        if struck and self._reveals(to):
            log_reveal(self._log, digest, place, struck, to)
            return found
        return hidden

    def around(
        self, digest: bytes, place: Place, lines: int = 6, to: ShownTo | None = None
    ) -> Surroundings | None:
        """A place with the lines around it, names hidden as in `text`; None where that gives none.

        Unlike a single excerpt it holds words that belong to other claims of the original.
        """
        if self._position is None:
            self.refresh()
        if place.offset is None or place.length is None:
            return None
        try:
            content = self._originals.content(digest)
            if content[place.offset : place.offset + 8].startswith(_BINARY):
                return None
            encoding = self._encoding(digest)
        except FileNotFoundError:
            return None
        at = (place.offset, place.offset + place.length)
        cut = cuts(content, at, lines, "\n".encode(encoding))
        parts = [self._decoded(raw, encoding) for raw in cut.parts(content)]
        if (names := self._names.get(digest)) is not None:
            struck = hidden(parts, names, HIDDEN)
            if self._reveals(to):
                if struck[1:-1] != parts[1:-1]:
                    names_shown = _marks(struck[1:-1]) - _marks(parts[1:-1])
                    log_reveal(self._log, digest, place, names_shown, to)
            else:
                parts = struck
        _, before, span, after, _ = parts
        first = None if place.line is None else place.line - before.count("\n")
        return Surroundings(first, before, span, after, not cut.whole)

    def hide(self, digest: bytes, text: str) -> str:
        """A text taken from an original, its names of persons struck out."""
        if self._position is None:
            self.refresh()
        names = self._names.get(digest)
        return text if names is None else names.sub(HIDDEN, text)

    def _reveals(self, to: ShownTo | None) -> bool:
        return self._revealing or to is not None

    def _read(self, digest: bytes, place: Place) -> str | None:
        try:
            raw = self._originals.raw(digest, place)
            if raw is None:
                return None
            if raw.startswith(_BINARY):
                return None
            return self._decoded(raw, self._encoding(digest))
        except FileNotFoundError:
            return None

    def _decoded(self, raw: bytes, encoding: str) -> str:
        if encoding == _GB18030 and _is_utf8(raw):
            encoding = "utf-8"
        return raw.decode(encoding, errors="backslashreplace").removeprefix("\ufeff")

    def _encoding(self, digest: bytes) -> str:
        if digest not in self._encodings:
            self._encodings[digest] = encoding_of(self._originals.path(digest))
        return self._encodings[digest]

    def _names_by_original(self) -> dict[bytes, re.Pattern[str]]:
        """For each original that names persons a pattern of the names, blanks within them or not.

        A longer name goes before one that begins it.
        """
        names: dict[bytes, set[str]] = defaultdict(set)
        for digest, offset, length in self._db.execute(PLACES):
            name = self._read(digest, Place(offset=offset, length=length))
            if name and (letters := "".join(name.split())):
                names[digest].add(letters)
        return {
            digest: re.compile(
                "|".join(
                    r"\s*".join(map(re.escape, name))
                    for name in sorted(found, key=lambda n: (-len(n), n))
                )
            )
            for digest, found in names.items()
        }


def _marks(parts: Sequence[str]) -> int:
    """How many names are struck out of parts of a text."""
    return sum(part.count(HIDDEN) for part in parts)


def _is_utf8(raw: bytes) -> bool:
    """Whether words of a file in mixed encodings are in UTF-8: then Chinese takes three bytes.

    What GB18030 has in two or four bytes may pass for UTF-8 too, but as characters of two bytes.
    """
    try:
        return not any("\x80" <= c < "\u0800" for c in raw.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def encoding_of(path: Path) -> str:
    """The encoding of a whole file: UTF-16 by its mark, UTF-8 where all of it is, else GB18030.

    A few bytes alone do not tell: 联通 in GB18030 is also valid UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        if (marked := _BOMS.get(stream.read(2))) is not None:
            return marked
        stream.seek(0)
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _GB18030
    return "utf-8"
