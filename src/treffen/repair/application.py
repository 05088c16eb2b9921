"""Disruptions applied one after another to the nouns of an event, and what they do to its meetings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import singledispatchmethod

from treffen.problem import Meeting, ParticipantId, PlaceId, Problem, RequestId, SlotId
from treffen.repair.disruptions import (
    Back,
    Disruption,
    Freeze,
    Gone,
    Late,
    NoShow,
    Overran,
    PlaceAdded,
    PlaceBack,
    PlaceLost,
    TalkMoved,
    Urgent,
    Withdrawn,
)
from treffen.repair.presence import Smaller, Twins, is_there, merged, upheld, without
from treffen.timetable import Timetable

Slots = frozenset[SlotId]


class DisruptedEvent:
    """The nouns by id, as far as they change; who and what was touched by which disruption."""

    def __init__(self, problem: Problem, timetable: Timetable, *, begin: int) -> None:
        self.begin = begin
        self._now = 0  # the disruption at work
        self._problem = problem
        self._order = [s.id for s in problem.slots]
        self._number = {s: i for i, s in enumerate(self._order)}
        self._everything = frozenset(self._order)
        self._people = {p.id: p for p in problem.participants}
        self._places = {p.id: p for p in problem.places}
        self._talks = {t.id: t for t in problem.talks}
        self._helpers = {i.id: i for i in problem.interpreters}
        self._requests = {r.id: r for r in problem.requests}
        self._held = dict(timetable.by_request())
        self._twins = Twins(self._requests, self._held)
        self._by_person: dict[ParticipantId, set[int]] = {}
        self._by_place: dict[PlaceId, set[int]] = {}
        self._out: dict[RequestId, set[int]] = {}  # cannot stay, and why
        self._over: dict[RequestId, tuple[Meeting, set[int]]] = {}  # not wanted any more, and why
        self._running: dict[RequestId, tuple[Slots, int]] = {}  # overran, by which slots
        self.smaller: dict[RequestId, Smaller] = {}  # go on without somebody

    # --- reading ------------------------------------------------------------------------------

    def first(self, meeting: Meeting) -> int:
        """The number of a meeting's first slot."""
        return self._number[meeting.slot]

    def slots_of(self, meeting: Meeting) -> Slots:
        """The slots in which a meeting runs."""
        first = self.first(meeting)
        return frozenset(self._order[first : first + self._requests[meeting.request].length])

    def attendees(self, meeting: Meeting) -> tuple[ParticipantId, ...]:
        """Everybody in a meeting."""
        request = self._requests[meeting.request]
        return (*request.participants, *(d.participant for d in meeting.delegates))

    def is_running(self, meeting: Meeting) -> bool:
        """Whether a meeting overran: it has begun, whatever the time is said to be."""
        return meeting.request in self._running

    def standing(self) -> tuple[Meeting, ...]:
        """The meetings that stay, in their order."""
        return tuple(m for m in self._held.values() if m.request not in self._out)

    def displaced(self) -> Iterator[tuple[Meeting, tuple[int, ...]]]:
        """The meetings that cannot stay where they stand, and why."""
        for request, causes in self._out.items():
            yield self._held[request], tuple(sorted(causes))

    def given_up(self) -> Iterator[tuple[Meeting, tuple[int, ...]]]:
        """The meetings that are not wanted any more, and why."""
        for meeting, causes in self._over.values():
            yield meeting, tuple(sorted(causes))

    def problem(self) -> Problem:
        """The changed nouns in their order; what cannot stay is no longer frozen."""
        gone = self._out.keys() | self._over.keys()
        requests, known = tuple(self._requests.values()), self._requests.keys()
        if self._over or any(r.id not in known for r in self._problem.requests):
            requests = tuple(replace(r, after=tuple(a for a in r.after if a in known)) for r in requests)
        return replace(
            self._problem,
            participants=tuple(self._people.values()),
            places=tuple(self._places.values()),
            talks=tuple(self._talks.values()),
            interpreters=tuple(self._helpers.values()),
            requests=requests,
            frozen=tuple(self._still(m) for m in self._problem.frozen if m.request not in gone),
            promised=tuple(self._held.values()),
        )

    def _still(self, frozen: Meeting) -> Meeting:
        smaller = self.smaller.get(frozen.request)
        return replace(frozen, interpreter=smaller.meeting.interpreter) if smaller else frozen

    # --- disruptions --------------------------------------------------------------------------

    def apply(self, one: Disruption, number: int) -> None:
        """One disruption, with its position in the list."""
        self._now = number
        self._apply(one)

    @singledispatchmethod
    def _apply(self, one: Disruption) -> None:
        raise TypeError(type(one))

    def _from(self, since: SlotId | None) -> Slots:
        first = self.begin if since is None else max(self.begin, self._number[since])
        return frozenset(self._order[first:])

    @_apply.register
    def _gone(self, one: Gone) -> None:
        self._absent(one.participant, self._from(one.since))

    @_apply.register
    def _late(self, one: Late) -> None:
        self._absent(one.participant, self._from(None) - self._from(one.until))

    def _absent(self, id: ParticipantId, slots: Slots) -> None:
        person = self._people[id]
        free = self._everything if person.free is None else person.free
        self._people[id] = replace(person, free=free - slots)
        self._by_person.setdefault(id, set()).add(self._now)

    @_apply.register
    def _back(self, one: Back) -> None:
        person = self._people[one.participant]
        if person.free is not None:
            self._people[person.id] = replace(person, free=person.free | self._from(one.since))

    @_apply.register
    def _no_show(self, one: NoShow) -> None:
        if one.request not in self._held:
            return  # withdrawn by another disruption of the list
        if self._goes_on(self._held[one.request], {one.participant}, {self._now}):
            return
        if not one.again:
            self._give_up(one.request)
            return
        request, first = self._requests[one.request], self.first(self._held[one.request])
        allowed = self._everything if request.slots is None else request.slots
        later = frozenset(self._order[max(self.begin, first + 1) :])
        fixed = request.slot if request.slot in later else None  # a time that has passed binds nobody
        self._requests[request.id] = replace(request, slots=allowed & later, slot=fixed)
        self._out.setdefault(request.id, set()).add(self._now)

    @_apply.register
    def _place_lost(self, one: PlaceLost) -> None:
        place = self._places[one.place]
        open_ = self._everything if place.open is None else place.open
        self._places[one.place] = replace(place, open=open_ - self._from(one.since))
        self._by_place.setdefault(one.place, set()).add(self._now)

    @_apply.register
    def _place_back(self, one: PlaceBack) -> None:
        place = self._places[one.place]
        if place.open is not None:
            self._places[one.place] = replace(place, open=place.open | self._from(one.since))

    @_apply.register
    def _place_added(self, one: PlaceAdded) -> None:
        self._places[one.place.id] = one.place

    @_apply.register
    def _talk_moved(self, one: TalkMoved) -> None:
        past = frozenset(self._order[: self.begin])
        talk = self._talks[one.talk]
        self._talks[talk.id] = replace(talk, slots=(talk.slots & past) | (one.slots - past))
        for person in self._people.values():
            if talk.id in person.must_attend:
                self._by_person.setdefault(person.id, set()).add(self._now)

    @_apply.register
    def _overran(self, one: Overran) -> None:
        meeting, request = self._held.get(one.request), self._requests.get(one.request)
        if meeting is None or request is None or request.id in self._out:
            return
        end = self.first(meeting) + request.length
        block = self._problem.slots[end - 1].block
        rest = self._problem.slots[end : end + one.slots]
        extra = frozenset(s.id for i, s in enumerate(rest) if all(x.block == block for x in rest[: i + 1]))
        allowed = None if request.slots is None else request.slots | extra
        self._requests[request.id] = replace(request, length=request.length + len(extra), slots=allowed)
        before = self._running.get(request.id, (frozenset(), 0))[0]
        self._running[request.id] = (before | extra, self._now)

    @_apply.register
    def _urgent(self, one: Urgent) -> None:
        self._requests[one.request.id] = one.request

    @_apply.register
    def _withdrawn(self, one: Withdrawn) -> None:
        if not self._has_begun(self._held.get(one.request)):
            self._give_up(one.request)

    def _has_begun(self, meeting: Meeting | None) -> bool:
        return meeting is not None and (self.first(meeting) < self.begin or self.is_running(meeting))

    def _give_up(self, request: RequestId) -> None:
        self._requests.pop(request, None)
        self._out.pop(request, None)
        self._running.pop(request, None)
        self.smaller.pop(request, None)
        meeting = self._held.pop(request, None)
        if meeting is not None:
            self._over[request] = meeting, {self._now}

    @_apply.register
    def _freeze(self, one: Freeze) -> None:
        """Concerns only what may be planned; see `disrupted`."""

    # --- what they do to meetings -------------------------------------------------------------

    def settle(self) -> None:
        """Find the meetings that cannot stay."""
        for request in self._running:
            self._uphold(self._held[request])
        for meeting in self._held.values():
            causes = self._touched_by(meeting)
            if not causes or meeting.request in self._out:
                continue
            absent = self._absent_from(meeting)
            if self._is_open(meeting) and not absent:
                continue
            if self._has_begun(meeting):
                self._uphold(meeting)
            elif not self._goes_on(meeting, absent, causes):
                self._out[meeting.request] = causes
        self._collide()

    def _touched_by(self, meeting: Meeting) -> set[int]:
        causes = set(self._by_place.get(meeting.place, ()))
        return causes.union(*(self._by_person.get(p, ()) for p in self.attendees(meeting)))

    def _is_open(self, meeting: Meeting) -> bool:
        open_ = self._places[meeting.place].open
        return open_ is None or self.slots_of(meeting) <= open_

    def _absent_from(self, meeting: Meeting) -> set[ParticipantId]:
        slots, talks = self.slots_of(meeting), self._talks
        return {p for p in self.attendees(meeting) if not is_there(self._people[p], slots, talks=talks)}

    def _goes_on(self, meeting: Meeting, absent: Collection[ParticipantId], causes: set[int]) -> bool:
        """Hold a meeting with those who are left, if it goes on with so few and its place is there."""
        id = meeting.request
        found = without(self._requests[id], meeting, absent=absent, people=self._people)
        if found is None or not self._is_open(meeting):
            return False
        if self._problem.pair_once and self._twins.has_twin(found[0]):
            return False
        self.smaller[id] = merged(self.smaller.get(id), before=self._requests[id], now=found, causes=causes)
        self._requests[id], self._held[id] = found
        self._twins.learn(found[0])
        return True

    def _uphold(self, meeting: Meeting) -> None:
        """What has begun is a fact: people and place were there, and a talk was missed for it."""
        slots, talks = self.slots_of(meeting), self._talks
        for id in self.attendees(meeting):
            self._people[id] = upheld(self._people[id], slots, talks=talks, everything=self._everything)
        place = self._places[meeting.place]
        if place.open is not None:
            self._places[place.id] = replace(place, open=place.open | slots)
        if meeting.interpreter is not None:
            helper = self._helpers[meeting.interpreter]
            if helper.free is not None:
                self._helpers[helper.id] = replace(helper, free=helper.free | slots)

    def _collide(self) -> None:
        """Meetings in the way of one that takes longer cannot stay."""
        for request, (extra, number) in self._running.items():
            if request in self._out:
                continue  # by another meeting that takes longer, too
            running = self._held[request]
            people = set(self.attendees(running))
            for meeting in self._held.values():
                if meeting.request == request or not self.slots_of(meeting) & extra:
                    continue
                shares = meeting.place == running.place or (
                    meeting.interpreter is not None and meeting.interpreter == running.interpreter
                )
                is_later = request in self._requests[meeting.request].after
                if shares or is_later or people & set(self.attendees(meeting)):
                    self._out.setdefault(meeting.request, set()).add(number)
