"""Which slots one person can be busy in: dynamic programming over sets of counts.

A pattern is a set of n busy slots of one person. Scanning the slots, a state is (mode, breaks so
far) and carries a mask of the counts of busy slots with which it can be reached, so that one
shift moves all counts at once. Modes: nothing in this block yet; a meeting just now; a talk after
a meeting, with another meeting to come; inside a hole; done with this block. Being done, and
having another meeting to come, are guessed when they begin; a wrong guess dies at the block's end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

BEFORE, MEETING, TALK, HOLE, DONE = range(5)
Layer = list[int]  # [5] mask of counts for each mode
Layers = list[Layer]  # one for each number of breaks


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyPattern:
    """What binds the busy slots of one person.

    `open` slots may be busy, `forced` ones are; `windows[t]` is the mask of counts allowed
    after slot t, from the meetings that must be over, or cannot have begun, by then.
    """

    n_slots: int
    n_meetings: int
    open: int
    forced: int
    talk: int
    ends: int
    windows: tuple[int, ...]


def _step(person: BusyPattern, t: int, layers: Layers) -> Layers:
    """All states after slot t from all states before it."""
    bit = 1 << t
    is_open, is_forced = person.open & bit, person.forced & bit
    is_talk, is_end = person.talk & bit, person.ends & bit
    window = person.windows[t]
    result: Layers = []
    hole_before = 0
    for before, meeting, talk, hole, done in layers:
        busy = ((before | meeting | talk | hole) << 1) & window if is_open else 0
        if is_forced:
            new = [0, busy, 0, 0, 0]
        elif is_talk:
            new = [before & window, busy, (meeting | talk | hole) & window, 0, (meeting | done) & window]
        else:
            new = [before & window, busy, 0, (hole | hole_before) & window, (meeting | done) & window]
        hole_before = meeting | talk
        if is_end:
            new = [new[BEFORE] | new[MEETING] | new[DONE], 0, 0, 0, 0]
        result.append(new)
    return result


def _idle_back(person: BusyPattern, t: int, layers: Layers) -> Layers:
    """The states before slot t from which, with no meeting in t, some state in `layers` is reached."""
    is_talk, is_end = person.talk >> t & 1, person.ends >> t & 1
    window = person.windows[t]
    result: Layers = []
    into = 0
    for before, _, talk, hole, done in layers:
        stay = before & window
        if is_end:
            result.append([stay, stay, 0, 0, stay])
        elif is_talk:
            on = talk & window
            result.append([stay, on | done & window, on, on, done & window])
        else:
            result.append([stay, into | done & window, into, hole & window, done & window])
            into = hole & window
    return result


def _busy_back(person: BusyPattern, t: int, layers: Layers) -> Layer:
    """For each number of breaks, the counts before slot t that a meeting in t takes into `layers`."""
    if not person.open >> t & 1:
        return [0] * len(layers)
    mode = BEFORE if person.ends >> t & 1 else MEETING
    return [(layer[mode] & person.windows[t]) >> 1 for layer in layers]


def _start(n_layers: int) -> Layers:
    return [[1, 0, 0, 0, 0]] + [[0] * 5 for _ in range(n_layers - 1)]


def fewest_breaks(person: BusyPattern, at_most: int) -> int | None:
    """The fewest breaks of any pattern, or None if it would be more than `at_most`."""
    for n in sorted({1, min(3, at_most + 1), at_most + 1}):
        layers = _start(n)
        for t in range(person.n_slots):
            layers = _step(person, t, layers)
        for b, layer in enumerate(layers):
            if layer[BEFORE] >> person.n_meetings & 1:
                return b
    return None


@lru_cache(2048)  # propagation begins anew with the same people, and formulas ask it of them again
def supported(person: BusyPattern, at_most: int) -> tuple[int, int]:
    """Slots busy in some, and in all, patterns of at most so many breaks; (0, 0) for none at all."""
    n_layers = at_most + 1
    forward = [_start(n_layers)]
    for t in range(person.n_slots):
        forward.append(_step(person, t, forward[-1]))
    goal = 1 << person.n_meetings
    after: Layers = [[goal, 0, 0, 0, 0] for _ in range(n_layers)]
    some, every = 0, 0
    for t in range(person.n_slots - 1, -1, -1):
        before, last = forward[t], n_layers - 1
        busy, idle = _busy_back(person, t, after), _idle_back(person, t, after)
        is_forced = person.forced >> t & 1
        if any((x[0] | x[1] | x[2] | x[3]) & busy[last - b] for b, x in enumerate(before)):
            some |= 1 << t
            if is_forced or not _meets(before, idle):
                every |= 1 << t
        if is_forced:
            after = [[b, b, b, b, 0] for b in busy]
        else:
            after = [[x[0] | b, x[1] | b, x[2] | b, x[3] | b, x[4]] for x, b in zip(idle, busy, strict=True)]
    return some, every


def _meets(layers: Layers, others: Layers) -> bool:
    """Whether a state before and a state after agree within the breaks allowed."""
    last = len(layers) - 1
    return any(
        a & b for i, layer in enumerate(layers) for a, b in zip(layer, others[last - i], strict=True) if a
    )
