"""TriG (W3C REC-trig-20140225), one line at a time, so that each reject has its line.

Read is all of TriG but what makes nodes without a name (`[ ]`): no claim has any. `( )` is read as
the list of texts of a property, whose cells have names in an export. Lines as our export writes
them go a short way, others the long way through their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from loaders.claims_rdf.statements import (
    IRI,
    IRI_LIMIT,
    LINE_LIMIT,
    TEXT,
    Lines,
    Statement,
    TermError,
    datatype_of,
    unescaped,
)
from ontology import claim_of, expanded, list_iri, property_name

_TYPE, _FIRST, _REST, _NIL = (expanded(f"rdf:{name}") for name in ("type", "first", "rest", "nil"))
_IRI = r'<[^\x00-\x20<>"{}|^`]*+>'
_NAME = r"(?:[A-Za-z][\w-]*)?:(?:[\w:%-]|\\.|\.(?=[\w:%-]))*+"
_STRING = r'"[^"\\\n\r]*+(?:\\.[^"\\\n\r]*+)*+"'
_LANGUAGE = r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"
SHORT = re.compile(
    rf"(?:({_IRI}|{_NAME})|) ({_IRI}|{_NAME}|a) "
    rf"(?:({_IRI}|{_NAME})|({_STRING})(?:\^\^({_IRI}|{_NAME})|({_LANGUAGE})|)) ([;.])\n\Z"
)
"""A line of a statement as our export writes it; see `Trig`."""
_OPEN = re.compile(rf"({_IRI}|{_NAME}) \{{\n\Z")
_WORDS = re.compile(
    rf"(?P<gap>[ \t\r\n\ufeff]+|\#[^\n]*)|(?P<iri>{_IRI})|(?P<blank>_:[\w.-]*\w)"
    r'|(?P<long>"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*''')"
    rf"|(?P<string>{_STRING}|'[^'\\\n\r]*(?:\\.[^'\\\n\r]*)*')(?!['\"])"
    rf"|(?P<at>{_LANGUAGE})|(?P<typed>\^\^)|(?P<name>{_NAME})"
    r"|(?P<number>[+-]?(?:\d++(?:\.\d*+)?|\.\d++)[eE][+-]?\d+|[+-]?\d*+\.\d+|[+-]?\d+)"
    r"|(?P<word>[A-Za-z]+)|(?P<mark>[{}.;,\[\]()])",
    re.DOTALL,
)
_CELL = re.compile(r"(urn:suyuan:claim:[0-9a-f]+:list:[^:]*):([0-9]{1,9})\Z")
_ESCAPED = re.compile(r"\\(.)")
_LONG = re.compile(r"\"\"\"|'''")
_MOST_LINES = 1000
_SHORT, _MOST_KNOWN = 200, 8192
_REMEDY = "重新导出，或转为 N-Quads / export it again, or convert it to N-Quads"
_UNNAMED = (
    "空白节点 [ ]：断言里没有无名的东西 / a blank node [ ]: nothing in a claim is without a name"
)
_NO_LIST = "( ) 只能是断言里一个属性的几个文本 / ( ) may only be the texts of a property in a claim"
_MOST_MEMBERS = 100_000
_NO_BASE = "不支持 BASE：IRI 须写全 / no BASE: IRIs are given in full"


class Trig:
    """The statements of a file of TriG."""

    def __init__(self, path: Path, lines: Lines | None = None) -> None:
        self._lines = Lines(path) if lines is None else lines
        self.begin = self.end = 0
        self.prefixes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        # Most claims have most of their further lines in common with others.
        self._known: dict[str, tuple[str, str, str, str]] = {}
        self._graph: str | None = None
        self._subject = self._predicate = ""
        self._expected = "subject"

    def __iter__(self) -> Iterator[Statement]:
        yield from self.said_in(iter(self._lines))
        self.finish()

    @property
    def at_rest(self) -> bool:
        """Whether the last statement has ended, and is in no graph that has not."""
        return self._expected == "subject" and self._graph is None

    def finish(self) -> None:
        """Raises `SourceError` where the file ends within a statement or a graph."""
        if not self.at_rest:
            raise self._lines.refused("文件不完整 / the file ends within a statement", _REMEDY)

    def said_in(self, lines: Iterator[str]) -> Iterator[Statement]:
        """The statements in some lines, which go on where those before them ended."""
        for line in lines:
            known = self._known.get(line) if self._expected == "predicate" else None
            if known is not None:
                self._predicate, datatype, value, self._expected = known
                yield self._said(datatype, value)
                continue
            short = SHORT.match(line)
            try:
                if short is not None and (short[1] is None) == (self._expected == "predicate"):
                    yield self._short(short)
                elif self._expected == "subject" and (opened := _OPEN.match(line)):
                    self._open(self._iri(opened[1]))
                elif line == "}\n":
                    self._mark("}")
                else:
                    yield from self._long(line, lines)
            except TermError as error:
                raise self._lines.refused(str(error), _REMEDY) from error

    def _short(self, found: re.Match[str]) -> Statement:
        """A statement in one line, as our export writes it."""
        subject, predicate, iri, text, datatype, language, mark = found.groups()
        if self._expected not in ("subject", "predicate"):
            raise TermError("语句未完 / the statement before it does not end")
        if subject is not None:
            self._subject = self._iri(subject)
        self._predicate = _TYPE if predicate == "a" else self._iri(predicate)
        self._expected = "predicate" if mark == ";" else "subject"
        if iri is not None:
            kind, value = IRI, self._iri(iri)
        else:
            kind = TEXT if datatype is None else datatype_of(self._iri(datatype))
            kind, value = language or kind, unescaped(text[1:-1])
        if subject is None and found.end() < _SHORT:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[found.string] = (self._predicate, kind, value, self._expected)
        return self._said(kind, value)

    def _said(self, datatype: str, value: str) -> Statement:
        self.begin, self.end = self._lines.begin, self._lines.end
        return Statement(
            self._lines.number,
            self._subject,
            self._predicate,
            datatype,
            value,
            self._graph or None,
        )

    def _iri(self, term: str) -> str:
        """The IRI of a term: in full, or a name with a prefix."""
        known = self._names.get(term)
        if known is not None:
            return known
        if term.startswith("<"):
            found = unescaped(term[1:-1])
        else:
            prefix, _, name = term.partition(":")
            if prefix not in self.prefixes:
                raise TermError(f"前缀未声明 / no such prefix: {prefix!r:.40}:")
            found = self.prefixes[prefix] + (_ESCAPED.sub(r"\1", name) if "\\" in name else name)
            if len(term) < 40:  # a word of a vocabulary, which comes again
                self._names[term] = found
                if len(self._names) > 100_000:
                    self._names.clear()
        if len(found) > IRI_LIMIT:
            raise TermError(
                f"IRI 超过 {IRI_LIMIT:,} 字符 / an IRI longer than {IRI_LIMIT:,} characters"
            )
        return found

    # The long way

    def _long(self, line: str, lines: Iterator[str]) -> Iterator[Statement]:
        words = _Words(self, line, lines)
        for kind, word in words:
            match kind:
                case "mark" if word == "(" and self._expected == "object":
                    yield from self._texts(words)
                case "mark":
                    self._mark(word)
                case "at" | "word" if self._expected == "subject":
                    self._directive(word.lower().removeprefix("@"), word[0] == "@", words)
                case "iri" | "name" | "blank":
                    yield from self._term(word if kind == "blank" else self._iri(word), words)
                case "word" if word == "a" and self._expected == "predicate":
                    self._predicate, self._expected = _TYPE, "object"
                case _ if self._expected == "object":
                    self._expected = "after"
                    yield self._said(*self._literal(kind, word, words))
                case _:
                    raise TermError(f"此处不应有 / not expected here: {word!r:.40}")

    def _term(self, term: str, words: _Words) -> Iterator[Statement]:
        if self._expected == "object":
            self._expected = "after"
            yield self._said(IRI, term)
        elif self._expected == "predicate":
            self._predicate, self._expected = term, "object"
        elif self._expected == "subject":
            if words.next_is("{"):
                self._open(term)
            else:
                self._subject, self._predicate, self._expected = term, "", "predicate"
        else:
            raise TermError(f"此处不应有 / not expected here: {term!r:.40}")

    def _literal(self, kind: str, word: str, words: _Words) -> tuple[str, str]:
        if kind == "number":
            exponent = "e" in word.lower()
            return ("double" if exponent else "decimal" if "." in word else "integer"), word
        if kind == "word" and word in ("true", "false"):
            return "boolean", word
        if kind not in ("string", "long"):
            raise TermError(f"此处不应有 / not expected here: {word!r:.40}")
        width = 3 if kind == "long" else 1
        text = unescaped(word[width:-width])
        if words.next_is("^^"):
            kind, word = next(words, ("", ""))
            if kind not in ("iri", "name"):
                raise TermError("缺少数据类型 / the datatype is missing")
            return datatype_of(self._iri(word)), text
        return words.taken("at") or TEXT, text

    def _texts(self, words: _Words) -> Iterator[Statement]:
        """A list of texts in one line, its cells named as an export names them."""
        subject, predicate, graph = self._subject, self._predicate, self._graph
        first = _first_cell(graph or subject, subject, predicate)
        texts: list[str] = []
        for kind, word in words:
            if word == ")":
                break
            datatype, text = self._literal(kind, word, words)
            if datatype != TEXT or len(texts) == _MOST_MEMBERS:
                raise TermError(_NO_LIST)
            texts.append(text)
        else:
            raise TermError(_NO_LIST)
        begin, _, number = first.rpartition(":")
        cells = [*(f"{begin}:{int(number) + n}" for n in range(len(texts))), _NIL]
        yield self._said(IRI, cells[0])
        for cell, text, rest in zip(cells, texts, cells[1:], strict=False):
            self._subject, self._predicate = cell, _FIRST
            yield self._said(TEXT, text)
            self._predicate = _REST
            yield self._said(IRI, rest)
        self._subject, self._predicate, self._expected = subject, predicate, "after"

    def _mark(self, mark: str) -> None:
        if mark in "[]()":
            raise TermError(_UNNAMED)
        expected = self._expected
        # After a semicolon a predicate may come, or nothing more of that subject.
        done = expected == "after" or (expected == "predicate" and self._predicate != "")
        if mark == "{" and not done and expected != "object":
            self._open("" if expected == "subject" else self._subject)
            self._expected = "subject"
        elif mark == "}" and self._graph is not None and (done or expected == "subject"):
            self._graph, self._expected = None, "subject"
        elif mark == "." and done:
            self._expected = "subject"
        elif mark == ";" and done:
            self._expected = "predicate"
        elif mark == "," and expected == "after":
            self._expected = "object"
        else:
            raise TermError(f"此处不应有 / not expected here: {mark!r}")

    def _open(self, graph: str) -> None:
        if self._graph is not None:
            raise TermError("图中不能有图 / a graph within a graph")
        self._graph = graph

    def _directive(self, word: str, dotted: bool, words: _Words) -> None:
        if word == "graph":
            return
        if word == "base":
            raise TermError(_NO_BASE)
        (kind, name), (other, iri) = next(words, ("", "")), next(words, ("", ""))
        if word != "prefix" or kind != "name" or not name.endswith(":") or other != "iri":
            raise TermError(f"此处不应有 / not expected here: {word!r:.40}")
        if dotted and not words.next_is("."):
            raise TermError("前缀声明须以点结束 / a declaration of a prefix ends with a dot")
        self._names.clear()
        self._known.clear()
        self.prefixes[name[:-1]] = self._iri(iri)


def _first_cell(owner: str, subject: str, predicate: str) -> str:
    """The name of the first cell of a list: of a property, or of what follows a cell."""
    claim, name = claim_of(owner), property_name(predicate)
    cell = _CELL.match(subject)
    if cell is not None and predicate == _REST:
        return f"{cell[1]}:{int(cell[2]) + 1}"
    if claim is None or name is None:
        raise TermError(_NO_LIST)
    return list_iri(claim, name, 0)


class _Words:
    """The words of a line, and of further lines where a long string goes over them."""

    def __init__(self, reader: Trig, line: str, lines: Iterator[str]) -> None:
        self._lines, self._text, self._at = lines, line, 0
        self._ahead: tuple[str, str] | None = None
        self._read = 1

    def __iter__(self) -> _Words:
        return self

    def __next__(self) -> tuple[str, str]:
        if self._ahead is not None:
            found, self._ahead = self._ahead, None
            return found
        while self._at < len(self._text):
            match = _WORDS.match(self._text, self._at)
            if match is None or (match.lastgroup == "string" and self._is_long()):
                self._more()
                continue
            self._at = match.end()
            if match.lastgroup != "gap":
                return str(match.lastgroup), match[0]
        raise StopIteration

    def _is_long(self) -> bool:
        return _LONG.match(self._text, self._at) is not None

    def _more(self) -> None:
        """Add a line to a long string that does not end in this one."""
        if not self._is_long():
            raise TermError(f"不是 TriG / no TriG: {self._text[self._at :]!r:.60}")
        line = next(self._lines, "")
        self._read += 1
        if not line or self._read > _MOST_LINES or len(self._text) > LINE_LIMIT:
            raise TermError("文本没有结束 / a text does not end")
        self._text, self._at = self._text[self._at :] + line, 0

    def next_is(self, word: str) -> bool:
        """Whether this word comes next; then it is taken."""
        if self._ahead is None:
            self._ahead = next(self, None)
        if self._ahead is None or self._ahead[1] != word:
            return False
        self._ahead = None
        return True

    def taken(self, kind: str) -> str:
        """The next word if it is of that kind; then it is taken."""
        if self._ahead is None:
            self._ahead = next(self, None)
        if self._ahead is None or self._ahead[0] != kind:
            return ""
        word, self._ahead = self._ahead[1], None
        return word
