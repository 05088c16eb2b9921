"""Ways out of a no: one change each, tried on the board, undone, and only named if it works.

Tried are, in this order: a slot that somebody would have to free, another delegate of the same
organisation, a talk that would have to be left, an accepted meeting of one of the two given up (the
least valuable first), a place more, a personal maximum raised by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, product

import numpy as np

from treffen.admission.answers import AdmissionRemedy, AdmissionRemedyKind
from treffen.admission.global_rules import keeps_breaks
from treffen.admission.state import AdmissionState
from treffen.problem import Participant, ParticipantId, RequestId
from treffen.solvers.base.model import Flags

MOVES, STEPS = 6, 4_000
MOST_TRIES = 60
FEW = 5  # of each person, where several have to give up a meeting


def find_remedies(state: AdmissionState, request: RequestId, *, most: int = 3) -> tuple[AdmissionRemedy, ...]:
    """Up to `most` changes after which the request could be held, no two of one kind for one person."""
    option = state.options(request)[0]
    found: list[AdmissionRemedy] = []
    seen: set[tuple[AdmissionRemedyKind, ParticipantId | None]] = set()
    for search in (_slots, _delegates, _talks, _meetings, _places, _maxima):
        for way in search(state, option):
            if (way.kind, way.participant) not in seen and len(found) < most:
                seen.add((way.kind, way.participant))
                found.append(way)
        if len(found) >= most:
            break
    return tuple(found)


def _try(state: AdmissionState, option: int, *, brings_place: int = -1) -> int | None:
    """How many meetings would move; None where the option cannot be held. Nothing is changed.

    The option that `brings_place` needs none of those that are there.
    """
    board = state.board
    before = board.slot.copy()
    changed = state.walk(option, most=MOVES, steps=STEPS)
    if changed is None and board.insert_by_chain(option) >= 0:
        changed = np.flatnonzero(board.slot != before).tolist()
    if changed is None:
        return None
    seated = [o for o in np.flatnonzero(board.slot != state.settled).tolist() if o != brings_place]
    is_sound = not state.has_breaks or keeps_breaks(state)
    is_sound = is_sound and state.seating.move([(o, int(board.slot[o])) for o in seated])
    state.seating.undo()
    board.restore(before)
    return len(changed) - 1 if is_sound else None


def _with_starts(state: AdmissionState, option: int, starts: Flags, *, brings_place: int = -1) -> int | None:
    """The same, as if the option might start in other slots."""
    row = state.model.start_ok[option]
    kept = row.copy()
    row[:] = starts
    try:
        return _try(state, option, brings_place=brings_place)
    finally:
        row[:] = kept


def _open(state: AdmissionState, option: int) -> Flags:
    """[T] where the option has a suitable place, its request's own limits included, whoever is free."""
    model, request = state.model, state.request_of(option)
    index = {s.id: i for i, s in enumerate(state.problem.slots)}
    rows = model.rows[model.row_ptr[option] : model.row_ptr[option + 1]]
    if not len(rows) or (model.interpreter_set[option] >= 0 and (rows < model.n_place_rows).all()):
        return np.zeros(model.n_slots, bool)  # no place, or no interpreter, suits it at all
    flags = (model.capacity[rows] > 0).all(axis=0)
    for limit in (request.slots, None if request.slot is None else [request.slot]):
        if limit is not None:
            flags &= np.isin(np.arange(model.n_slots), [index[s] for s in limit])
    return flags


def _if_free(
    state: AdmissionState, option: int, blocked: Callable[[int], Flags], kind: AdmissionRemedyKind
) -> Iterator[AdmissionRemedy]:
    """For each attendee, the slot to be freed that moves fewest others."""
    model = state.model
    if model.length[option] > 1:
        return
    people = model.attendees(option).tolist()
    open_ = _open(state, option)
    for p in people:
        others = [q for q in people if q != p]
        slots = np.flatnonzero(open_ & blocked(p) & model.free[others].all(axis=0)).tolist()
        best: tuple[int, int] | None = None
        for t in slots:
            moved = _with_one_more(state, option, p, t)
            if moved is not None and (best is None or moved < best[0]):
                best = moved, t
        if best is not None:
            who = state.problem.participants[p]
            yield AdmissionRemedy(
                kind=kind, participant=who.id, slot=state.problem.slots[best[1]].id, moved=best[0]
            )


def _with_one_more(state: AdmissionState, option: int, person: int, slot: int) -> int | None:
    """As if one more slot of somebody were free: whoever set no maximum can then have a meeting more."""
    model, wish = state.model, state.problem.participants[person].maximum
    gained = int(wish is None or wish > model.maximum[person])
    model.maximum[person] += gained
    try:
        return _with_starts(state, option, np.arange(model.n_slots) == slot)
    finally:
        model.maximum[person] -= gained


def _slots(state: AdmissionState, option: int) -> Iterator[AdmissionRemedy]:
    model = state.model
    return _if_free(
        state, option, lambda p: ~model.free[p] & ~model.in_talk[p], AdmissionRemedyKind.FREE_SLOT
    )


def _talks(state: AdmissionState, option: int) -> Iterator[AdmissionRemedy]:
    if state.has_breaks:
        return iter(())  # the rest of the talk would become a break
    index = {s.id: i for i, s in enumerate(state.problem.slots)}

    def there(p: int) -> Flags:
        free = state.problem.participants[p].free
        flags: Flags = state.model.in_talk[p].copy()
        if free is not None:
            flags &= np.isin(np.arange(state.model.n_slots), [index[s] for s in free])
        return flags

    return _if_free(state, option, there, AdmissionRemedyKind.GIVE_UP_TALK)


def _delegates(state: AdmissionState, option: int) -> Iterator[AdmissionRemedy]:
    """A colleague goes instead: same organisation, not yet in the meeting, with room for one more."""
    model, problem = state.model, state.problem
    if model.length[option] > 1 or state.request_of(option).delegates:
        return
    seats = model.attendees(option)
    for at, p in enumerate(seats.tolist()):
        person = problem.participants[p]
        best: tuple[int, Participant] | None = None
        for q, other in _colleagues(state, person):
            party = {*seats.tolist(), q} - {p}
            if q in seats.tolist() or _meet_already(state, q, party):
                continue
            moved = _as(state, option, at, q)
            if moved is not None and (best is None or moved < best[0]):
                best = moved, other
        if best is not None:
            yield AdmissionRemedy(
                kind=AdmissionRemedyKind.OTHER_DELEGATE,
                participant=person.id,
                delegate=best[1].id,
                organisation=person.organisation,
                moved=best[0],
            )


def _meet_already(state: AdmissionState, person: int, party: set[int]) -> bool:
    held = (set(state.model.attendees(o).tolist()) for o in state.meetings_of(person))
    return state.problem.pair_once and any(party == people for people in held)


def _colleagues(state: AdmissionState, person: Participant) -> list[tuple[int, Participant]]:
    if person.organisation is None:
        return []
    everybody = enumerate(state.problem.participants)
    found = [(q, p) for q, p in everybody if p.organisation == person.organisation and p.id != person.id]
    alike = [(q, p) for q, p in found if person.needs >= p.needs and person.languages == p.languages]
    return alike[:MOST_TRIES]


def _as(state: AdmissionState, option: int, at: int, other: int) -> int | None:
    """As if somebody else sat in one seat of the option."""
    model = state.model
    seats = model.attendees(option)
    kept = int(seats[at])
    seats[at] = other
    try:
        free = model.free[seats.tolist()].all(axis=0)
        return _with_starts(state, option, free & _open(state, option))
    finally:
        seats[at] = kept


def _meetings(state: AdmissionState, option: int) -> Iterator[AdmissionRemedy]:
    """One accepted meeting less, of one person or another; or, if only that helps, one less for each."""
    people = state.model.attendees(option).tolist()
    cheap = {p: _dispensable(state, p) for p in people}
    single = sorted({o for own in cheap.values() for o in own}, key=lambda o: (int(state.model.value[o]), o))
    helped = False
    for gone in islice(
        chain(((o,) for o in single), product(*(c[:FEW] for c in cheap.values()))), MOST_TRIES
    ):
        if helped and len(gone) > 1:
            return
        moved = _without(state, option, gone)
        if moved is not None:
            helped = True
            who = next(p for p in people if gone[0] in cheap[p])
            yield AdmissionRemedy(
                kind=AdmissionRemedyKind.GIVE_UP_MEETING,
                participant=state.problem.participants[who].id if len(gone) == 1 else None,
                gives_up=tuple(state.request_of(o).id for o in gone),
                cost=int(state.model.value[list(gone)].sum()),
                moved=moved,
            )


def _dispensable(state: AdmissionState, person: int) -> list[int]:
    """A person's meetings that are neither musts nor frozen, the least valuable first."""
    frozen = {m.request for m in state.problem.frozen}
    held = [(o, state.request_of(o)) for o in state.meetings_of(person)]
    free = [o for o, request in held if not request.must and request.id not in frozen]
    return sorted(free, key=lambda o: (int(state.model.value[o]), o))


def _without(state: AdmissionState, option: int, gone: Sequence[int]) -> int | None:
    if len(set(gone)) < len(gone):
        return None
    before = state.board.slot.copy()
    for o in gone:
        state.board.drop(o)
    moved = _try(state, option)
    state.board.restore(before)
    return moved


def _places(state: AdmissionState, option: int) -> Iterator[AdmissionRemedy]:
    """One place more in one slot."""
    model = state.model
    if state.request_of(option).place is not None:
        return
    rows = model.rows[model.row_ptr[option] : model.row_ptr[option + 1]]
    rows = rows[rows < model.n_place_rows]
    for t in np.flatnonzero(model.start_ok[option]).tolist():
        model.capacity[rows, t] += 1
        moved = _with_starts(state, option, np.arange(model.n_slots) == t, brings_place=option)
        model.capacity[rows, t] -= 1
        if moved is not None:
            yield AdmissionRemedy(
                kind=AdmissionRemedyKind.MORE_PLACES, slot=state.problem.slots[t].id, moved=moved
            )
            return


def _maxima(state: AdmissionState, option: int) -> Iterator[AdmissionRemedy]:
    """One meeting more than somebody wanted at most."""
    model = state.model
    full = [p for p in model.attendees(option).tolist() if state.board.count()[p] >= model.maximum[p]]
    if len(full) != 1 or state.problem.participants[full[0]].maximum is None:
        return
    model.maximum[full[0]] += 1
    moved = _try(state, option)
    model.maximum[full[0]] -= 1
    if moved is not None:
        yield AdmissionRemedy(
            kind=AdmissionRemedyKind.RAISE_MAXIMUM,
            participant=state.problem.participants[full[0]].id,
            moved=moved,
        )
