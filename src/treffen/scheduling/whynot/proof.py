"""Make a change on indices and look whether every rule is kept: the proof of a remedy."""

from __future__ import annotations

from treffen.scheduling.whynot.breaks import Breaks
from treffen.scheduling.whynot.remedies import CandidateChange
from treffen.scheduling.whynot.timetable_arrays import NEVER, TimetableArrays
from treffen.timetable import RemedyKind

NEW = -2  # the place or interpreter that a remedy adds


def prove(board: TimetableArrays, breaks: Breaks, change: CandidateChange) -> tuple[int, int] | None:
    """Place and interpreter (-1: none needed) of the option after the change, or None if a rule breaks.

    Only days of the option's people and of those given up differ, so only these are looked at.
    """
    run, gone, option = board.run(change.option, change.slot), change.gone, change.option
    if any(board.price[o] >= NEVER or board.slot[o] < 0 for o in gone):
        return None
    twin = board.held_of_group(option)
    is_sound = (
        all(_has_time(board, change, p, run) for p in board.seats[option])
        and (twin < 0 or twin in gone)
        and set(board.out_of_order(option, change.slot)) <= gone
        and not breaks.too_many(option, change.slot, gone)
    )
    if not is_sound:
        return None
    place = board.places.find(int(board.model.place_set[option]), run, gone)
    if place < 0 and change.kind is RemedyKind.MORE_PLACES:
        place = NEW
    kind, helper = int(board.model.interpreter_set[option]), -1
    if kind >= 0:
        helper = board.interpreters.find(kind, run, gone)
        if helper < 0 and change.kind is RemedyKind.MORE_INTERPRETERS:
            helper = NEW
    return None if place == -1 or (kind >= 0 and helper == -1) else (place, helper)


def _has_time(board: TimetableArrays, change: CandidateChange, person: int, run: range) -> bool:
    """Whether somebody may and can attend after the change: present, in no other meeting, not full."""
    kept = [o for o in board.meetings_of[person] if o not in change.gone]
    taken = {u for o in kept for u in board.run(o, board.slot[o])}
    is_asked = person in change.people
    is_free = is_asked and change.kind is RemedyKind.FREE_PARTICIPANT
    present = is_free or all(board.free_rows[person][u] for u in run)
    more = 1 if is_asked and change.kind is RemedyKind.RAISE_MAXIMUM else 0
    return present and taken.isdisjoint(run) and len(kept) < int(board.maximum[person]) + more
