"""What became free on the day is offered to two people who want it, as the platform does.

Whoever has fewer meetings than on the eve is offered others, at any time both have: each pair once, each
person one offer at a time, and nobody who let three pass. Whoever has sent a request has said yes with it.
Who sits in a meeting is asked in the break; in the slot itself, whoever waits in vain is offered somebody who
is free (stepping in).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum

from benchmarks.simulation.asking import History, Request
from benchmarks.simulation.day import Control, Incident, Mended, slots_of
from benchmarks.simulation.figures import ENOUGH
from benchmarks.simulation.lists import K, Lists
from benchmarks.simulation.service import SLOT_IDS, Planned, person_id, request_id
from benchmarks.simulation.world import SLOTS, World
from treffen.problem import Meeting, RequestId
from treffen.problem import Request as Asked
from treffen.timetable import Timetable

ROUNDS = 4  # of four minutes, in a slot and the break after it
MORNING = 10  # before the first slot
IN_A_SLOT = 2  # as long as five minutes of it are left
LEFT_ALONE = 3  # offers without an answer
VALUE = 2
FEW = 3  # whoever has fewer meetings comes first
BEFORE = 3  # offers to each person on the eve
type Pair = frozenset[int]


class Ground(IntEnum):
    """What speaks for two people, as the platform orders it."""

    BOTH = 0
    ASKED = 1
    ONE = 2
    LISTED = 3


def grounds_of(history: History, lists: Lists) -> dict[Pair, Ground]:
    """What the service knows of pairs: not whom they like, but what they have pressed."""
    found: dict[Pair, Ground] = {}

    def add(pairs: Iterable[tuple[int, int]], ground: Ground) -> None:
        for pair in pairs:
            found[frozenset(pair)] = min(ground, found.get(frozenset(pair), Ground.LISTED))

    add(((one, other) for one, row in enumerate(lists) for other in row), Ground.LISTED)
    add(history.unsent, Ground.ONE)
    wished = set(history.unsent)
    add((pair for pair in wished if pair[::-1] in wished), Ground.BOTH)
    add(((r.asking, r.asked) for r in history.requests if r.answer is None), Ground.ASKED)
    add(((r.asking, r.asked) for r in history.requests if r.answer), Ground.BOTH)
    no = {frozenset((r.asking, r.asked)) for r in history.requests if r.answer is False}
    return {pair: ground for pair, ground in found.items() if pair not in no}


@dataclass(slots=True)
class Offers:
    """Who was offered whom, who has not answered, and what came of it, by pair: the slot."""

    made: set[Pair] = field(default_factory=set)
    silent: Counter[int] = field(default_factory=Counter)
    pressed: dict[tuple[int, int], int] = field(default_factory=dict)  # both have pressed yes: they know
    stepped_in: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass(slots=True)
class _Moment:
    """What is held when a round begins."""

    busy: dict[int, set[int]]
    tables: Counter[int]
    load: Counter[int]
    met: set[Pair]


class Refilling(Control):
    """The control room, and the offers beside it."""

    def __init__(
        self,
        world: World,
        planned: Planned,
        lists: Lists,
        *,
        has_eve: bool = False,
    ) -> None:
        super().__init__(world, planned)
        self._has_eve = has_eve
        self._advance = [
            set(row[:K]) if has_eve and world.advance[p] else set() for p, row in enumerate(lists)
        ]
        self.offers = Offers()
        self.eve = slots_of(planned, planned.timetable)
        self.grounds = grounds_of(planned.history, lists)
        self._sent: dict[Pair, Request] = {
            frozenset((r.asking, r.asked)): r for r in planned.history.requests if r.answer is not False
        }
        self._near: dict[int, list[tuple[Ground, int]]] = defaultdict(list)
        for pair, ground in self.grounds.items():
            one, other = sorted(pair)
            self._near[one].append((ground, other))
            self._near[other].append((ground, one))
        self._comes = world.comes().tolist()

    def run(self) -> Mended:
        """As always; in the last slot people can still step in."""
        if self._has_eve:
            self._offer_before()
        mended = super().run()
        self._step_in(SLOTS - 1)
        return mended

    def known(self) -> dict[tuple[int, int], int]:
        """What people knew of their day: the eve, and what both have pressed yes to since."""
        return self.eve | self.offers.pressed

    def took_place(self, found: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
        """With those who stepped in."""
        return found | self.offers.stepped_in

    # --- on the eve ----------------------------------------------------------------------------

    def _offer_before(self) -> None:
        """Whoever has said that they come, and has few meetings, is offered more at times that both have."""
        for _ in range(BEFORE):
            now = self._moment()
            asked: set[int] = set()
            for *_order, at, one, other in sorted(self._wanted_before(now)):
                if one in asked or other in asked or now.tables[at] >= self.world.tables:
                    continue
                asked |= {one, other}
                self.offers.made.add(frozenset((one, other)))
                if self._agree_before(one, other) and self._agree_before(other, one):
                    now.tables[at] += 1
                    self._hold(one, other, at, has_pressed=True)

    def _wanted_before(self, now: _Moment) -> Iterator[tuple[bool, Ground, int, int, int, int]]:
        there, load = self.world.there, now.load
        comes = (self.world.comes() & self.world.confirms & ~self.world.releases()).tolist()
        for one in range(self.world.people):
            if comes[one] and load[one] < ENOUGH:
                for ground, other in self._partners(one, now):
                    is_late = min(load[one], load[other]) >= FEW
                    for at in range(SLOTS) if comes[other] else ():
                        is_free = there[one, at] and there[other, at] and not now.busy[at] & {one, other}
                        if is_free:
                            yield is_late, ground, load[one] + load[other], at, one, other

    def _agree_before(self, me: int, them: int) -> bool:
        """Whoever has sent a request has said yes; of all others some do not answer within the hours."""
        sent = self._sent.get(frozenset((me, them)))
        if sent is not None and sent.asking == me:
            return True
        return bool(self.world.replies[me, them]) and self.world.says_yes(me, them)

    # --- later today --------------------------------------------------------------------------

    def _refill(self, slot: int) -> None:
        rounds = ROUNDS if slot >= 0 else MORNING
        for number in range(rounds):
            is_break = number == rounds - 1 or slot < 0
            if not self._offer_round(slot, is_break=is_break) and is_break:
                return

    def _offer_round(self, slot: int, *, is_break: bool) -> bool:
        """Whether anybody was asked."""
        now = self._moment()
        asked: set[int] = set()
        for *_order, at, one, other in sorted(self._wanted(slot, now, is_break=is_break)):
            if one in asked or other in asked or now.tables[at] >= self.world.tables:
                continue
            asked |= {one, other}
            if self._is_yes(one, other, slot=slot):
                now.tables[at] += 1
                self._hold(one, other, at, has_pressed=self._have_pressed(one, other))
        return bool(asked)

    def _wanted(
        self, slot: int, now: _Moment, *, is_break: bool
    ) -> Iterator[tuple[bool, Ground, int, int, int, int]]:
        running = set() if is_break else now.busy[slot]
        told = Counter(person for pair in self.eve for person in pair)
        free = {
            person: {at for at in range(slot + 1, SLOTS) if self._has_time(person, at, now)}
            for person in range(self.world.people)
            if person not in running and self._may_be_asked(person, slot)
        }
        for one in free:
            if told[one] > now.load[one]:
                for ground, other in self._partners(one, now):
                    for at in sorted(free[one] & free.get(other, set())):
                        if now.tables[at] < self.world.tables:
                            least, both = min(now.load[one], now.load[other]), now.load[one] + now.load[other]
                            yield least >= FEW, ground, both, at, one, other

    def _partners(self, one: int, now: _Moment) -> Iterator[tuple[Ground, int]]:
        for ground, other in self._near[one]:
            pair = frozenset((one, other))
            if pair not in self.offers.made and pair not in now.met:
                yield ground, other

    def _may_be_asked(self, person: int, slot: int) -> bool:
        at = SLOTS - 1 if slot < 0 else slot  # in the morning, whoever comes late says yes from the train
        is_asked_too_often = self.offers.silent[person] >= LEFT_ALONE
        return self._comes[person] and not self._is_away(person, at) and not is_asked_too_often

    def _is_away(self, person: int, slot: int) -> bool:
        """As far as anybody knows."""
        return person in self._known and bool(self.world.arrives[person] > slot)

    def _has_time(self, person: int, at: int, now: _Moment) -> bool:
        is_there = bool(self.world.there[person, at]) and not self._is_away(person, at)
        return is_there and person not in now.busy[at]

    def _is_yes(self, one: int, other: int, *, slot: int, waits: int | None = None) -> bool:
        """Whether both want it and say so in time; whoever has sent a request has said so with it."""
        pair = frozenset((one, other))
        self.offers.made.add(pair)
        sent = self._sent.get(pair)
        is_yes = True
        for me, them in ((one, other), (other, one)):
            if sent is not None and sent.asking == me:
                continue
            is_there = self.world.arrives[me] <= max(slot, 0)
            has_said_so = me == waits or (waits is None and them in self._advance[me])
            if not (is_there and (has_said_so or self.world.answers[me, them])):
                self.offers.silent[me] += 1
                is_yes = False
            elif not self.world.says_yes(me, them):
                is_yes = False
        return is_yes

    def _have_pressed(self, one: int, other: int) -> bool:
        """On the day itself, both: whoever said so before may overlook what came of it."""
        is_before = other in self._advance[one] or one in self._advance[other]
        return not is_before and frozenset((one, other)) not in self._sent

    def _hold(self, one: int, other: int, at: int, *, has_pressed: bool) -> None:
        """At a free table, beside everything; the engine's repairs know of it from now on."""
        sent = self._sent.get(frozenset((one, other)))
        id = request_id(sent.number) if sent is not None else RequestId(f"n{one}-{other}")
        if id not in {request.id for request in self.problem.requests}:
            pair = (person_id(one), person_id(other))
            new = Asked(id=id, participants=pair, value=VALUE)
            self.problem = replace(self.problem, requests=(*self.problem.requests, new))
            self.planned.people[id] = (one, other)
        meetings = self.mended.timetable.meetings
        taken = {m.place for m in meetings if m.slot == SLOT_IDS[at]}
        place = next(p.id for p in self.problem.places if p.id not in taken)
        self.mended.timetable = Timetable((*meetings, Meeting(request=id, slot=SLOT_IDS[at], place=place)))
        if has_pressed:
            self.offers.pressed[self.planned.people[id]] = at

    # --- now ----------------------------------------------------------------------------------

    def _noticed(self, slot: int) -> Iterator[Incident]:
        self._step_in(slot)
        yield from super()._noticed(slot)

    def _step_in(self, slot: int) -> None:
        """For everybody who waits in vain in a slot, and has the page open."""
        now = self._moment()
        arrives = self.world.arrives
        for pair, at in slots_of(self.planned, self.mended.timetable).items():
            for person, missing in (pair, pair[::-1]):
                if at == slot and arrives[person] <= slot < arrives[missing]:
                    self._replace(person, slot, now)

    def _replace(self, person: int, slot: int, now: _Moment) -> None:
        tries = 0
        for _ground, other in sorted(self._partners(person, now)):
            if tries == IN_A_SLOT:
                return
            if not self._has_time(other, slot, now) or not self._may_be_asked(other, slot):
                continue
            tries += 1
            if self._is_yes(person, other, slot=slot, waits=person):
                self.offers.stepped_in[person, other] = slot
                now.busy[slot] |= {person, other}
                now.met.add(frozenset((person, other)))
                return

    def _moment(self) -> _Moment:
        held = slots_of(self.planned, self.mended.timetable) | self.offers.stepped_in
        busy: dict[int, set[int]] = defaultdict(set)
        for pair, at in held.items():
            busy[at] |= set(pair)
        return _Moment(
            busy=busy,
            tables=Counter(at for pair, at in held.items() if pair not in self.offers.stepped_in),
            load=Counter(person for pair in held for person in pair),
            met={frozenset(pair) for pair in held},
        )
