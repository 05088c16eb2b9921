"""A participant's day seen as bits: meetings, attended talks, idle slots, breaks."""

from __future__ import annotations

from treffen.problem import Participant
from treffen.verification.index import ProblemIndex, TimetableIndex


def _attended(ground: ProblemIndex, person: Participant, busy: int) -> int:
    """Slots of the talks that a participant hears: those they must, and liked ones not missed."""
    mask = ground.listening.get(person.id, 0)
    for like in person.likes:
        talk = ground.talks[like.talk]
        if not talk & busy:
            mask |= talk
    return mask


def _idle_slots(block: int, busy: int, talks: int) -> int:
    """Slots of a block strictly between its first and last meeting, neither in a meeting nor a talk.

    >>> bin(_idle_slots(0b11111, 0b10010, 0b00100))
    '0b1000'
    """
    inside = busy & block
    if not inside:
        return 0
    span = (1 << inside.bit_length()) - (inside & -inside)
    return span & block & ~inside & ~talks


def _runs(mask: int) -> int:
    """How many maximal runs of consecutive bits a mask has.

    >>> _runs(0b1101101)
    3
    """
    return (mask & ~(mask << 1)).bit_count()


def count_breaks(ground: ProblemIndex, person: Participant, busy: int) -> int:
    """Breaks of one participant over all blocks."""
    talks = _attended(ground, person, busy)
    return sum(_runs(_idle_slots(block, busy, talks)) for block in ground.blocks)


def count_idle(ground: ProblemIndex, person: Participant, busy: int) -> int:
    """Idle slots of one participant over all blocks."""
    talks = _attended(ground, person, busy)
    return sum(_idle_slots(block, busy, talks).bit_count() for block in ground.blocks)


def breaks_by_person(day: TimetableIndex) -> dict[str, int]:
    """Everybody's breaks, also of those who have none."""
    busy = day.busy
    people = day.ground.problem.participants
    return {p.id: count_breaks(day.ground, p, busy[p.id]) if p.id in busy else 0 for p in people}
