"""One person's session on a page: the view, who asks, and answers with their failures told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from dashboard.app.failures import failed
from dashboard.app.view import View
from dashboard.app.worker import Answers
from graph import InvalidValueError, NotAllowedError, UnknownElementError, Workspace
from queries import Asker, Difference, Result, names_shown, query_named, withheld_note

T = TypeVar("T")
R = TypeVar("R")
_ADDRESS = re.compile(r"://|www(?=\.)|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Session:
    """What a page draws with. `writes`: decisions may be made here, in the name of the asker.

    `title`: of the page.
    """

    view: View
    asker: Asker
    answers: Answers
    writes: bool = False
    title: str = ""

    def fact(self, title: str, value: str) -> str:
        """Something told with its title, as a caption takes it."""
        return literal(self.say(f"{title}：{value}", f"{title}: {value}"))

    @property
    def address(self) -> str:
        """The address that shows this view to others."""
        base = (st.context.url or "").partition("?")[0]
        asked = urlencode(self.view.address(**dict(self.view.params)))
        return f"{base}?{asked}" if asked else base

    def say(self, zh: str, en: str) -> str:
        """One of two texts, by language."""
        return self.view.say(zh, en)

    def joined(self, texts: Iterable[str]) -> str:
        """Several texts in one, with the mark of the language between them."""
        return self.say("；", "; ").join(texts)

    def ask(
        self, question: str, mend: Callable[[], None] | None = None, /, **params: str
    ) -> Result[object]:
        """The answer at the times of the view; where there is none, the page says why and ends.

        While the store is away an answer from before is shown with its time. `mend` draws the way
        on where it was the asked element that was wrong.
        """
        view = self.view
        try:
            result = self.answers.ask(
                question,
                params,
                as_of=view.as_of,
                known_at=view.known_at,
                asker=self.asker,
            )
        except NotAllowedError as error:
            failed(view, error)
            st.stop()
        except Exception as error:  # noqa: BLE001 - whatever it was, a page tells it and stands
            kept = self.answers.last(question, params, self.asker)
            failed(view, error, kept)
            if kept is None:
                if mend is not None and isinstance(error, UnknownElementError | InvalidValueError):
                    mend()
                st.stop()
            result = kept.result
        self.tell_withheld(result)
        return result

    def expect(self, asked: Iterable[tuple[str, Mapping[str, str]]]) -> None:
        """Have questions with their parameters answered in one go, before `figures` of each.

        What fails is told where it is asked.
        """
        if not self.view.known_at:
            with suppress(Exception):
                self.answers.expect(asked, as_of=self.view.as_of, asker=self.asker)

    def figures(self, question: str, params: Mapping[str, str]) -> Result[object]:
        """The answer at the times of the view, for its figures: an expected one has no evidence."""
        if not self.view.known_at:
            with suppress(Exception):
                found = self.answers.figures(
                    question, params, as_of=self.view.as_of, asker=self.asker
                )
                if found is not None:
                    return found
        return self.ask(question, **params)

    def taken(self, result: Result[R], file: str) -> Result[R]:
        """An answer that was shown, as it goes into a file: names in it are logged for the file.

        Raises `SuyuanError` or `OSError` where it cannot be told who takes them.
        """
        asker = self.asker.showing_names_in(file)
        if not asker.shows_names_in:
            return result
        return self.answers.work(lambda workspace: names_shown(workspace, result, asker))

    def tell_withheld(self, result: Result[object]) -> None:
        """Say how many rows of an answer the asker may not see, if any."""
        if result.withheld:
            query = query_named(result.question)
            told = withheld_note(result.withheld)[self.view.english]
            st.caption(self.fact(self.say(query.question_zh, query.question_en), told))

    def assume(self, scenario: str, question: str) -> Difference:
        """A question under a scenario, at the times of the view; a failure is told and ends it."""
        view = self.view
        try:
            return self.answers.assume(
                scenario,
                question,
                as_of=view.as_of,
                known_at=view.known_at,
                asker=self.asker,
            )
        except Exception as error:  # noqa: BLE001 - as above
            failed(view, error)
            st.stop()

    def work(self, task: Callable[[Workspace], T]) -> T:
        """Do something with the workspace; a failure is told and ends the page.

        Ids near an unknown one are named only to those who may see all.
        """
        try:
            return self.answers.work(task)
        except UnknownElementError as error:
            near = error.nearest if self.asker.sees_all else ()
            failed(self.view, UnknownElementError(error.asked, near))
            st.stop()
        except Exception as error:  # noqa: BLE001 - as above
            failed(self.view, error)
            st.stop()

    def link(self, page: str, label: str, *, icon: str | None = None, **params: str) -> None:
        """A link to another page at the same times."""
        target = st.session_state["pages"].get(page)
        if target is None:
            st.text(label)
        else:
            st.page_link(
                target, label=literal(label), icon=icon, query_params=self.view.address(**params)
            )

    def go(self, page: str, **params: str) -> None:
        """Open another page at the same times."""
        st.switch_page(st.session_state["pages"][page], query_params=self.view.address(**params))

    def keep(self, **params: str) -> None:
        """Write parameters of the page into its address; empty ones are taken out."""
        write_chosen(params)


def write_chosen(params: Mapping[str, str]) -> None:
    """Write into the address what somebody chose; empty parameters are taken out.

    The whole address is sent even where it seems to hold them: it is that of the moment at which
    somebody chose, and an answer that was then on its way may have changed it since.
    """
    kept = {**st.query_params.to_dict(), **params}
    st.query_params.from_dict({name: value for name, value in kept.items() if value})


def write_address(params: Mapping[str, str]) -> None:
    """Write parameters into the address, where they are not there yet; take empty ones out."""
    for name, value in params.items():
        if not value and name in st.query_params:
            del st.query_params[name]
        elif value and st.query_params.get(name) != value:
            st.query_params[name] = value


def literal(text: str) -> str:
    """A text from data where Streamlit would read Markdown: every sign of it stands for itself.

    Addresses too, which Streamlit would make links of: an invisible sign stands in them.
    """
    apart = _ADDRESS.sub(lambda found: f"{found[0]}\u2060", text)
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-.!|~$:^&=" else c for c in apart)
