"""Tiny events in which all must be held, and what is right for them, tried out one by one.

A day is a text: M a meeting, t a talk, . an idle slot. Breaks are counted on that text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from treffen.problem import BlockId, Goal, Participant, Place, Problem, Request, Slot, Talk
from treffen.solvers.base import Model, build_model

Slots = tuple[int, ...]


def event(seed: int) -> Problem:
    """An invented event with a bit of everything that this room supports."""
    dice = random.Random(seed)
    n_slots = dice.randint(3, 6)
    cut = dice.choice([n_slots, n_slots, dice.randint(1, n_slots)])
    slots = tuple(Slot(id=f"s{t}", block=BlockId("am" if t < cut else "pm")) for t in range(n_slots))
    ids = [s.id for s in slots]
    people = [f"p{i}" for i in range(dice.randint(3, 5))]
    talks = (Talk(id="talk", slots=frozenset([dice.choice(ids)])),) if dice.random() < 0.4 else ()
    participants = tuple(
        Participant(
            id=p,
            free=frozenset(s for s in ids if dice.random() < 0.85) if dice.random() < 0.5 else None,
            must_attend=frozenset(t.id for t in talks if dice.random() < 0.5),
            maximum=dice.choice([None, None, None, 2, 3]),
            most_breaks=dice.choice([None, None, None, 0, 1]),
        )
        for p in people
    )
    requests: list[Request] = []
    for i in range(dice.randint(2, 6)):
        size = 3 if len(people) > 3 and dice.random() < 0.15 else 2
        earlier = tuple(r.id for r in requests if dice.random() < 0.1)
        requests.append(
            Request(
                id=f"r{i}",
                participants=tuple(dice.sample(people, size)),
                must=True,
                slots=frozenset(dice.sample(ids, dice.randint(1, n_slots))) if dice.random() < 0.3 else None,
                slot=None,
                after=earlier,
            )
        )
    places = tuple(
        Place(
            id=f"t{i}", open=frozenset(s for s in ids if dice.random() < 0.8) if dice.random() < 0.3 else None
        )
        for i in range(dice.randint(1, 3))
    )
    return Problem(
        slots=slots,
        places=places,
        participants=participants,
        requests=tuple(requests),
        talks=talks,
        pair_once=False,
        break_spread=dice.choice([None, None, 0, 1]),
        goals=(Goal.BREAKS,),
    )


def richer(problem: Problem, seed: int) -> Problem:
    """The same event with features, fixed and allowed places, a fixed slot, more blocks, and wide maxima."""
    dice, places = random.Random(seed), [place.id for place in problem.places]
    needs = [*[frozenset[str]()] * 7, frozenset(["screen"])]
    cuts = sorted(dice.choices(range(1, len(problem.slots)), k=2))
    blocks = [BlockId(f"b{sum(t >= cut for cut in cuts)}") for t in range(len(problem.slots))]
    return replace(
        problem,
        slots=tuple(replace(s, block=block) for s, block in zip(problem.slots, blocks, strict=True)),
        places=tuple(
            replace(place, features=frozenset(["screen"] if dice.random() < 0.8 else []))
            for place in problem.places
        ),
        participants=tuple(
            replace(
                p,
                maximum=dice.choice([p.maximum, 9]),
                needs=dice.choice(needs),
            )
            for p in problem.participants
        ),
        requests=tuple(
            replace(
                r,
                needs=dice.choice(needs),
                places=frozenset(dice.sample(places, dice.randint(1, len(places))))
                if dice.random() < 0.2
                else None,
                slot=dice.choice(problem.slots).id if r.slots is None and dice.random() < 0.05 else None,
            )
            for r in problem.requests
        ),
        pair_once=dice.random() < 0.2,
    )


def with_fixed(problem: Problem, request: int, slot: int) -> Problem:
    """The same event with one request fixed in one slot."""
    requests = list(problem.requests)
    requests[request] = replace(requests[request], slot=problem.slots[slot].id, slots=None)
    return replace(problem, requests=tuple(requests))


def model_of(problem: Problem) -> Model:
    """The arrays of a sound problem."""
    assert problem.faults() == ()
    return build_model(problem)


def days(model: Model, person: int, slots: Slots) -> Iterator[str]:
    """The text of each block of one person, from the first to the last meeting in it."""
    held = {slots[o] for o in range(model.n_options) if person in model.attendees(o).tolist()}
    for block in sorted(set(model.block.tolist())):
        text = "".join(
            "M" if t in held else "t" if model.in_talk[person, t] else "."
            for t in range(model.n_slots)
            if model.block[t] == block
        )
        inner = re.search("M.*M", text)
        yield inner.group() if inner else ""


def breaks(model: Model, person: int, slots: Slots) -> int:
    """Breaks of one person, read off the text of each block."""
    return sum(len(re.findall(r"\.+", text)) for text in days(model, person, slots))


def keeps(model: Model, slots: Slots, chosen: Sequence[int] | None = None) -> bool:
    """Whether the chosen requests (default: all) keep every rule but those of breaks."""
    options = range(model.n_options) if chosen is None else chosen
    met: set[tuple[int, int]] = set()
    load: dict[tuple[int, int], int] = {}
    for o in options:
        t = slots[o]
        if not model.start_ok[o, t]:
            return False
        for p in model.attendees(o).tolist():
            if (p, t) in met:
                return False
            met.add((p, t))
        for row in model.rows[model.row_ptr[o] : model.row_ptr[o + 1]].tolist():
            load[row, t] = load.get((row, t), 0) + 1
    if any(n > model.capacity[row, t] for (row, t), n in load.items()):
        return False
    if any(a in options and b in options and slots[a] >= slots[b] for a, b in model.before.tolist()):
        return False
    counts = [sum(1 for p, _ in met if p == q) for q in range(model.n_people)]
    return all(n <= most for n, most in zip(counts, model.maximum.tolist(), strict=True))


def keeps_limits(model: Model, counts: Sequence[int]) -> bool:
    """Whether everybody's breaks are within their own limit and the spread."""
    spread = model.problem.break_spread
    within = all(n <= most for n, most in zip(counts, model.most_breaks.tolist(), strict=True))
    return within and (spread is None or max(counts) - min(counts) <= spread)


def timetables(model: Model, chosen: Sequence[int] | None = None) -> Iterator[Slots]:
    """All timetables of the chosen requests (default: all); -1 for the others.

    What those in one slot cannot share is left at once; whoever is left is judged as a whole.
    """
    options = list(range(model.n_options) if chosen is None else chosen)
    start_ok, capacity = model.start_ok.tolist(), model.capacity.tolist()
    people = [set(model.attendees(o).tolist()) for o in range(model.n_options)]
    rows = [model.rows[a:b].tolist() for a, b in pairwise(model.row_ptr.tolist())]

    def extend(at: int, slots: Slots) -> Iterator[Slots]:
        if at == len(options):
            if keeps(model, slots, options):
                yield slots
            return
        o = options[at]
        for t in range(model.n_slots):
            beside = [q for q in options[:at] if slots[q] == t]
            if (
                start_ok[o][t]
                and not any(people[o] & people[q] for q in beside)
                and all(sum(row in rows[q] for q in beside) < capacity[row][t] for row in rows[o])
            ):
                yield from extend(at + 1, (*slots[:o], t, *slots[o + 1 :]))

    yield from extend(0, (-1,) * model.n_options)


def fewest(model: Model) -> int | None:
    """The fewest breaks of any timetable of all requests; None where there is none."""
    best: int | None = None
    for slots in timetables(model):
        counts = [breaks(model, p, slots) for p in range(model.n_people)]
        if keeps_limits(model, counts) and (best is None or sum(counts) < best):
            best = sum(counts)
    return best
