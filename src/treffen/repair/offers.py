"""Who would gladly fill a freed time, and what a late wish that does not fit could be exchanged for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from treffen.problem import Meeting
from treffen.repair.outcome import Offer, StandBy
from treffen.repair.state import RepairState

MOST_OFFERS = 50
MOST_STAND_BYS = 3
MOST_LOSSES = 500
MOVES, STEPS = 4, 4_000


def offers(work: RepairState, wishes: Iterable[int], *, fixed: Sequence[int]) -> tuple[Offer, ...]:
    """For each wish [request] that is not held the cheapest exchange that was tried and works.

    Given up are meetings of one of those who wish, never a `fixed` request.
    """
    held = work.is_held()
    found = (_offer(work, r, set(fixed)) for r in wishes if not held[r])
    return tuple(o for o in found if o is not None)[:MOST_OFFERS]


def _offer(work: RepairState, request: int, fixed: set[int]) -> Offer | None:
    model, board = work.model, work.board
    option = int(work.first[request])
    people = model.attendees(option).tolist()
    mine = {int(o): p for p in reversed(people) for o in board.occupied()[p] if o >= 0}
    given = [o for o in mine if int(model.option_request[o]) not in fixed]
    for o in sorted(given, key=lambda o: (int(model.value[o]), o)):
        before = board.slot.copy()
        board.drop(o)
        is_held = board.insert_by_walk(option, most=MOVES, steps=STEPS)[0] >= 0
        after = board.slot.copy()
        is_sound = is_held and (not work.has_breaks or work.keeps_breaks())
        is_sound = is_sound and work.would_seat(before)
        board.restore(before)
        if is_sound:
            moved = int(((after != before) & (before >= 0)).sum()) - 1
            return Offer(
                request=work.problem.requests[request].id,
                participant=work.problem.participants[mine[o]].id,
                gives_up=work.problem.requests[int(model.option_request[o])].id,
                slot=work.problem.slots[int(after[option])].id,
                moved=moved,
            )
    return None


def stand_bys(work: RepairState, lost: Sequence[Meeting]) -> Iterator[StandBy]:
    """For everybody who lost a meeting, wishes of theirs that could be held at that time.

    Looked at as if what was added there were not: a second choice, should the first not answer.
    """
    model, board = work.model, work.board
    slots = {s.id: i for i, s in enumerate(work.problem.slots)}
    busy = board.occupied()
    of = [work.promises.slot >= 0]
    for meeting in lost[:MOST_LOSSES]:
        t = slots[meeting.slot]
        for p in model.attendees(work.option_of(meeting)).tolist():
            if not model.free[p, t] or (busy[p, t] >= 0 and of[0][busy[p, t]]):
                continue
            wishes = _wishes(work, p, t)
            if wishes:
                ids = tuple(work.problem.requests[int(model.option_request[o])].id for o in wishes)
                yield StandBy(participant=work.problem.participants[p].id, slot=meeting.slot, requests=ids)


def _wishes(work: RepairState, person: int, slot: int) -> list[int]:
    """A person's options that are not promised and whose other people are free then."""
    model, busy = work.model, work.board.occupied()
    found = []
    for o in work.options_of(person):
        others = [q for q in model.attendees(o).tolist() if q != person]
        here = busy[others, slot]
        is_free = bool(((here < 0) | (here == o)).all())
        waits = work.board.slot[o] in (-1, slot) and not work.promises.request[model.option_request[o]]
        if is_free and waits and model.start_ok[o, slot] and model.length[o] == 1:
            found.append(o)
    order = np.argsort([-int(model.value[o]) for o in found], kind="stable")
    return [found[i] for i in order[:MOST_STAND_BYS]]
