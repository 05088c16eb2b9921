"""`bench matching --part tables`: the same events with and without topic tables.

Everything else is as in the simulated events. Some of those who come host a table on something they offer,
and keep one slot free for it; whoever sees it and needs that, or offers it, too, and likes the host, wishes
for a seat. On the last day tables are formed beside what has been promised, each is held by the desk, the
round answers those who wait, and one timetable is made of all of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations

import numpy as np

from benchmarks.simulation.asking import Fortnight, Open, Request
from benchmarks.simulation.lists import cards, fair_lists, ranking
from benchmarks.simulation.report import EVENTS
from benchmarks.simulation.service import Counter, answered, person_id, problem_of, timetable_of
from benchmarks.simulation.world import NEVER, SLOTS, World, world
from treffen.admission import AdmissionController, Budget, Policy
from treffen.problem import Problem, RequestId
from treffen.timetable import Timetable
from treffen.topic_tables import SeatWish, TopicTable, form_tables, hold

PEOPLE = 150
FEWEST, WISHES = 3, 3
NEEDS, OFFERS = 2, 1  # what a seat is worth: as "want" and "maybe" of a meeting in pairs
FEW = 0.25  # of people: those with fewest agreed requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How many of those who come host a table, and of how many seats."""

    hosts: float
    seats: int


HABITS = {
    "one in ten hosts, five seats": Habit(hosts=0.1, seats=5),
    "one in seven, six seats": Habit(hosts=0.15, seats=6),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event, with tables or without.

    `contacts` are different people met, on the eve, for each who takes part, `few_contacts` for the quarter
    with fewest agreed requests; `few_meetings` are their meetings, a table being one. `value` is that of
    meetings in pairs. `met` are contacts of what took place: who came, at meetings that were held.
    `tables` and `seats` are held, `offered` and `wished` were asked for; `price` is what formation said.
    Without a `habit` there are no tables.
    """

    kind: str
    seed: int
    habit: str
    people: int
    contacts: float
    few_contacts: float
    few_meetings: float
    meetings: float
    value: int
    met: float
    tables: int
    offered: int
    seats: int
    wished: int
    price: float
    seconds: float

    def as_object(self) -> dict[str, object]:
        """For a file."""
        return asdict(self)


def offered(drawn: World, habit: Habit) -> list[TopicTable]:
    """Who hosts, on what, and who would like to sit there."""
    rng = np.random.default_rng([drawn.seed, 13])
    chance, choice = rng.random(drawn.people), rng.random(drawn.people)
    profiles = drawn.pool.profiles
    tables = {}
    for host in np.flatnonzero(drawn.comes() & (chance < habit.hosts)).tolist():
        topics = [said.concepts[0] for said in profiles[host].offers]
        if topics:
            tables[host] = topics[int(choice[host] * len(topics))]
    wishes: dict[int, list[SeatWish]] = {host: [] for host in tables}
    for person in np.flatnonzero(drawn.comes()).tolist():
        for host, value in _liked(drawn, person, tables)[:WISHES]:
            wishes[host].append(SeatWish(participant=person_id(person), value=value))
    return [
        TopicTable(
            id=RequestId(f"table{host}"),
            host=person_id(host),
            seats=habit.seats,
            fewest=FEWEST,
            wishes=tuple(wishes[host]),
            value=NEEDS,
        )
        for host in tables
    ]


def _liked(drawn: World, person: int, tables: dict[int, str]) -> list[tuple[int, int]]:
    """The tables that somebody sees and would sit at, the dearest first, with what a seat is worth."""
    profile = drawn.pool.profiles[person]
    needed = {c for said in profile.needs for c in said.concepts}
    known = {c for said in profile.offers for c in said.concepts}
    found = []
    for host, topic in tables.items():
        is_seen = drawn.visit[host] <= drawn.visit[person] or drawn.delay[person, host] < NEVER
        worth = NEEDS if topic in needed else OFFERS if topic in known else 0
        if host != person and is_seen and worth and drawn.taste[person, host] > 0:
            found.append((worth, float(drawn.taste[person, host]), host))
    return [(host, worth) for worth, _, host in sorted(found, reverse=True)]


def play(kind: str, seed: int, *, habit: str = "", people: int = PEOPLE) -> Event:
    """Two weeks, the last day, and the day itself; without tables where there is no habit."""
    drawn = world(seed, people=people, assumed=EVENTS[kind])
    tables = offered(drawn, HABITS[habit]) if habit else []
    history = Fortnight(drawn, cards(drawn, fair_lists(drawn), ranking(drawn)), Open(people)).run()
    agreed = history.agreed()
    begin = time.process_time()
    problem = problem_of(drawn, agreed)
    counter = answered(drawn, _with_room_for_tables(problem, tables), agreed, Policy.PRICED)
    counter.problem = problem
    price = _form(counter, tables)
    counter.close()
    timetable = timetable_of(counter.problem, counter.witness)
    return Event(
        kind=kind,
        seed=seed,
        habit=habit,
        people=people,
        price=price,
        offered=len(tables),
        wished=sum(len(table.wishes) for table in tables),
        seconds=time.process_time() - begin,
        **_figures(drawn, counter.problem, timetable, agreed),  # type: ignore[arg-type]
    )


def _with_room_for_tables(problem: Problem, tables: Sequence[TopicTable]) -> Problem:
    """Hosts promise one meeting fewer than they have slots, until it is known whether they host."""
    hosts = {table.host for table in tables}
    people = tuple(
        replace(p, minimum=0, maximum=(len(problem.slots) if p.free is None else len(p.free)) - 1)
        if p.id in hosts
        else p
        for p in problem.participants
    )
    return replace(problem, participants=people)


def _form(counter: Counter, tables: Sequence[TopicTable]) -> float:
    """Tables beside what has been promised; what the other requests lose by them, as a share."""
    if not tables:
        return 0.0
    promised = {m.request for m in counter.witness.meetings}
    binding = tuple(replace(r, must=r.id in promised) for r in counter.problem.requests)
    formed = form_tables(replace(counter.problem, requests=binding), tables)
    by_id = {table.id: table for table in tables}
    desk = AdmissionController(counter.problem, counter.witness)
    for one in sorted(formed.tables, key=lambda one: -one.request.value):
        hold(desk, by_id[one.request.id], guests=one.guests, budget=Budget(ways=0))
    counter.problem, counter.witness = desk.problem, desk.witness
    return formed.price / formed.others_alone if formed.others_alone else 0.0


def _pairs(problem: Problem, timetable: Timetable, absent: set[tuple[str, int]]) -> Iterator[frozenset[str]]:
    """Who meets whom, of those who are there in the slot; a table needs its fewest, a pair both."""
    number = {s.id: n for n, s in enumerate(problem.slots)}
    held = timetable.by_request()
    for request in problem.requests:
        if (meeting := held.get(request.id)) is None:
            continue
        there = [p for p in request.participants if (p, number[meeting.slot]) not in absent]
        if len(there) >= (request.fewest or 2):
            yield from (frozenset(pair) for pair in combinations(there, 2))


def _figures(
    drawn: World, problem: Problem, timetable: Timetable, agreed: Sequence[Request]
) -> dict[str, float]:
    part = np.flatnonzero(drawn.comes())
    came = np.flatnonzero(drawn.comes() & (drawn.arrives < SLOTS))
    late = {(person_id(p), t) for p in range(drawn.people) for t in range(min(SLOTS, drawn.arrives[p]))}
    eve = _contacts(set(_pairs(problem, timetable, set())), drawn.people)
    met = _contacts(set(_pairs(problem, timetable, late)), drawn.people)
    asked = np.bincount([p for r in agreed for p in (r.asking, r.asked)], minlength=drawn.people)
    few = part[np.argsort(asked[part], kind="stable")][: max(1, round(FEW * len(part)))]
    known = timetable.by_request()
    held = [r for r in problem.requests if r.id in known]
    seats = [int(p[1:]) for r in held for p in r.participants]
    meetings = np.bincount(seats, minlength=drawn.people)
    return {
        "contacts": float(eve[part].mean()),
        "few_contacts": float(eve[few].mean()),
        "few_meetings": float(meetings[few].mean()),
        "meetings": float(meetings[part].mean()),
        "value": sum(r.value for r in held if r.fewest is None),
        "met": float(met[came].mean()),
        "tables": sum(r.fewest is not None for r in held),
        "seats": sum(len(r.participants) for r in held if r.fewest is not None),
    }


def _contacts(pairs: set[frozenset[str]], people: int) -> np.ndarray:
    """How many different people everybody meets."""
    return np.bincount([int(p[1:]) for pair in pairs for p in pair], minlength=people)
