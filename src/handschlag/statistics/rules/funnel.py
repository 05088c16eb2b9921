"""From the invitation to the first meeting: how many people had come how far at the end of each week."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _

WEEKS: Final = 12  # rows at most: the latest ones


class Stage(Labelled):
    INVITED = "invited", _("Invited")
    REGISTERED = "registered", _("Registered")
    JOINED = "joined", _("In matchmaking")
    DESCRIBED = "described", _("Profile complete")
    WISHED = "wished", _("Wishes sent")
    MET = "met", _("Met someone")


type Days = Mapping[Stage, Sequence[date]]  # when each person came to the stage


def weeks_of(days: Days, *, today: date) -> list[tuple[date, dict[Stage, int]]]:
    """The end of each week with all who had come to each stage by then; the last week ends `today` at most.

    >>> days = {Stage.JOINED: [date(2027, 3, 1), date(2027, 3, 9)]}
    >>> [(end.day, counts[Stage.JOINED]) for end, counts in weeks_of(days, today=date(2027, 3, 10))]
    [(7, 1), (9, 2)]
    """
    known = {stage: sorted(found) for stage, found in days.items()}
    first = min((found[0] for found in known.values() if found), default=None)
    if first is None:
        return []
    last = max(found[-1] for found in known.values() if found)
    ends = list(_ends_of(first, min(max(last, first), today)))[-WEEKS:]
    return [(end, {stage: bisect_right(found, end) for stage, found in known.items()}) for end in ends]


def _ends_of(first: date, last: date) -> Iterator[date]:
    """Every Sunday from the first day on, and the last day."""
    sunday = first + timedelta(days=6 - first.weekday())
    while sunday < last:
        yield sunday
        sunday += timedelta(days=7)
    yield last
