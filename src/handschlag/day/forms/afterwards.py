"""What is said of a meeting: a button that was pressed, or the next step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handschlag.day.actions.marks import Answers
from handschlag.day.models import OutcomeResult
from handschlag.day.rules.afterwards import ASKED_AFTER

YES_OR_NO: Final = {"yes": True, "no": False}


def answers_in(data: Mapping[str, str]) -> Answers:
    """What the form does not name stays as it is."""
    return Answers(
        took_place=YES_OR_NO.get(data.get("took_place", "")),
        was_worth=YES_OR_NO.get(data.get("was_worth", "")),
        next_step=printable(data["next_step"]) if "next_step" in data else None,
        releases_contact=YES_OR_NO.get(data.get("releases_contact", "")),
    )


def printable(text: str) -> str:
    """The text without control characters; blanks and ends of lines stay."""
    return "".join(sign for sign in text if sign.isprintable() or sign.isspace())


def after_days_in(data: Mapping[str, str]) -> int | None:
    """The number of days after the event that the form asks about; None where we never ask then."""
    found = {str(days): days for days in ASKED_AFTER}
    return found.get(data.get("after", ""))


def result_in(data: Mapping[str, str]) -> str | None:
    """The value of the button that was pressed; None where it is no result."""
    given = data.get("result", "")
    return given if given in set(OutcomeResult.values) else None
