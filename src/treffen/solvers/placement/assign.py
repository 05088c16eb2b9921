"""Places and interpreters for meetings whose slots are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Assignment, Model, OnProgress, Stop
from treffen.solvers.placement.demand import interpreter_demand
from treffen.solvers.placement.objective import build_frame
from treffen.solvers.placement.placement_state import PlacementState, seat_interpreters
from treffen.timetable import GoalResult, GoalStatus, ProofKind

GOALS = (Goal.CHANGES, Goal.WALKING, Goal.PLACES)
Small = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where each option is held and who interprets.

    `results` are in the order of the goals asked for. Their bounds hold among all choices of
    places *for these slots*; other slots may allow less.
    """

    place: Small  # [O] index of the place, -1 where the option is not held or not placed
    interpreter: Small  # [O] index of the interpreter, -1 where none is needed or none was found
    results: tuple[GoalResult, ...]
    unplaced: tuple[int, ...]  # held options that lack a place
    unserved: tuple[int, ...]  # held options that lack the interpreter they need


def assign_places(
    model: Model,
    assignment: Assignment,
    *,
    goals: Sequence[Goal],
    stop: Stop,
    seed: int,
    on_progress: OnProgress | None = None,
) -> Placement:
    """Choose a place (and an interpreter where needed) for every held option; slots stay.

    `goals` are those of CHANGES, WALKING and PLACES that count, most important first; other goals
    are ignored. What they leave open goes to meetings at home places. Without any, the matching of each
    slot is the choice, which keeps people where they are, then prefers homes. Meetings of one slot's
    length are all placed whenever that is possible, even when `stop` is reached at once.

    >>> from treffen.problem import Participant, Place, Problem, Request, Slot
    >>> from treffen.solvers.base import build_model
    >>> model = build_model(Problem(
    ...     slots=(Slot(id="a"), Slot(id="b")),
    ...     places=(Place(id="t1"), Place(id="t2")),
    ...     participants=(Participant(id="ada"), Participant(id="bo"), Participant(id="cy")),
    ...     requests=(
    ...         Request(id="1", participants=("ada", "bo")),
    ...         Request(id="2", participants=("ada", "cy")),
    ...     ),
    ... ))
    >>> assignment = Assignment(np.array([0, 1], np.int32))
    >>> placement = assign_places(model, assignment, goals=[Goal.CHANGES], stop=Stop(), seed=0)
    >>> placement.place.tolist(), placement.results[0].value
    ([0, 0], 0)
    """
    wanted = [goal for goal in goals if goal in GOALS]
    frame = build_frame(model, assignment)
    room = PlacementState(frame, model.block)
    room.seat(stop)
    floor = dict.fromkeys(GOALS, 0)
    if wanted and room.is_complete:
        from treffen.solvers.placement.bounds import bounds  # few events ask for the best places
        from treffen.solvers.placement.search import improve

        floor = bounds(model, frame)
        improve(room, wanted, floor, stop=stop, seed=seed, on_progress=on_progress)
    values = room.values()
    place = np.full(model.n_options, -1, np.int32)
    place[frame.demand.option] = room.place
    staff = interpreter_demand(model, assignment)
    interpreter = np.full(model.n_options, -1, np.int32)
    interpreter[staff.option] = seat_interpreters(staff, stop)
    return Placement(
        place=place,
        interpreter=interpreter,
        results=tuple(_result(goal, values[goal], floor[goal]) for goal in wanted),
        unplaced=tuple(frame.demand.option[room.place < 0].tolist()),
        unserved=tuple(staff.option[interpreter[staff.option] < 0].tolist()),
    )


def _result(goal: Goal, value: int, bound: int) -> GoalResult:
    return GoalResult(
        goal=goal,
        value=value,
        bound=bound,
        status=GoalStatus.OPTIMAL if value == bound else GoalStatus.FEASIBLE,
        proof=ProofKind.SEARCH if bound > 0 else ProofKind.TRIVIAL,
    )
