"""Why something in planning does not happen; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class PlanRefusal(StrEnum):
    NO_RUN = "no_run"
    NOT_RUNNING = "not_running"
    NO_PLAN = "no_plan"  # the run has found no timetable
    SCENARIO = "scenario"  # the event would have to be another one
    BREAKS_PROMISES = "breaks_promises"
    OUT_OF_DATE = "out_of_date"  # a confirmed meeting could not be held beside the plan
    CHANGED_MEANWHILE = "changed_meanwhile"  # somebody was faster
    UNPLANNABLE = "unplannable"  # two slots of the event at the same time
    NOTHING_NEW = "nothing_new"
    BROKEN = "broken"  # the verifier objects
    NEEDS_CONSENT = "needs_consent"  # after the fix date a published time stays
    NOT_MOVED = "not_moved"  # that is when the meeting takes place already
    TOO_LATE = "too_late"  # there is no time left to ask people
    CANNOT_STAY = "cannot_stay"  # a published time cannot be kept until people have agreed
    NO_MOVE = "no_move"
    NO_VERSION = "no_version"
    NOT_FREE = "not_free"
    NO_REASON = "no_reason"
    NO_MEETING = "no_meeting"
    TOO_MANY_RUNS = "too_many_runs"
