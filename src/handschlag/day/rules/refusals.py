"""Why something on the day does not happen; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class DayRefusal(StrEnum):
    NO_INCIDENT = "no_incident"
    NO_SUBJECT = "no_subject"  # nobody and nothing that it is about
    BAD_TIMES = "bad_times"  # it would end before it begins
    ALREADY_OPEN = "already_open"
    CLOSED = "closed"  # somebody has dealt with it
    SUPPOSED = "supposed"  # a what-if is never sent
    NO_PROPOSAL = "no_proposal"
    OUT_OF_DATE = "out_of_date"  # computed on a timetable that is not current, or for a time that is over
    UNREPAIRABLE = "unrepairable"  # the timetable breaks rules already
    NOT_PUBLISHED = "not_published"  # nobody was told of a timetable
    UNDONE = "undone"
    BEGUN = "begun"  # a meeting of the repair has begun, or is frozen
    DEPENDS = "depends"  # something later rests on it
    NO_MEETING = "no_meeting"  # nobody can be missing where nobody meets
    BAD_SETTING = "bad_setting"
