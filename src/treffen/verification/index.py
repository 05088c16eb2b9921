"""The verifier's own reading of a problem and a timetable: ids looked up, sets of slots as bits.

Bit t of a mask stands for the t-th slot. Nothing here is shared with any solver: what is
checked must not be checked with the tool that made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

from treffen.problem import Meeting, Participant, ParticipantId, Problem, Request, RequestId, SlotId
from treffen.problem.plain_requests import plain_requests_of
from treffen.timetable import Timetable

if TYPE_CHECKING:
    from treffen.verification.columns import PlainDay, PlainEvent


class ProblemIndex:
    """A problem without faults, indexed by ids."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slot_number = {s.id: i for i, s in enumerate(problem.slots)}
        self.all_slots = (1 << len(problem.slots)) - 1
        self.places = {p.id: p for p in problem.places}
        self.participants = {p.id: p for p in problem.participants}
        self.interpreters = {i.id: i for i in problem.interpreters}
        self.frozen = {m.request: m for m in problem.frozen}
        self.talks = {t.id: self.mask(t.slots) for t in problem.talks}
        self.block_end = self._block_ends()

    @cached_property
    def requests(self) -> dict[RequestId, Request]:
        """Each request by its id."""
        return {r.id: r for r in self.problem.requests}

    @cached_property
    def number(self) -> dict[RequestId, int]:
        """The number of each request."""
        plain = plain_requests_of(self.problem)
        ids = [r.id for r in self.problem.requests] if plain is None else plain.ids()
        return {id: i for i, id in enumerate(ids)}

    @cached_property
    def plain(self) -> PlainEvent | None:
        """The columns of a large event without specialities."""
        requests = plain_requests_of(self.problem)
        if requests is None:
            return None
        from treffen.verification.columns import PlainEvent, is_plain

        free, open_ = self.free.values(), self.open_slots.values()
        is_ours = is_plain(self.problem)
        return PlainEvent(self.problem, requests, free=free, open_=open_) if is_ours else None

    def numbers_of(self, ids: Iterable[RequestId]) -> Mapping[RequestId, int]:
        """The numbers of all requests, or of a large plain event of those that are asked about."""
        if self.plain is None:
            return self.number
        asked = [*ids]
        found = zip(asked, self.plain.numbers(asked).tolist(), strict=True)
        return {id: number for id, number in found if number >= 0}

    def mask(self, slots: Iterable[SlotId] | None) -> int:
        """The bits of some slots; None means all of them."""
        if slots is None:
            return self.all_slots
        bits = 0
        for slot in slots:
            bits |= 1 << self.slot_number[slot]
        return bits

    def slots_of(self, mask: int) -> tuple[SlotId, ...]:
        """The ids of the slots in a mask, in order of time."""
        return tuple(s.id for i, s in enumerate(self.problem.slots) if mask >> i & 1)

    def _block_ends(self) -> list[int]:
        """For each slot, the number of the first slot after its block."""
        ends: list[int] = []
        for _, run in self.problem.blocks():
            ends += [len(ends) + len(run)] * len(run)
        return ends

    @cached_property
    def blocks(self) -> tuple[int, ...]:
        """The mask of each block."""
        return tuple(self.mask(s.id for s in run) for _, run in self.problem.blocks())

    @cached_property
    def presence(self) -> dict[ParticipantId, int]:
        """When each participant is there at all."""
        full = self.all_slots
        return {p.id: full if p.free is None else self.mask(p.free) for p in self.problem.participants}

    @cached_property
    def listening(self) -> dict[ParticipantId, int]:
        """When participants sit in a talk that they must attend (only those who must)."""
        return {p.id: self._talk_mask(p) for p in self.problem.participants if p.must_attend}

    def _talk_mask(self, person: Participant) -> int:
        mask = 0
        for talk in person.must_attend:
            mask |= self.talks[talk]
        return mask

    @cached_property
    def free(self) -> dict[ParticipantId, int]:
        """When each participant can meet: present, and in no talk that must be attended."""
        listening = self.listening
        return {id: mask & ~listening.get(id, 0) for id, mask in self.presence.items()}

    @cached_property
    def needy(self) -> dict[ParticipantId, frozenset[str]]:
        """Who needs features of a place, and which."""
        return {p.id: p.needs for p in self.problem.participants if p.needs}

    @cached_property
    def has_languages(self) -> bool:
        """Whether anybody's languages are known at all: most events need no look at each meeting."""
        return any(p.languages for p in self.problem.participants)

    @cached_property
    def open_slots(self) -> dict[str, int]:
        """When each place is open."""
        return {p.id: self.mask(p.open) for p in self.problem.places}

    @cached_property
    def helping(self) -> dict[str, int]:
        """When each interpreter can serve."""
        return {i.id: self.mask(i.free) for i in self.problem.interpreters}

    def must_hold(self, request: Request) -> bool:
        """Whether no timetable may leave the request out."""
        return request.must or request.id in self.frozen


MANY = 1_000  # meetings: of fewer, as beside one that is added, each is looked at by itself


class IndexedMeeting:
    """A meeting whose request, slot and place exist: who sits there, and when (bits).

    A meeting longer than what is left of its block is cut there; a rule of its own says so.
    """

    __slots__ = ("first", "mask", "meeting", "people", "request")

    def __init__(self, meeting: Meeting, request: Request, *, first: int, end: int) -> None:
        self.meeting = meeting
        self.request = request
        self.first = first
        self.mask = ((1 << min(first + request.length, end)) - 1) >> first << first
        self.people: tuple[ParticipantId, ...] = request.participants


class TimetableIndex:
    """A timetable on the ground of its problem."""

    def __init__(self, ground: ProblemIndex, timetable: Timetable) -> None:
        self.ground = ground
        self.meetings = timetable.meetings

    @cached_property
    def columns(self) -> PlainDay | None:
        """The columns of a large timetable of a plain event."""
        if len(self.meetings) < MANY or self.ground.plain is None:
            return None
        from treffen.verification.columns import plain_day

        return plain_day(self.ground.plain, Timetable(self.meetings))

    @cached_property
    def plain(self) -> PlainDay | None:
        """The same if nothing is wrong with any meeting."""
        return None if self.columns is None or self.columns.doubtful().any() else self.columns

    def doubtful(self) -> TimetableIndex:
        """The timetable without meetings that columns show to break no rule, alone or with others."""
        if self.columns is None:
            return self
        few = tuple(compress(self.meetings, self.columns.doubtful().tolist()))
        return TimetableIndex(self.ground, Timetable(few))

    @cached_property
    def held(self) -> list[IndexedMeeting]:
        """The meetings whose ids all exist."""
        ground, held = self.ground, []
        slots, places, requests = ground.slot_number, ground.places, ground.requests
        ends = ground.block_end
        for m in self.meetings:
            first, request = slots.get(m.slot), requests.get(m.request)
            if first is None or request is None or m.place not in places:
                continue
            one = IndexedMeeting(m, request, first=first, end=ends[first])
            if m.delegates:
                one.people += tuple(
                    d.participant for d in m.delegates if d.participant in ground.participants
                )
            held.append(one)
        return held

    @cached_property
    def by_request(self) -> dict[RequestId, IndexedMeeting]:
        """The held meeting of each request (the first, should there be several)."""
        found: dict[RequestId, IndexedMeeting] = {}
        for h in self.held:
            found.setdefault(h.request.id, h)
        return found

    @cached_property
    def busy(self) -> dict[ParticipantId, int]:
        """When each participant who meets at all is in a meeting."""
        if self.plain is not None:
            return self._of_some(self.plain.busy().tolist())
        busy: dict[ParticipantId, int] = {}
        for h in self.held:
            for p in h.people:
                busy[p] = busy.get(p, 0) | h.mask
        return busy

    @cached_property
    def count(self) -> dict[ParticipantId, int]:
        """How many meetings each participant has (only those who have any)."""
        if self.plain is not None:
            return self._of_some(self.plain.count().tolist())
        count: dict[ParticipantId, int] = {}
        for h in self.held:
            for p in h.people:
                count[p] = count.get(p, 0) + 1
        return count

    def _of_some(self, numbers: list[int]) -> dict[ParticipantId, int]:
        return {id: n for id, n in zip(self.ground.participants, numbers, strict=True) if n}

    @cached_property
    def held_ids(self) -> frozenset[RequestId]:
        """The requests that are held."""
        return frozenset([m.request for m in self.meetings] if self.plain is not None else self.by_request)
