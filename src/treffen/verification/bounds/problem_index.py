"""What the inequalities of a certificate are read from: who can meet when, where, with whose help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from treffen.errors import TreffenError
from treffen.problem import (
    InterpreterId,
    OrganisationId,
    ParticipantId,
    PlaceId,
    Request,
    RequestId,
    SlotId,
)
from treffen.verification.index import ProblemIndex
from treffen.verification.rules.interpreters import needs_interpreter


class UnsoundCertificate(TreffenError):
    """A certificate names something unknown, or an inequality that not every timetable keeps."""


class BoundIndex:
    """Indexes of a problem that bounds need; each is built when first asked for."""

    def __init__(self, ground: ProblemIndex) -> None:
        self.ground = ground
        self.problem = ground.problem
        self.requests = ground.problem.requests
        self.named: Mapping[RequestId, int] = {}

    def look_up(self, ids: Iterable[RequestId]) -> None:
        """Find the numbers of the requests that a certificate names, all at once."""
        self.named = self.ground.numbers_of(ids)

    # --- ids to numbers and bits ------------------------------------------------------------

    @cached_property
    def number(self) -> dict[RequestId, int]:
        """The number of each request."""
        return self.ground.number

    @cached_property
    def place_bit(self) -> dict[PlaceId, int]:
        """One bit for each place."""
        return {p.id: 1 << i for i, p in enumerate(self.problem.places)}

    @cached_property
    def helper_bit(self) -> dict[InterpreterId, int]:
        """One bit for each interpreter."""
        return {x.id: 1 << i for i, x in enumerate(self.problem.interpreters)}

    def slots(self, ids: Iterable[SlotId] | None) -> int:
        """The bits of the slots that a certificate names."""
        if ids is None:
            return self.ground.all_slots
        return _union(self._slot_bits, ids)

    @cached_property
    def _slot_bits(self) -> dict[SlotId, int]:
        return {s: 1 << i for s, i in self.ground.slot_number.items()}

    def places(self, ids: Iterable[PlaceId] | None) -> int:
        """The bits of the places that a certificate names."""
        return (1 << len(self.place_bit)) - 1 if ids is None else _union(self.place_bit, ids)

    def helpers(self, ids: Iterable[InterpreterId] | None) -> int:
        """The bits of the interpreters that a certificate names."""
        return (1 << len(self.helper_bit)) - 1 if ids is None else _union(self.helper_bit, ids)

    # --- who asks for whom --------------------------------------------------------------------

    @cached_property
    def naming(self) -> dict[ParticipantId, list[int]]:
        """The numbers of the requests that name each participant."""
        found: dict[ParticipantId, list[int]] = {p.id: [] for p in self.problem.participants}
        for i, r in enumerate(self.requests):
            for p in r.participants:
                found[p].append(i)
        return found

    @cached_property
    def asking(self) -> dict[OrganisationId, list[int]]:
        """The numbers of the requests that ask each organisation for a delegate."""
        found: dict[OrganisationId, list[int]] = {}
        for i, r in enumerate(self.requests):
            for o in r.delegates:
                found.setdefault(o, []).append(i)
        return found

    @cached_property
    def staff(self) -> dict[OrganisationId, list[ParticipantId]]:
        """The participants of each organisation."""
        found: dict[OrganisationId, list[ParticipantId]] = {}
        for p in self.problem.participants:
            if p.organisation is not None:
                found.setdefault(p.organisation, []).append(p.id)
        return found

    @cached_property
    def has_long(self) -> bool:
        """Whether any request takes more than one slot."""
        return self.ground.plain is None and any(r.length > 1 for r in self.requests)

    def lengths(self, numbers: Iterable[int]) -> dict[int, int]:
        """How many slots each of some requests takes."""
        if not self.has_long:
            return dict.fromkeys(numbers, 1)
        return {i: self.requests[i].length for i in numbers}

    def most_meetings(self, id: ParticipantId) -> int:
        """The participant's maximum or free slots, whichever is less."""
        free = self.ground.free[id].bit_count()
        maximum = self.ground.participants[id].maximum
        return free if maximum is None else min(free, maximum)

    # --- when -----------------------------------------------------------------------------------

    def starts(self, request: Request, within: int = -1) -> int:
        """The slots in which a request may begin, seen alone: named people, allowed and fixed slots.

        `within` narrows the slots in which it may run.
        """
        ground, run, free = self.ground, within, self.ground.free
        for p in request.participants:
            run &= free[p]
        if not run:
            return 0
        run &= ground.all_slots if request.slots is None else ground.mask(request.slots)
        starts = run
        if request.length > 1:
            starts &= self._fits(request.length)
            for k in range(1, request.length if starts else 0):
                starts &= run >> k
        if request.slot is not None:
            starts &= 1 << ground.slot_number[request.slot]
        if ground.frozen and request.id in ground.frozen:
            starts &= 1 << ground.slot_number[ground.frozen[request.id].slot]
        return starts

    def _fits(self, length: int) -> int:
        """The slots after which a block has room for so many."""
        ends = self.ground.block_end
        return sum(1 << t for t, end in enumerate(ends) if t + length <= end)

    def window(self, request: Request) -> int:
        """The slots in which a request may run, seen alone."""
        starts = self.starts(request)
        if request.length == 1:
            return starts
        run = 0
        for k in range(request.length if starts else 0):
            run |= starts << k
        return run

    @cached_property
    def windows(self) -> list[int]:
        """The window of each request."""
        return [self.window(r) for r in self.requests]

    @cached_property
    def _by_width(self) -> list[list[int]]:
        """Requests by the number of slots in which they may run."""
        found: list[list[int]] = [[] for _ in range(len(self.problem.slots) + 1)]
        for i, window in enumerate(self.windows):
            found[window.bit_count()].append(i)
        return found

    def inside(self, slots: int) -> list[int]:
        """The requests that cannot run outside some slots. Wide windows need no look."""
        windows = self.windows
        narrow = self._by_width[: slots.bit_count() + 1]
        return [i for some in narrow for i in some if not windows[i] & ~slots]

    # --- where, and with whose help -----------------------------------------------------------

    @cached_property
    def suitable(self) -> list[int]:
        """For each request the bits of the places that suit it, as far as its named people tell."""
        needy = {p.id: p.needs for p in self.problem.participants if p.needs}
        frozen = self.ground.frozen
        known: dict[object, int] = {}
        found: list[int] = []
        everywhere = (1 << len(self.place_bit)) - 1
        if self.ground.plain is not None:
            return [everywhere] * len(self.requests)
        is_alike = not needy and not frozen
        for r in self.requests:
            if is_alike and not r.needs and r.places is None and r.place is None:
                found.append(everywhere)
                continue
            needs = r.needs.union(*(needy[p] for p in r.participants if p in needy)) if needy else r.needs
            held = frozen.get(r.id)
            key = (needs, r.places, r.place, held.place if held else None)
            if key not in known:
                known[key] = self._suiting(needs, r, None if held is None else held.place)
            found.append(known[key])
        return found

    def _suiting(self, needs: frozenset[str], request: Request, held: PlaceId | None) -> int:
        bits = 0
        for p in self.problem.places:
            is_barred = request.places is not None and p.id not in request.places
            is_other = request.place not in (None, p.id) or held not in (None, p.id)
            if needs <= p.features and not is_barred and not is_other:
                bits |= self.place_bit[p.id]
        return bits

    @cached_property
    def hopeless(self) -> list[int]:
        """Requests that no timetable holds: nowhere to start, no suitable place, no interpreter."""
        open_places = {self.place_bit[p.id]: p.open for p in self.problem.places}
        open_helpers = {self.helper_bit[x.id]: x.free for x in self.problem.interpreters}
        helped = dict(self.helped)
        known: dict[tuple[int, bool], int] = {}
        found = []
        free, is_plain = self.ground.free, not helped and not self.ground.frozen
        last, there = -1, 0
        for i, (r, suitable) in enumerate(zip(self.requests, self.suitable, strict=True)):
            if suitable != last:  # of a million requests nearly all want the same
                last, there = suitable, self._served(suitable, open_places, known, is_place=True)
            within = there
            for p in r.participants:
                within &= free[p]
            if within and is_plain and r.length == 1 and r.slots is None and r.slot is None:
                continue
            if i in helped:
                within &= self._served(helped[i], open_helpers, known, is_place=False)
            if not self.starts(r, within):
                found.append(i)
        return found

    def _served(
        self,
        bits: int,
        opening: Mapping[int, frozenset[SlotId] | None],
        known: dict[tuple[int, bool], int],
        *,
        is_place: bool,
    ) -> int:
        """The slots in which some place (or interpreter) among `bits` is there."""
        key = (bits, is_place)
        if key not in known:
            slots = 0
            for bit, open_ in opening.items():
                if bits & bit:
                    slots |= self.ground.all_slots if open_ is None else self.ground.mask(open_)
            known[key] = slots
        return known[key]

    @cached_property
    def by_place_set(self) -> dict[int, list[int]]:
        """Requests by their suitable places."""
        found: dict[int, list[int]] = {}
        for i, bits in enumerate(self.suitable):
            found.setdefault(bits, []).append(i)
        return found

    @cached_property
    def helped(self) -> list[tuple[int, int]]:
        """Requests that surely need an interpreter, each with the bits of those who fit."""
        tongues = {p.id: p.languages for p in self.problem.participants if p.languages}
        found: list[tuple[int, int]] = []
        for i, r in enumerate(self.requests if tongues else ()):
            spoken = [tongues.get(p, frozenset()) for p in r.participants]
            if not r.delegates and needs_interpreter(spoken):
                found.append((i, self._helping(spoken)))
        return found

    def _helping(self, spoken: list[frozenset[str]]) -> int:
        fit = (x.id for x in self.problem.interpreters if all(x.languages & t for t in spoken))
        return sum(self.helper_bit[x] for x in fit)


def _union[Id](bits: dict[Id, int], ids: Iterable[Id]) -> int:
    union = 0
    for id in ids:
        if id not in bits:
            raise UnsoundCertificate(f"unknown id {id!r}")
        union |= bits[id]
    return union
