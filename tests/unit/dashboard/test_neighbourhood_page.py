"""The neighbourhood as one file: nothing from outside, no text of data as code, counts honest."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from dashboard.render.neighbourhood_page import MOST, page, relation
from ontology import BEGINNING, OPEN_END
from queries.neighbourhood import ShowRow

EVIL = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'


def row(other: str, name: str, *, part: str = "out", hidden: int = 0) -> ShowRow:
    return ShowRow(part, "CITES", "", other, name, hidden, BEGINNING, OPEN_END, "stated", ())


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_nothing_in_the_file_points_outside() -> None:
    text = page("document:A", "甲", [row("document:B", "[x](http://outside.example)")])
    tags = Tags(text).found

    assert {"link", "img", "iframe", "object", "a"} & {tag for tag, _ in tags} == set()
    for tag, attributes in tags:
        for name in ("src", "href", "action", "data"):
            assert name not in attributes, (tag, attributes)
    assert not re.search(r"url\(\s*['\"]?https?:", text)
    assert "default-src 'none'" in text
    assert "cdn." not in text


def test_a_hostile_name_ends_no_script() -> None:
    plain = page("document:A", "甲", [row("document:B", "乙")])
    text = page("document:A", EVIL, [row("document:B", EVIL)])

    assert text.count("</script>") == plain.count("</script>")
    assert "<img" not in text
    assert EVIL not in text


def test_what_is_not_drawn_is_counted() -> None:
    rows = [row(f"document:{n}", f"文件{n}") for n in range(70)]
    rows.append(row("document:last", "末", part="in", hidden=30))

    text = page("document:A", "甲", rows)

    assert text.count('"label": "\\u') + text.count('"label": "[') >= MOST
    assert f"{MOST} / 101" in text
    assert f"{MOST} of 101 shown" in page("document:A", "甲", rows, "en")


def test_the_direction_of_a_relation_is_said() -> None:
    assert relation(row("document:B", "")) == "引用"
    assert relation(row("document:B", "", part="in"), "en") == "← cites"


def test_two_edges_to_one_neighbour_are_two_edges_and_one_node() -> None:
    rows = [row("document:B", "乙"), row("document:B", "乙", part="in")]
    text = page("document:A", "甲", rows)

    assert text.count('"id": "document:B"') == 1
    assert text.count('"from": "document:') == 2
