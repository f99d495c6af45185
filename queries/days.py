"""Civil days that are asked for."""

from __future__ import annotations

from datetime import date

from graph import InvalidValueError
from ontology import TimeError, civil_day, valid_time
from queries.ask import Ask

DAY = "YYYY-MM-DD"


def day_asked(ask: Ask, name: str) -> date | None:
    """A parameter as a civil day at +08:00; None where it is not given.

    Raises `InvalidValueError` for what is no day.
    """
    given = ask.params.get(name)
    try:
        return date.fromisoformat(civil_day(valid_time(given))) if given else None
    except (TimeError, ValueError) as error:
        raise InvalidValueError(name, str(given), str(error), DAY) from error


def before_the_first(ask: Ask) -> InvalidValueError:
    """What is wrong with a last day, `to`, that is before the first."""
    message = "早于开始日期 / before the first day"
    return InvalidValueError("to", ask.params.get("to", ""), message, DAY)
