"""How meetings are commonly arranged, done as well as each way of doing it allows.

From our reading of public descriptions. All have the same people, requests and answers at their disposal;
none moves a meeting that is set. On the morning of the event those who said that they do not come, or
come later, are taken out, and whoever agreed and has not got a meeting is served from what became free.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.simulation.asking import Fortnight, History, Open, Request, worths
from benchmarks.simulation.diary import Diary
from benchmarks.simulation.lists import Lists
from benchmarks.simulation.world import BLOCK, SLOTS, World

TRIES = 20  # of the organiser's table, the best of which is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """What came of two weeks: the calendar on the eve, and all who agreed, the first to be served first."""

    history: History
    diary: Diary
    queue: tuple[Request, ...]
    worth: dict[int, int] = field(default_factory=dict)


Baseline = Callable[[World, Lists], Arranged]


def pair(request: Request) -> tuple[int, int]:
    """The two people."""
    return (request.asking, request.asked)


# --- slot booking -----------------------------------------------------------------------------


class Booking:
    """Whoever asks names a slot; it is taken for both until the answer comes or three days have passed.

    The first slot in which both calendars are free and a table is left is named; where there is none,
    nothing can be asked. A late yes still gets the first common slot, if there is one by then.
    """

    def __init__(self, world: World) -> None:
        self.diary = Diary(world.there, world.tables)

    def may_ask(self, asking: int, asked: int) -> bool:
        """Whether there is a slot to name."""
        return bool(self.diary.common((asking, asked)))

    def asks(self, request: Request) -> None:
        """The slot is taken."""
        self.diary.book_first(request.number, pair(request))

    def answers(self, request: Request) -> None:
        """Yes: what is held stays, or a slot is looked for; no: it is free again."""
        is_held = request.number in self.diary.held
        if request.answer and not is_held:
            self.diary.book_first(request.number, pair(request))
        if not request.answer and is_held:
            self.diary.release(request.number)

    def ticks(self, request: Request) -> None:
        """Without an answer it lapses."""
        if request.answer is None and request.number in self.diary.held:
            self.diary.release(request.number)


def slot_booking(world: World, cards: Lists) -> Arranged:
    """Slots are booked with the request; what is unanswered on the eve lapses."""
    broker = Booking(world)
    history = Fortnight(world, cards, broker).run()
    for request in history.requests:
        if request.answer is None and request.number in broker.diary.held:
            broker.diary.release(request.number)
    return _arranged(world, history, broker.diary, history.agreed())


# --- what is set by each yes, or at the end ---------------------------------------------------


def _collected(world: World, cards: Lists) -> tuple[History, list[Request], Diary, dict[int, int]]:
    history = Fortnight(world, cards, Open(world.people)).run()
    agreed = history.agreed()
    return history, agreed, Diary(world.there, world.tables), worths(world, agreed)


def _arranged(world: World, history: History, diary: Diary, queue: Iterable[Request]) -> Arranged:
    agreed = tuple(queue)
    return Arranged(history=history, diary=diary, queue=agreed, worth=worths(world, agreed))


def first_common_slot(world: World, cards: Lists) -> Arranged:
    """Each yes gets at once the first slot in which both are free and a table is left."""
    history, agreed, diary, _ = _collected(world, cards)
    for request in agreed:
        diary.book_first(request.number, pair(request))
    return _arranged(world, history, diary, agreed)


def two_passes(world: World, cards: Lists) -> Arranged:
    """After the last day, the most wanted first: at most half of the slots for each, then the rest."""
    history, agreed, diary, worth = _collected(world, cards)
    queue = by_worth(agreed, worth)
    count = [0] * world.people
    for most in (SLOTS // 2, SLOTS):
        for request in queue:
            one, other = pair(request)
            if request.number in diary.held or max(count[one], count[other]) >= most:
                continue
            if diary.book_first(request.number, (one, other)):
                count[one] += 1
                count[other] += 1
    return _arranged(world, history, diary, queue)


def by_worth(agreed: Iterable[Request], worth: dict[int, int]) -> list[Request]:
    """The most wanted first, those of equal worth as they came."""
    return sorted(agreed, key=lambda r: (-worth[r.number], r.answered_at, r.number))


def organiser_batch(world: World, cards: Lists) -> Arranged:
    """An organiser with a good table: in turn, everybody gets the meeting wanted most that still fits.

    Of the common slots the one is taken that lies next to other meetings of both, then the emptiest; the
    whole is done 20 times in other orders, and the one with most worth is kept.
    """
    history, agreed, _, worth = _collected(world, cards)
    dice, best, most = random.Random(world.seed), Diary(world.there, world.tables), -1
    for _ in range(TRIES):
        diary = _in_turn(world, agreed, worth, dice)
        value = sum(worth[n] for n in diary.held)
        if value > most:
            best, most = diary, value
    return _arranged(world, history, best, by_worth(agreed, worth))


def _in_turn(world: World, agreed: Sequence[Request], worth: dict[int, int], dice: random.Random) -> Diary:
    diary = Diary(world.there, world.tables)
    wanted: dict[int, list[Request]] = {}
    lot = {r.number: dice.random() for r in agreed}
    for request in sorted(agreed, key=lambda r: (worth[r.number], lot[r.number])):  # the best last
        for person in pair(request):
            wanted.setdefault(person, []).append(request)
    turn = sorted(wanted)
    dice.shuffle(turn)
    while turn:
        turn = [person for person in turn if serve(diary, wanted[person])]
    return diary


def serve(diary: Diary, requests: list[Request]) -> bool:
    """Whether somebody got one more meeting; what does not fit now never will."""
    while requests:
        request = requests.pop()
        common = diary.common(pair(request))
        if request.number not in diary.held and common:
            slot = max(common, key=lambda t: (_beside(diary, request, t), diary.tables[t], -t))
            diary.book(request.number, pair(request), slot=slot)
            return True
    return False


def _beside(diary: Diary, request: Request, slot: int) -> int:
    """How many meetings of both lie right before or after a slot, in its block."""
    near = [t for t in (slot - 1, slot + 1) if 0 <= t < SLOTS and t // BLOCK == slot // BLOCK]
    return sum(diary.busy[person][t] for person in pair(request) for t in near)


BASELINES: dict[str, Baseline] = {
    "slot booking, pending blocks": slot_booking,
    "first common slot at each yes": first_common_slot,
    "mutual wishes, two passes": two_passes,
    "organiser's table": organiser_batch,
}


# --- the morning ------------------------------------------------------------------------------


def after_the_morning(world: World, arranged: Arranged) -> dict[tuple[int, int], int]:
    """The slots of all pairs, when those who told so are out, and the free times are filled again."""
    diary = arranged.diary
    for person in range(world.people):
        if world.tells[person]:
            diary.leave(person, until=int(world.arrives[person]))
    for request in arranged.queue:
        if request.number not in diary.held:
            diary.book_first(request.number, pair(request))
    return diary.slots()
