"""When a funding call is open, whom it fits, and what it must say before it is published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handschlag.common.refusals import Labelled, Reason
from handschlag.common.refusals import marked as _
from handschlag.programmes.rules import finder
from handschlag.programmes.rules.tables import Answers, FitVerdict, Question

CLOSING_SOON: Final = timedelta(days=14)  # whole days: the status changes when the days left do
UNTOLD: Final = frozenset({"contact"})  # may name a person, whom the audit trail could not forget


class CallStatus(Labelled):
    """Said by the clock alone."""

    OPEN = "open", _("open")
    CLOSING = "closing", _("closing soon")
    ANNOUNCED = "announced", _("announced")
    CLOSED = "closed", _("deadline passed")


TAKES_APPLICATIONS: Final = frozenset({CallStatus.OPEN, CallStatus.CLOSING})


class CallFault(Reason):
    CHANGED_SINCE = (
        "changed_since",
        _("Someone has changed this funding call in the meantime. Nothing was saved. Check it again."),
    )
    CLOSES_BEFORE_IT_OPENS = "closes_before_it_opens", _("Enter a deadline after the opening.")
    SECOND_TOO_EARLY = "second_too_early", _("Enter a second deadline after the first one.")
    READ_TOMORROW = "read_tomorrow", _("Enter a date that is not in the future.")
    NOTHING_TO_UNDO = "nothing_to_undo", _("There is nothing to undo.")
    INCOMPLETE = (
        "incomplete",
        _(
            "Before it is published, a funding call needs a title in both languages, a programme or a "
            "funder, a deadline, and a source with the date on which it was read."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCriteria:
    """Which calls are wanted; an empty list means any."""

    status: Collection[str] = ()
    programme: Collection[str] = ()
    field: Collection[str] = ()
    who: Collection[str] = ()


def status_of(opens_at: datetime | None, closes_at: datetime, *, now: datetime) -> CallStatus:
    """From the second of the deadline on a call is closed.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 1, 31, 12, tzinfo=UTC)
    >>> second = timedelta(seconds=1)
    >>> status_of(None, noon, now=noon - second).value, status_of(None, noon, now=noon).value
    ('closing', 'closed')
    """
    if now >= closes_at:
        return CallStatus.CLOSED
    if opens_at is not None and now < opens_at:
        return CallStatus.ANNOUNCED
    return CallStatus.CLOSING if closes_at - now <= CLOSING_SOON else CallStatus.OPEN


def next_change(times: Iterable[tuple[datetime | None, datetime]], *, now: datetime) -> datetime | None:
    """The first moment at which one of these calls, by opening and deadline, has another status or day left.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 1, 31, 12, tzinfo=UTC)
    >>> f"{next_change([(None, noon)], now=noon - timedelta(days=2, seconds=1)):%d.%m. %H:%M}"
    '29.01. 12:00'
    >>> next_change([(None, noon)], now=noon) is None
    True
    """
    moments = (
        moment
        for opens_at, closes_at in times
        if closes_at > now
        for moment in (opens_at, closes_at - timedelta(days=days_left(closes_at, now=now) - 1))
        if moment is not None and moment > now
    )
    return min(moments, default=None)


def days_left(closes_at: datetime, *, now: datetime) -> int:
    """Whole days until the deadline, counted up: 1 on the last day."""
    return -((now - closes_at) // timedelta(days=1))


def fault_of_times(
    opens_at: datetime | None, closes_at: datetime | None, second_closes_at: datetime | None
) -> tuple[str, CallFault] | None:
    """The field and what is wrong with it; None where all is well."""
    if opens_at and closes_at and closes_at <= opens_at:
        return "closes_at", CallFault.CLOSES_BEFORE_IT_OPENS
    if second_closes_at and (closes_at is None or second_closes_at <= closes_at):
        return "second_closes_at", CallFault.SECOND_TOO_EARLY
    return None


def reasons(
    conditions: Mapping[str, Sequence[str]], programme: str, answers: Answers
) -> tuple[Question, ...] | None:
    """The questions whose answers make a call fit; None where it does not, or nothing says that it does.

    A call of a programme that the finder excludes does not fit; one of a programme that it judges needs no
    conditions of its own.
    """
    asked = {Question(name): frozenset(wanted) for name, wanted in conditions.items() if wanted}
    if any(answers[question] not in wanted for question, wanted in asked.items()):
        return None
    is_judged = programme in finder.PROGRAMMES
    if is_judged and finder.column(programme, answers).verdict in {FitVerdict.NO, FitVerdict.UNPAID}:
        return None
    return tuple(question for question in Question if question in asked) if asked or is_judged else None
