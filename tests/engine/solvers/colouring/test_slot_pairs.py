"""All chains between two slots at once: holes close that single swaps leave, and every rule is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.plain import all_plain
from tests.engine.solvers.colouring.test_board import BRIEF, faults
from tests.engine.strategies import problems

from treffen.generation import FAMILIES, base
from treffen.problem import Problem, RequestId
from treffen.solvers.base import build_model, kernels
from treffen.solvers.colouring import PartialTimetable, slot_pairs


def _event(family: str, people: int, seed: int) -> Problem:
    return FAMILIES[family](people, seed)


EVENTS = problems() | st.builds(
    _event, st.sampled_from(sorted(FAMILIES)), st.integers(12, 20), st.integers(0, 99)
)


@BRIEF
@given(problem=problems(), seed=st.integers(0, 99), is_focused=st.booleans())
def test_every_rule_is_kept_and_the_cost_told_is_the_cost(
    problem: Problem, seed: int, is_focused: bool
) -> None:
    board, weights = PartialTimetable(build_model(problem)), np.array([30, 3, 1, 7])
    board.insert_all(np.random.default_rng(seed).permutation(board.model.n_options), by_chain=False)
    held, costs = board.slot >= 0, board.costs(weights)
    for turn in range(3):
        told = board.anneal_pairs(
            weights, costs, steps=100, heat=(1.0, 0.3), seed=seed + turn, is_focused=is_focused
        )
        assert faults(board) == []
        assert ((board.slot >= 0) == held).all()
        assert told == int((board.discomfort() * weights).sum())
        assert (costs == board.costs(weights)).all()


@BRIEF
@given(problem=EVENTS, seed=st.integers(0, 99), is_focused=st.booleans())
def test_the_walk_is_the_same_in_python_and_compiled(problem: Problem, seed: int, is_focused: bool) -> None:
    def walked() -> list[Any]:
        board, weights = PartialTimetable(build_model(problem)), np.array([30, 3, 1, 7])
        board.insert_all(np.random.default_rng(seed).permutation(board.model.n_options), by_chain=False)
        costs, told = board.costs(weights), []
        for turn in range(3):
            heat, own = (1.0, 0.3), seed + turn
            told.append(
                board.anneal_pairs(weights, costs, steps=100, heat=heat, seed=own, is_focused=is_focused)
            )
        arrays = board.slot, board.occupied(), board.load(), costs
        return [told, *(array.tolist() for array in arrays)]

    begun = slot_pairs.anneal_pairs.done
    with all_plain():
        in_python = walked()
    assert slot_pairs.anneal_pairs.done > begun, "it was not compiled"
    with kernels.all_compiled():
        assert walked() == in_python


def test_an_event_whose_tables_are_all_taken_is_left_without_a_hole() -> None:
    board, weights = PartialTimetable(build_model(base(150, 11))), np.array([0, 0, 1, 0])
    board.insert_all(np.argsort(-board.model.value, kind="stable"))
    assert (board.room() == 0).all(), "no slot has a table left"
    value, begin, costs = board.value, board.discomfort()[2], board.costs(weights)
    for turn in range(20):
        if not board.anneal_pairs(
            weights, costs, steps=100_000, heat=(0.15, 0.06), seed=turn, is_focused=turn % 4 != 0
        ):
            break
    assert begin > 100
    assert board.discomfort()[2] == 0
    assert board.value == value


def test_where_chains_are_long_few_make_a_round() -> None:
    people, rng = 159, np.random.default_rng(1)
    event = base(people, 1)
    meetings = np.concatenate([rng.permutation(people).reshape(-1, 3) for _ in event.slots])
    slots = np.arange(len(meetings)) // (people // 3)
    one, present = event.requests[0], tuple(replace(p, free=None) for p in event.participants)
    requests = tuple(
        replace(one, id=RequestId(f"q{i}"), participants=tuple(present[p].id for p in meeting))
        for i, meeting in enumerate(meetings.tolist())
    )
    board = PartialTimetable(build_model(replace(event, requests=requests, participants=present)))
    for option in rng.permutation(len(meetings))[20:].tolist():
        board.put(option, int(slots[option]))
    begin, weights = board._clock[0], np.array([0, 0, 1, 0])
    costs = board.costs(weights)
    assert board.anneal_pairs(weights, costs, steps=900, heat=(0.15, 0.06), seed=1, is_focused=True)
    assert board._clock[0] - begin <= 1 + 900 // (1 + people // 16), "to look at everybody is many steps"
