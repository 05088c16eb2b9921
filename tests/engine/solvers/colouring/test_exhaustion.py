"""All that could be tried is tried: what it says of one option more is so, and nothing is changed."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.engine.solvers.colouring.test_board import BRIEF
from tests.engine.strategies import problems

from treffen.generation import narrow
from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.solvers.base import build_model
from treffen.solvers.base.model import Model
from treffen.solvers.colouring import PartialTimetable, exhaustion
from treffen.solvers.colouring.exhaustion import WIDEST

ENOUGH = 10_000  # steps
MOST = 3_000  # ways to choose slots


def are_apart(model: Model, slots: dict[int, int]) -> bool:
    """Whether nobody is at two places at a time, and all start where they may."""
    busy = [(p, t) for o, t in slots.items() for p in model.attendees(o).tolist()]
    return len(busy) == len(set(busy)) and all(model.start_ok[o, t] for o, t in slots.items())


def can_be_apart(model: Model, options: list[int]) -> bool:
    """The same question by trying all ways to choose slots."""
    ways = [np.flatnonzero(model.start_ok[o]).tolist() for o in options]
    assume(np.prod([len(w) for w in ways], dtype=float) <= MOST)
    return any(are_apart(model, dict(zip(options, slots, strict=True))) for slots in product(*ways))


@BRIEF
@given(problem=problems(), seed=st.integers(0, 99))
def test_what_is_said_is_what_trying_all_ways_says(problem: Problem, seed: int) -> None:
    model = build_model(problem)
    assume(model.is_unit)
    board = PartialTimetable(model)
    order = np.random.default_rng(seed).permutation(model.n_options).tolist()
    board.insert_all(order[: len(order) * 2 // 3])
    held = np.flatnonzero(board.slot >= 0).tolist()
    before = board.slot.tolist()
    for o in (o for o in order if before[o] < 0):
        verdict, options, slots, _left = board.exhaust(o, steps=ENOUGH)
        assert board.slot.tolist() == before
        assert verdict == int(can_be_apart(model, [*held, o]))
        if verdict:
            after = {h: before[h] for h in held} | dict(zip(options.tolist(), slots.tolist(), strict=True))
            assert o in after
            assert are_apart(model, after)
        else:
            assert {o} <= {*options.tolist()} <= {*held, o}
            assert not can_be_apart(model, options.tolist())


def test_large_events_are_decided_and_what_cannot_be_held_stays_so_without_the_others() -> None:
    board = PartialTimetable(build_model(narrow(60, 1)))
    board.insert_all(range(board.model.n_options))
    left = np.flatnonzero(board.slot < 0).tolist()
    said = {o: board.exhaust(o, steps=ENOUGH) for o in left}
    assert {verdict for verdict, *_ in said.values()} == {0, 1}
    for o, (verdict, options, _slots, _left) in said.items():
        others = np.ones(board.model.n_options, bool)
        others[options] = False
        assert verdict or board.exhaust(o, steps=ENOUGH, left_out=others)[0] == 0


def one_person(n_slots: int) -> PartialTimetable:
    problem = Problem(
        slots=tuple(Slot(id=f"s{t}") for t in range(n_slots)),
        places=(Place(id="table"),),
        participants=tuple(Participant(id=i) for i in ("ada", "bo", "cy")),
        requests=tuple(Request(id=i, participants=("ada", i)) for i in ("bo", "cy")),
    )
    return PartialTimetable(build_model(problem))


def test_without_those_who_are_in_the_way_there_is_one() -> None:
    board = one_person(1)
    board.put(0, 0)
    assert board.exhaust(1, steps=ENOUGH)[0] == 0
    assert board.exhaust(1, steps=ENOUGH, left_out=np.array([True, False]))[0] == 1


def test_whoever_is_pushed_but_takes_no_part_in_the_failure_is_not_told() -> None:
    problem = Problem(
        slots=(Slot(id="s0"), Slot(id="s1")),
        places=tuple(Place(id=f"table {i}") for i in range(3)),
        participants=(
            Participant(id="ada", free=frozenset({"s0"})),
            *(Participant(id=i) for i in ("bo", "cy", "dan")),
        ),
        requests=(
            Request(id="asked", participants=("cy", "ada")),
            Request(id="bo", participants=("ada", "bo")),
            Request(id="dan", participants=("cy", "dan")),
        ),
    )
    board = PartialTimetable(build_model(problem))
    board.put(1, 0)
    board.put(2, 0)
    verdict, options, *_ = board.exhaust(0, steps=ENOUGH)
    assert (verdict, options.tolist()) == (0, [0, 1])


def test_a_failure_far_away_is_found() -> None:
    n = 13_000
    ends = {"x": frozenset({"s0"}), f"p{n}": frozenset({f"s{(n - 1) % 2}"})}
    pairs = [("x", "p0"), *((f"p{i}", f"p{i + 1}") for i in range(n))]
    problem = Problem(
        slots=(Slot(id="s0"), Slot(id="s1")),
        places=tuple(Place(id=f"table {i}") for i in range(n)),
        participants=tuple(
            Participant(id=i, free=ends.get(i)) for i in ("x", *(f"p{i}" for i in range(n + 1)))
        ),
        requests=tuple(Request(id=a, participants=(a, b)) for a, b in pairs),
    )
    board = PartialTimetable(build_model(problem))
    for i in range(n):
        board.put(i + 1, i % 2)
    verdict, options, *_ = board.exhaust(0, steps=4 * n)
    assert (verdict, len(options)) == (0, n + 1)


def test_a_group_that_pushes_more_people_than_there_are_slots_is_placed() -> None:
    n = WIDEST + 2
    slots = tuple(Slot(id=f"s{t}") for t in range(3))
    group = tuple(f"g{i}" for i in range(n))
    pairs = [(f"g{i}", f"o{i}-{k}") for i in range(n) for k in range(2)]
    early = frozenset({"s0", "s1"})
    problem = Problem(
        slots=slots,
        places=tuple(Place(id=f"table {i}") for i in range(2 * n)),
        participants=(
            *(Participant(id=g, free=early if g == "g0" else None) for g in group),
            *(Participant(id=other) for _, other in pairs),
        ),
        requests=(
            Request(id="all", participants=group),
            *(Request(id=f"{a} {b}", participants=(a, b)) for a, b in pairs[1:]),
        ),
    )
    board = PartialTimetable(build_model(problem))
    board.put(1, 0)
    for o in range(2, board.model.n_options):
        board.put(o, o % 2)
    verdict, options, moved_to, _left = board.exhaust(0, steps=ENOUGH)
    assert verdict == 1
    after = {o: int(board.slot[o]) for o in range(1, board.model.n_options)}
    assert are_apart(board.model, after | dict(zip(options.tolist(), moved_to.tolist(), strict=True)))


def test_where_steps_do_not_suffice_or_slots_are_too_many_nothing_is_said() -> None:
    assert one_person(2).exhaust(0, steps=0)[0] == -1
    assert one_person(63).exhaust(0, steps=ENOUGH)[0] == -1
    assert one_person(62).exhaust(0, steps=ENOUGH)[0] == 1


def apart(model: Model, options: list[int], so_far: dict[int, int] | None = None) -> dict[int, int] | None:
    """Slots for all these options, found by plain backtracking, where fewest are left first; or None."""
    slots = so_far or {}
    busy = {(p, t) for o, t in slots.items() for p in model.attendees(o).tolist()}
    left = {
        o: [
            t
            for t in np.flatnonzero(model.start_ok[o]).tolist()
            if not any((p, t) in busy for p in model.attendees(o).tolist())
        ]
        for o in options
        if o not in slots
    }
    if not left:
        return slots
    first = min(left, key=lambda o: len(left[o]))
    ways = (apart(model, options, slots | {first: t}) for t in left[first])
    return next((way for way in ways if way is not None), None)


def of_pairs(pairs: list[tuple[str, str]], n_slots: int, free: dict[str, str]) -> PartialTimetable:
    """An empty board of meetings of two; `free`: the numbers of some people's slots."""
    problem = Problem(
        slots=tuple(Slot(id=f"s{t}") for t in range(n_slots)),
        places=tuple(Place(id=f"table {i}") for i in range(len(pairs))),
        participants=tuple(
            Participant(id=i, free=frozenset(f"s{t}" for t in free[i]) if i in free else None)
            for i in sorted({person for pair in pairs for person in pair})
        ),
        requests=tuple(Request(id=f"{a} {b}", participants=(a, b)) for a, b in pairs),
    )
    return PartialTimetable(build_model(problem))


RING = [(i, (i + 1) % 5) for i in range(5)]
PETERSEN = [*RING, *((5 + i, 5 + (i + 2) % 5) for i in range(5)), *((i, 5 + i) for i in range(5))]


@pytest.mark.parametrize("seed", range(8))
def test_tries_that_took_no_part_are_left_out_and_those_that_did_are_not(seed: int) -> None:
    """Graphs of three meetings each in three slots, in which nothing is struck before much is tried."""
    dice = np.random.default_rng(seed)
    pairs = [(f"{part}{a}", f"{part}{b}") for part in "xy" for a, b in PETERSEN]
    for number, at in enumerate(dice.choice(len(pairs), 3, replace=False).tolist()):  # somebody in between
        a, b = pairs[at]
        pairs[at] = (a, f"z{number}")
        pairs.append((f"z{number}", b))
    board = of_pairs(pairs, 3, {})
    model, held, slots = board.model, list[int](), dict[int, int]()
    for o in dice.permutation(model.n_options).tolist():
        found = apart(model, [*held, o])
        if found is not None:
            held, slots = [*held, o], found
    again = held.pop(int(dice.integers(len(held))))
    slots = apart(model, held) or {}
    for o, t in slots.items():
        board.put(o, t)
    for o in {again, *range(model.n_options)} - {*held}:
        verdict, options, to, _left = board.exhaust(o, steps=ENOUGH)
        assert verdict == int(apart(model, [*held, o]) is not None)
        if verdict:
            assert are_apart(model, slots | dict(zip(options.tolist(), to.tolist(), strict=True)))
        else:
            assert apart(model, options.tolist()) is None


def test_what_is_looked_through_counts_and_never_for_more_than_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board, held = of_pairs([(f"{a}", f"{b}") for a, b in PETERSEN], 3, {}), list[int]()
    for o in range(board.model.n_options):
        held += [o] if apart(board.model, [*held, o]) else []
    for o, t in (apart(board.model, held) or {}).items():
        board.put(o, t)
    asked = next(o for o in range(board.model.n_options) if o not in held)
    out, search = np.zeros(board.model.n_options, np.bool_), exhaustion.exhaust.plain()
    left = {}
    for glances in (exhaustion.GLANCES, 1):
        monkeypatch.setitem(search.__globals__, "GLANCES", glances)
        for steps in (*range(1, 60), ENOUGH):
            left[glances, steps] = search(asked, steps, out, board._model, board._state)[3]
    assert left[1, ENOUGH] < left[512, ENOUGH] < ENOUGH
    assert min(left.values()) == 0, "where all are used up, whoever asked asks for more"


@pytest.mark.parametrize(
    ("held", "free"),
    [  # found among many: a search that forgets why it refuted a slot, or which try it was, says no here
        (
            "4-8:0 2-9:1 1-7:3 3-4:2 7-9:0 1-2:0 1-5:2 0-9:2 3-7:1 2-4: 0-4:3 5-6:3 2-7:2",
            {"0": "23", "3": "012", "5": "23", "6": "3", "8": "0", "9": "012"},
        ),
        (
            "2-8:3 0-7:0 5-6:0 1-3:2 6-7:1 0-2:4 7-8:2 1-5:3 3-6:4 1-8:0 4-5: 2-3:1 0-5:2 4-8:4",
            {"0": "0124", "1": "0123", "2": "0134", "3": "124", "4": "34"}
            | {"5": "0234", "6": "0124", "7": "012", "8": "0234"},
        ),
    ],
)
def test_a_slot_that_an_earlier_try_forbids_is_free_again_with_another_one(
    held: str, free: dict[str, str]
) -> None:
    ways = [one.partition(":") for one in held.split()]
    n_slots = 1 + max(int(t) for _, _, t in ways if t)
    board = of_pairs([(pair[0], pair[2]) for pair, _, _ in ways], n_slots, free)
    slots = {o: int(t) for o, (_, _, t) in enumerate(ways) if t}
    for o, t in slots.items():
        board.put(o, t)
    (asked,) = {*range(len(ways))} - {*slots}
    verdict, options, to, _left = board.exhaust(asked, steps=ENOUGH)
    assert verdict == 1
    after = slots | dict(zip(options.tolist(), to.tolist(), strict=True))
    assert len(after) == len(ways)
    assert are_apart(board.model, after)
