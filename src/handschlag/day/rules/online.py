"""Why nobody gets into an online room though it is time; and how meetings of a lost place go on online."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
from handschlag.matching.rules.absences import Absence
from handschlag.matching.rules.changes import ChangeKind
from handschlag.matching.rules.repairs import RepairStep
from handschlag.matching.rules.versions import PublishedMeeting

_LONGEST_CODE: Final = 20


class OnlineRefusal(Reason):
    NO_ROOM = "no_room", _("No room has been set up here yet. Please ask the organisers.")
    NO_ANSWER = "no_answer", _("The video service does not answer at the moment. We keep trying.")


def steps_online(
    meetings: Iterable[PublishedMeeting], lost: Iterable[Absence], *, now: datetime
) -> tuple[RepairStep, ...]:
    """What was to begin at a lost place goes on at its time; each place becomes one that is not there yet."""
    found = [
        one
        for one in meetings
        if one.starts_at > now and any(gone.id == one.place and gone.covers(one.starts_at) for gone in lost)
    ]
    return tuple(
        RepairStep(
            kind=ChangeKind.ELSEWHERE, request=one.request, people=one.people, old=one, new=_online(one)
        )
        for one in found
    )


def _online(told: PublishedMeeting) -> PublishedMeeting:
    return replace(told, place=-told.place, place_code=_code_online(told.place, told.place_code))


def _code_online(place: int, code: str) -> str:
    """Another one for each place, also where the codes of two begin alike and are too long.

    >>> _code_online(7, "A12"), _code_online(7, "Besprechungstisch 1")
    ('Online A12', 'Online Besprechung 7')
    """
    whole, number = f"Online {code}", f" {place}"
    return whole if len(whole) <= _LONGEST_CODE else whole[: _LONGEST_CODE - len(number)] + number


def is_to_be_opened(told: PublishedMeeting) -> bool:
    """Whether its place is only thought of: it becomes a row when the repair is taken."""
    return told.place < 0
