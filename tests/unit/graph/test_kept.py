"""What is derived from a graph stands for as long as the graph stands where it stood."""

from __future__ import annotations

from graph.store.embedded import EmbeddedStore
from graph.store.kept import Kept
from graph.store.protocol import StorePosition


def test_it_is_made_again_after_each_batch() -> None:
    store, made = EmbeddedStore(None), []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    store.kept("a", make)
    assert store.kept("a", make) == 1, "a graph without a position keeps nothing"
    store.apply((), StorePosition("chain", 1, "declared"))
    assert [store.kept("a", make), store.kept("a", make), store.kept("b", make)] == [2, 2, 3]
    store.apply((), StorePosition("chain", 2, "declared"))
    assert [store.kept("a", make), store.kept("b", make)] == [4, 5]
    store.apply((), StorePosition("another chain", 2, "declared"))
    assert store.kept("a", make) == 6


def test_what_was_made_while_somebody_wrote_is_not_kept() -> None:
    store, kept = EmbeddedStore(None), Kept()
    store.apply((), StorePosition("chain", 1, "declared"))

    def meanwhile() -> str:
        store.apply((), StorePosition("chain", 2, "declared"))
        return "mixed"

    assert kept.get(store, "a", meanwhile) == "mixed"
    assert kept.get(store, "a", lambda: "whole") == "whole"
    assert kept.get(store, "a", lambda: "never asked for") == "whole"


def test_what_is_filled_later_is_kept_where_the_graph_was_seen_to_stand() -> None:
    """It is not kept a moment longer, although nobody read the position for it again."""
    store, first, second = EmbeddedStore(None), *(StorePosition("chain", n, "o") for n in (1, 2))
    store.apply((), first)
    empty: dict[str, int] = store.kept("a", dict, first)
    empty["filled"] = 1

    assert store.kept("a", dict, first) is empty
    store.apply((), second)
    assert store.kept("a", dict, second) == {}
    assert store.kept("a", dict) == {}, "read where nobody says where it stands"
