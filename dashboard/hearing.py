"""A question as a person says it: what it means, and the answer to that."""

from __future__ import annotations

import re
from datetime import date, datetime

from graph import InvalidValueError, Workspace
from ontology import CIVIL, TimeError, as_of_time, parse_moment
from queries import OWNER, Asker
from queries.plain import Listener, Meaning, NotUnderstoodError, Understood

_ID = re.compile(r"[a-z][a-z0-9-]*\Z")


def is_sentence(question: str) -> bool:
    """Whether it is no id of a question, as `trace` is."""
    return not _ID.match(question)


def listened(
    workspace: Workspace, sentence: str, *, as_of: str | None = None, asker: Asker = OWNER
) -> Understood:
    """All that a sentence may mean; relative days are counted from `as_of`, else from today.

    Raises `InvalidValueError` for an empty or an overlong sentence.
    """
    return Listener(workspace).understand(sentence, today=day_of(as_of), asker=asker)


def heard(
    workspace: Workspace, sentence: str, *, as_of: str | None = None, asker: Asker = OWNER
) -> Meaning:
    """The one meaning of a sentence; what is only likely is in the refusal, and does not run.

    Raises `NotUnderstoodError` with the unknown words or the meanings to choose from, and
    `InvalidValueError` for an empty or an overlong sentence.
    """
    understood = listened(workspace, sentence, as_of=as_of, asker=asker)
    if understood.sure is None:
        raise NotUnderstoodError(understood)
    return understood.sure


def day_of(as_of: str | None) -> date | None:
    """The civil day of a time as a person writes it; None for none."""
    if not as_of:
        return None
    try:
        moment: datetime = parse_moment(as_of_time(as_of))
    except TimeError as error:
        raise InvalidValueError("as_of", as_of, str(error), "YYYY-MM-DD") from error
    return moment.astimezone(CIVIL).date()
