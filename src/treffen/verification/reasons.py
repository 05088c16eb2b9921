"""The reasons given for requests that are not held, compared with the event and the timetable.

Refuted is what they plainly contradict. Where an organisation sends whom it likes, only what is said of
people and other requests is judged: times and places depend on who is sent.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import chain, compress

from treffen.problem import ParticipantId, Request, RequestId
from treffen.timetable import Reason, Unscheduled
from treffen.verification.bounds import BoundIndex
from treffen.verification.index import TimetableIndex


def untrue_reasons(
    frame: BoundIndex, day: TimetableIndex, missed: Iterable[Unscheduled]
) -> tuple[Unscheduled, ...]:
    """Those that do not hold, in their order."""
    open_ = _open_ones(day, [*missed])
    named = chain([one.request for one in open_], chain.from_iterable(one.requests for one in open_))
    judge = _Judge(frame, day, frame.ground.numbers_of(named))
    return tuple(one for one in open_ if not judge.is_true(one))


def _open_ones(day: TimetableIndex, missed: list[Unscheduled]) -> list[Unscheduled]:
    """Those that are not seen to be true at once, all together."""
    plain = day.plain
    if plain is None:
        return missed
    is_bare = [
        one.reason is Reason.PLACES_FULL and not (one.participants or one.requests or one.remedy is not None)
        for one in missed
    ]
    ids = [one.request for one in compress(missed, is_bare)]
    is_true = iter(plain.without_place(ids))
    return [one for one, may_be in zip(missed, is_bare, strict=True) if not (may_be and next(is_true))]


class _Times:
    """When places, or interpreters, are there: asked for the same few sets of them again and again."""

    def __init__[Id: str](self, bit: Mapping[Id, int], there: Mapping[str, int]) -> None:
        self._each = [(one, there[id]) for id, one in bit.items()]
        self._known: dict[int, frozenset[int]] = {}
        self._some: dict[int, int] = {}

    def of_each(self, bits: int) -> frozenset[int]:
        """The slots in which each of some is there; those that are there alike count as one."""
        if bits not in self._known:
            self._known[bits] = frozenset(slots for one, slots in self._each if bits & one)
        return self._known[bits]

    def of_any(self, bits: int) -> int:
        """The slots in which any of some is there."""
        if bits not in self._some:
            self._some[bits] = functools.reduce(operator.or_, self.of_each(bits), 0)
        return self._some[bits]


class _Judge:
    def __init__(self, frame: BoundIndex, day: TimetableIndex, number: Mapping[RequestId, int]) -> None:
        self.frame, self.day, self.ground, self.number = frame, day, frame.ground, number

    def is_true(self, missed: Unscheduled) -> bool:
        number = self.number.get(missed.request)
        if number is None or not self._is_known(missed):
            return False
        request = self.frame.requests[number]
        if missed.reason in _ABOUT_PARTIES and not self._are_parties(missed, request):
            return False
        if missed.reason in _OF_EVIDENCE:
            return _OF_EVIDENCE[missed.reason](self, missed, request)
        if missed.reason in _OF_TIMES:
            return bool(request.delegates) or _OF_TIMES[missed.reason](self, request)
        return missed.reason is not Reason.BREAKS or self._has_break_limits()

    def _is_known(self, missed: Unscheduled) -> bool:
        """Whether everybody and every slot named exists, and every other request named is held."""
        people, held, remedy = missed.participants, missed.requests, missed.remedy
        if remedy is not None:
            if remedy.slot not in self.ground.slot_number:
                return False
            people, held = people + remedy.participants, held + remedy.requests
        is_known, is_held = self.ground.participants.__contains__, self.day.held_ids.__contains__
        return all(map(is_known, people)) and all(map(is_held, held))

    def _are_parties(self, missed: Unscheduled, request: Request) -> bool:
        sent = {p for o in request.delegates for p in self.frame.staff.get(o, ())}
        return sent.union(request.participants).issuperset(missed.participants)

    # --- what can never be held -----------------------------------------------------------------

    def no_common_slot(self, request: Request) -> bool:
        return not self.frame.starts(request)

    def no_suitable_place(self, request: Request) -> bool:
        return not self._placed(request, self._open_places)

    def no_interpreter(self, request: Request) -> bool:
        placed = self._placed(request, self._open_places)
        return not placed & self._served(request, self._helpers)

    # --- what others keep from being held -------------------------------------------------------

    def pair_held(self, missed: Unscheduled, request: Request) -> bool:
        others = [self.frame.requests[self.number[id]] for id in missed.requests]
        is_same = all(_parties(other) == _parties(request) for other in others)
        return bool(others) and is_same and self.ground.problem.pair_once

    def person_full(self, missed: Unscheduled, _: Request) -> bool:
        return bool(missed.participants) and all(self._is_full(p) for p in missed.participants)

    def places_full(self, request: Request) -> bool:
        idle = self._idle(request)
        starts = self.frame.starts(request, idle)
        if request.length == 1:  # starts within some slots are the starts within all that are among them
            suitable = self.frame.suitable[self.number[request.id]]
            placed = starts & self._free_places.of_any(suitable)
        else:
            placed = self._placed(request, self._free_places, within=idle)
        if placed:
            placed &= self._served(request, self._helpers, within=idle)
        return starts != 0 and not placed

    def interpreters_full(self, request: Request) -> bool:
        idle = self._idle(request)
        served = self._served(request, self._free_helpers, within=idle)
        needs_one = self.number[request.id] in self._helped
        return needs_one and not served & self._placed(request, self._free_places, within=idle)

    def order(self, missed: Unscheduled, request: Request) -> bool:
        others = [self.frame.requests[self.number[id]] for id in missed.requests]
        return bool(others) and all(o.id in request.after or request.id in o.after for o in others)

    def _has_break_limits(self) -> bool:
        problem = self.ground.problem
        is_limited = problem.most_breaks is not None or problem.break_spread is not None
        return is_limited or any(p.most_breaks is not None for p in problem.participants)

    # --- who, where and what is free ------------------------------------------------------------

    def _is_full(self, id: ParticipantId) -> bool:
        is_idle = self.ground.free[id] & ~self.day.busy.get(id, 0)
        return not is_idle or self.day.count.get(id, 0) >= self.frame.most_meetings(id)

    def _idle(self, request: Request) -> int:
        """The slots in which nobody named meets somebody else."""
        busy = 0
        for p in request.participants:
            busy |= self.day.busy.get(p, 0)
        return self.ground.all_slots & ~busy

    def _placed(self, request: Request, places: _Times, *, within: int = -1) -> int:
        """The starts from which a place that suits is open throughout."""
        return self._starts(request, places, self.frame.suitable[self.number[request.id]], within)

    def _served(self, request: Request, helpers: _Times, *, within: int = -1) -> int:
        """The starts from which an interpreter is there throughout, where one is needed."""
        fit = self._helped.get(self.number[request.id])
        if fit is None:
            return self.frame.starts(request, within)
        return self._starts(request, helpers, fit, within)

    def _starts(self, request: Request, things: _Times, bits: int, within: int) -> int:
        if request.length == 1:
            return self.frame.starts(request, within & things.of_any(bits))
        starts = 0
        for slots in things.of_each(bits):
            starts |= self.frame.starts(request, within & slots)
        return starts

    @cached_property
    def _helped(self) -> dict[int, int]:
        return dict(self.frame.helped)

    @cached_property
    def _open_places(self) -> _Times:
        return _Times(self.frame.place_bit, self.ground.open_slots)

    @cached_property
    def _helpers(self) -> _Times:
        return _Times(self.frame.helper_bit, self.ground.helping)

    @cached_property
    def _free_places(self) -> _Times:
        free: dict[str, int] = dict(self.ground.open_slots)
        if self.day.plain is not None:
            free = dict(zip(free, self.day.plain.vacancies().tolist(), strict=True))
        for h in self.day.held if self.day.plain is None else ():
            free[h.meeting.place] &= ~h.mask
        return _Times(self.frame.place_bit, free)

    @cached_property
    def _free_helpers(self) -> _Times:
        free: dict[str, int] = dict(self.ground.helping)
        for h in self.day.held:
            if h.meeting.interpreter in free:
                free[h.meeting.interpreter] &= ~h.mask
        return _Times(self.frame.helper_bit, free)


def _parties(request: Request) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(request.participants), frozenset(request.delegates)


_ABOUT_PARTIES = (Reason.NO_COMMON_SLOT, Reason.NO_INTERPRETER, Reason.PERSON_FULL)
_OF_TIMES: dict[Reason, Callable[[_Judge, Request], bool]] = {
    Reason.NO_COMMON_SLOT: _Judge.no_common_slot,
    Reason.NO_SUITABLE_PLACE: _Judge.no_suitable_place,
    Reason.NO_INTERPRETER: _Judge.no_interpreter,
    Reason.PLACES_FULL: _Judge.places_full,
    Reason.INTERPRETERS_FULL: _Judge.interpreters_full,
}
_OF_EVIDENCE: dict[Reason, Callable[[_Judge, Unscheduled, Request], bool]] = {
    Reason.PAIR_HELD: _Judge.pair_held,
    Reason.PERSON_FULL: _Judge.person_full,
    Reason.ORDER: _Judge.order,
}
