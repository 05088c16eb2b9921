"""Tiny events with given slots, and every choice of places for them, found by trying."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import strategies as st

from treffen.problem import Goal, Participant, Place, Problem, Request, Slot, Walk
from treffen.solvers.base import Model

PEOPLE = 5


def may_stand(model: Model, option: int, place: int, slot: int) -> bool:
    """Written from the problem's nouns, apart from the solver's arrays."""
    problem = model.problem
    request, spot = problem.requests[model.option_request[option]], problem.places[place]
    needs = request.needs.union(*(problem.participants[p].needs for p in model.attendees(option)))
    run = {problem.slots[t].id for t in range(slot, slot + request.length)}
    fixed = request.place
    return (
        needs <= spot.features
        and (spot.open is None or run <= spot.open)
        and (request.places is None or spot.id in request.places)
        and (fixed is None or fixed == spot.id)
    )


def choices(model: Model, slots: list[int]) -> list[dict[int, int]]:
    """Every valid choice of places: option to place."""
    held = [o for o, t in enumerate(slots) if t >= 0]
    fits = [[x for x in range(len(model.problem.places)) if may_stand(model, o, x, slots[o])] for o in held]
    length = model.length.tolist()
    found = []
    for choice in product(*fits):
        taken = [
            (x, t) for o, x in zip(held, choice, strict=True) for t in range(slots[o], slots[o] + length[o])
        ]
        if len(set(taken)) == len(taken):
            found.append(dict(zip(held, choice, strict=True)))
    return found


def measure(model: Model, slots: list[int], choice: dict[int, int]) -> dict[Goal, int]:
    problem = model.problem
    walk = {frozenset((w.here, w.there)): w.minutes for w in problem.walks}
    changes = walking = 0
    for p in range(model.n_people):
        mine = sorted((slots[o], x) for o, x in choice.items() if p in model.attendees(o).tolist())
        for (s, x), (t, y) in pairwise(mine):
            zones = problem.places[x].zone, problem.places[y].zone
            if x != y and model.block[s] == model.block[t]:
                changes += 1
                walking += 0 if zones[0] == zones[1] else walk.get(frozenset(zones), 1)
    return {Goal.CHANGES: changes, Goal.WALKING: walking, Goal.PLACES: len(set(choice.values()))}


def _places(draw: st.DrawFn, slots: tuple[Slot, ...]) -> tuple[Place, ...]:
    some = st.none() | st.frozensets(st.sampled_from([s.id for s in slots]), min_size=1)
    features = st.frozensets(st.sampled_from(["quiet", "step-free"]))
    return tuple(
        Place(id=f"t{i}", zone=draw(st.sampled_from("xyz")), features=draw(features), open=draw(some))
        for i in range(draw(st.integers(1, 3)))
    )


def _people(draw: st.DrawFn, names: st.SearchStrategy[str]) -> tuple[Participant, ...]:
    needs = st.sampled_from([frozenset[str](), frozenset(["quiet"])])
    return tuple(
        Participant(id=str(i), home=draw(st.none() | names), needs=draw(needs)) for i in range(PEOPLE)
    )


def _requests(
    draw: st.DrawFn, n_slots: int, names: st.SearchStrategy[str]
) -> tuple[list[Request], list[int]]:
    """Requests and their first slots, nobody in two meetings at once, none across the end of a block."""
    requests, starts, busy = [], [], set[tuple[int, int]]()
    for number in range(draw(st.integers(1, 6))):
        pair = draw(st.lists(st.integers(0, PEOPLE - 1), min_size=2, max_size=3, unique=True))
        length = draw(st.sampled_from([1, 1, 1, 2]))
        t = draw(st.integers(0, n_slots - 1))
        run = {(p, u) for p in pair for u in range(t, t + length)}
        place = draw(st.none() | names) if number % 3 == 0 else None
        if t + length > n_slots or (t < 3 < t + length) or busy & run:
            continue
        busy |= run
        who = tuple(map(str, pair))
        requests.append(Request(id=str(number), participants=who, length=length, place=place))
        starts.append(t)
    return requests, starts


@st.composite
def timed_events(draw: st.DrawFn) -> tuple[Problem, list[int]]:
    """A tiny event and slots for its requests."""
    n_slots = draw(st.integers(2, 4))
    slots = tuple(Slot(id=str(t), block="a" if t < 3 else "b") for t in range(n_slots))
    places = _places(draw, slots)
    names = st.sampled_from([p.id for p in places])
    people = _people(draw, names)
    requests, starts = _requests(draw, n_slots, names)
    zones = sorted({p.zone for p in places})
    pairs = [(a, b) for a in zones for b in zones if a < b]
    problem = Problem(
        slots=slots,
        places=places,
        participants=people,
        requests=tuple(requests),
        walks=tuple(Walk(here=a, there=b, minutes=draw(st.integers(1, 5))) for a, b in pairs),
        pair_once=False,
    )
    return problem, starts
