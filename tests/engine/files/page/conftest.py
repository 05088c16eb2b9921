"""Invented events and greedy plans of them, to be drawn."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from treffen.problem import EntityKind, Goal, Like, Meeting, Participant, Place, Problem, Request, Slot, Talk
from treffen.timetable import (
    GoalResult,
    GoalStatus,
    Plan,
    PlanStatus,
    ProofKind,
    Reason,
    Remedy,
    RemedyKind,
    Timetable,
    Unscheduled,
)

FIRST_TEXT = """
Ada Bruno Clara David Edith Falk Greta Hannes Ida Jonas Karla Lorenz Marek Nora Olaf Paula Rainer
Solveig Tarek Ulla Viktor Wanda Yasmin Zeno Agnieszka Cem Dörte Emre Jolanta Sönke
"""
FIRST = FIRST_TEXT.split()
LAST_TEXT = """
Ahlers Brandis Cordes Dembski Ebeling Fahrenholt Gärtner Haferkorn Imhoff Jurczyk Kaltenbach Lindner
Mertens Niehus Oelkers Pahl Quandt Rademacher Schoppe Tiedemann Umlauf Voss Wachter Yildirim
Zielinski Albrecht Bode Glöckner Hinrichs Karaca Lammers Mahler Özkan Paulsen Rüther Sander Thiede
Uhlig Wrede Zander Arslan Bachmann Behrens Burmeister Diekhoff Dornbusch Engelke Erdem Feddersen
Fiedler Fromm Gehrke Giesler Grabow Hagedorn Harms Hennig Hölscher Hübner Jacobi Jepsen Kappel
Kemper Kirchhoff Klages Kleine Knappe Köhnke Korte Krämer Kubiak Kühnel Lackmann Leiber Lohse Lüders
Marquart Mattes Meinert Mielke Moll Nagel Neuhaus Nolte Ohlsen Petersen Pohl Rausch Reimann Renner
Riedel Rogalla Rosin Schadow Scheffler Schlüter Seidel Sievers Sommer Stahnke Steinhoff Stratmann
Sudhoff Tamm Teichert Tölle Vogt Wegner Weigel Wiegand Winkel Wolter Zeller Zimmer
"""
LAST = LAST_TEXT.split()
NETWORKS_TEXT = """
LES MTF WKÜ PHM ZSZ FVK
"""
NETWORKS = NETWORKS_TEXT.split()
FIRMS_TEXT = """
Ostkai Klebtechnik GmbH, Hochschule Westharz, Elbwerk Leichtbau GmbH, Institut für Strukturtechnik,
Kupferberg AG, Lahnfels Diagnostik GmbH, Geschäftsstelle Wasserstoff Küste, Waldau Faserverbund
GmbH, Rabenau Brennstoffzellen AG, Sandhagen Mikrosysteme GmbH
"""
FIRMS = [" ".join(firm.split()) for firm in FIRMS_TEXT.split(",")]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Everything a page is made of."""

    problem: Problem
    plan: Plan
    labels: dict[tuple[EntityKind, str], str]


BLOCKS = {"Vormittag": "morning", "Nachmittag": "afternoon"}


def slots(days: int = 1, *, clocks: bool = True) -> tuple[Slot, ...]:
    """Two blocks of six slots a day, from 10:30 and 14:00 in Berlin."""
    made = []
    for day in range(days):
        for block, hour, minute in (("Vormittag", 8, 30), ("Nachmittag", 12, 0)):
            for i in range(6):
                start = datetime(2027, 4, 20 + day, hour, minute, tzinfo=UTC) + timedelta(minutes=20 * i)
                number = str(len(made) + 1)
                name = f"{block} {day + 1}" if days > 1 else BLOCKS[block]
                times = {"start": start, "end": start + timedelta(minutes=15)} if clocks else {}
                made.append(Slot(id=number, block=name if clocks else "", **times))
    return tuple(made)


def person(id: str, slots: list[str], luck: random.Random) -> Participant:
    """Somebody who may come late or leave early, must hear one talk and would like to hear another."""
    free = None
    if luck.random() < 0.14:
        free = frozenset(luck.choice((slots[6:], slots[:6], slots[1:], slots[:9])))
    hears = frozenset({"Eröffnung"}) if luck.random() < 0.12 else frozenset()
    likes = (Like(talk="Was bleibt?"),) if luck.random() < 0.3 else ()
    return Participant(
        id=id,
        organisation=luck.choice(FIRMS),
        network=luck.choice(NETWORKS),
        free=free,
        must_attend=hears,
        likes=likes,
    )


def event(
    people: int = 150, *, days: int = 1, clocks: bool = True, tables: int = 0, seed: int = 5
) -> tuple[Problem, dict]:
    """An invented conference with talks, latecomers and musts, and names for its ids."""
    luck = random.Random(seed)
    times = slots(days, clocks=clocks)
    ids = [s.id for s in times]
    talks = (
        Talk(id="Eröffnung", slots=frozenset(ids[:2])),
        Talk(id="Was bleibt?", slots=frozenset(ids[10:12])),
    )
    persons = [person(f"p{i + 1}", ids, luck) for i in range(people)]
    tables = tables or max(2, people * 24 // 100)
    places = tuple(Place(id=f"t{i + 1}", zone="ABC"[i * 3 // tables]) for i in range(tables))
    pairs = {tuple(sorted(luck.sample(range(people), 2))) for _ in range(int(people * 2.9 * days))}
    requests = tuple(
        Request(
            id=str(n),
            participants=(persons[a].id, persons[b].id),
            value=luck.randint(1, 9),
            must=luck.random() < 0.12,
            length=2 if luck.random() < 0.02 else 1,
        )
        for n, (a, b) in enumerate(sorted(pairs), 1)
    )
    title = "Netzwerke verbinden 2027 (Vorführung, alle Namen erfunden)"
    problem = Problem(
        slots=times,
        places=places,
        participants=tuple(persons),
        requests=requests,
        talks=talks,
        goals=(Goal.VALUE, Goal.IDLE, Goal.CHANGES),
        title=title,
    )
    return problem, names(problem, luck)


def names(problem: Problem, luck: random.Random) -> dict[tuple[EntityKind, str], str]:
    """Invented names for all participants, places and talks."""
    titles = ("", "", "", "", "Dr. ", "Prof. Dr. ")
    labels = {
        (EntityKind.PARTICIPANT, p.id): f"{luck.choice(titles)}{luck.choice(FIRST)} {luck.choice(LAST)}"
        for p in problem.participants
    }
    return labels | {(EntityKind.PLACE, p.id): f"Tisch {p.id[1:]}" for p in problem.places}


def greedy(problem: Problem) -> Timetable:
    """Meetings one after the other into the first slot that is free for all, near their others."""
    free = {
        p.id: {s.id for s in problem.slots} & (p.free or {s.id for s in problem.slots})
        for p in problem.participants
    }
    for p in problem.participants:
        for talk in problem.talks:
            if talk.id in p.must_attend:
                free[p.id] -= talk.slots
    rooms = {s.id: [p.id for p in problem.places] for s in problem.slots}
    ids = [s.id for s in problem.slots]
    runs = {s.id: ids[i : i + 2] for i, s in enumerate(problem.slots)}
    meetings = []
    for request in sorted(problem.requests, key=lambda r: (-r.must, -r.value)):
        for slot in sorted(
            ids, key=lambda s: (len(rooms[s]) == 0, -sum(len(free[p]) for p in request.participants))
        ):
            taken = runs[slot][: request.length]
            if len(taken) < request.length or any(
                s not in free[p] for s in taken for p in request.participants
            ):
                continue
            common = [p for p in rooms[slot] if all(p in rooms[s] for s in taken)]
            if not common or len({s.block for s in problem.slots if s.id in taken}) > 1:
                continue
            for s in taken:
                rooms[s].remove(common[0])
                for p in request.participants:
                    free[p].discard(s)
            meetings.append(Meeting(request=request.id, slot=slot, place=common[0]))
            break
    return Timetable(tuple(meetings))


def planned(problem: Problem, *, bound: int = 0) -> Plan:
    """A plan of the greedy timetable; its bounds are made up: `bound` above the value."""
    timetable = greedy(problem)
    held = timetable.by_request()
    value = sum(r.value for r in problem.requests if r.id in held)
    missed = tuple(unscheduled(r) for r in problem.requests if r.id not in held)
    goals = (
        result(Goal.VALUE, value, value + bound, ProofKind.CERTIFICATE),
        result(Goal.IDLE, 57, 57 if not bound else 40, ProofKind.SEARCH),
        result(Goal.CHANGES, 322, 274, ProofKind.TRIVIAL),
    )
    return Plan(
        problem=problem.digest(),
        status=PlanStatus.FEASIBLE,
        goals=goals,
        timetable=timetable,
        unscheduled=missed,
        seconds=2.4731,
        seed=1,
        versions={"treffen": "0.1.0", "highspy": "1.16.0", "python-sat": "1.9.0"},
    )


def unscheduled(request: Request) -> Unscheduled:
    """A made-up reason with a made-up remedy."""
    if int(request.id) % 3:
        person = request.participants[0]
        remedy = Remedy(kind=RemedyKind.FREE_PARTICIPANT, slot="3", participants=(person,))
        return Unscheduled(
            request=request.id, reason=Reason.PERSON_FULL, participants=(person,), remedy=remedy
        )
    return Unscheduled(
        request=request.id,
        reason=Reason.PLACES_FULL,
        remedy=Remedy(kind=RemedyKind.MORE_PLACES, slot="4") if int(request.id) % 2 else None,
    )


def result(goal: Goal, value: int, bound: int, proof: ProofKind) -> GoalResult:
    """What is known of one goal."""
    status = GoalStatus.OPTIMAL if value == bound else GoalStatus.FEASIBLE
    return GoalResult(goal=goal, value=value, bound=bound, status=status, proof=proof)


def drawn(people: int = 150, *, days: int = 1, clocks: bool = True, tables: int = 0, bound: int = 0) -> Drawn:
    """An event, its plan and its names."""
    problem, labels = event(people, days=days, clocks=clocks, tables=tables)
    return Drawn(problem=problem, plan=planned(problem, bound=bound), labels=labels)


@pytest.fixture
def conference() -> Drawn:
    """40 people on one day."""
    return drawn(40)


@pytest.fixture
def crowded() -> Drawn:
    """14 people on one day with too few tables, so that requests are left over."""
    made = drawn(14, tables=2, bound=7)
    assert len({u.reason for u in made.plan.unscheduled}) > 1
    return made


@pytest.fixture
def draw() -> Callable[..., Drawn]:
    """Makes events of other sizes."""
    return drawn


@pytest.fixture
def tiny() -> Drawn:
    """Two meetings of three people in three slots without a clock, and one request left over."""
    problem = Problem(
        slots=tuple(Slot(id=str(i)) for i in (1, 2, 3)),
        places=(Place(id="t1"), Place(id="t2")),
        participants=tuple(Participant(id=i) for i in ("1", "2", "3")),
        requests=(
            Request(id="1", participants=("1", "2"), must=True),
            Request(id="2", participants=("1", "3")),
            Request(id="3", participants=("2", "3")),
        ),
        goals=(Goal.VALUE, Goal.IDLE),
    )
    meetings = (Meeting(request="1", slot="1", place="t1"), Meeting(request="2", slot="3", place="t2"))
    plan = Plan(
        problem=problem.digest(),
        status=PlanStatus.FEASIBLE,
        goals=(
            result(Goal.VALUE, 2, 3, ProofKind.TRIVIAL),
            result(Goal.IDLE, 1, 0, ProofKind.TRIVIAL),
        ),
        timetable=Timetable(meetings),
        unscheduled=(Unscheduled(request="3", reason=Reason.OUT_VALUED, requests=("1",)),),
        seconds=0.5,
    )
    return Drawn(problem=problem, plan=plan, labels={})


__all__ = ["Drawn", "drawn", "replace"]
