"""`treffen warm`: compile now what the first large event would wait for."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit

WORK, SECONDS = 20, 20.0  # of each plan: it is made for what it calls
MOST_ASKED = 40  # requests


def call_everything() -> None:
    """Every kernel once, by plans and answers of a few people, and what only many people need by itself."""
    from treffen.generation import base, conference, tight
    from treffen.scheduling import Limits, schedule

    for event in (base(20, 1), conference(12, 1), tight(24, 1)):
        schedule(event, limits=Limits(seconds=SECONDS, work=WORK, seed=1))
    _answer()
    _use_a_board()


def _answer() -> None:
    from treffen.admission import AdmissionController
    from treffen.generation import tight
    from treffen.timetable import Timetable

    problem = tight(40, 1)
    desk, asked = AdmissionController(problem, Timetable()), [one.id for one in problem.requests]
    for request in asked[:MOST_ASKED]:
        desk.admit(request)
    desk.possible(asked[:MOST_ASKED])
    desk.withdraw(asked[0])
    desk.room_for(problem.participants[0].id)


def _use_a_board() -> None:
    import numpy as np

    from treffen.generation import base
    from treffen.solvers.base import build_model
    from treffen.solvers.colouring import PartialTimetable

    board = PartialTimetable(build_model(base(20, 1)))
    board.insert_all(np.arange(board.model.n_options - 1))
    last = board.model.n_options - 1
    board.insert_by_chain(last)
    board.insert_by_walk(last, most=1, steps=10)
    board.insert_by_vacating(last, most=1, steps=10)
    board.roam(last, most=1, steps=10)
    board.insert_by_place_path(last, most=1)
    board.exhaust(last, steps=10)
    board.prices(1)
    starts = np.array([[-1, 0, 0, -1]], np.int64)
    board.mend(starts, reduced=np.zeros(board.model.n_options), price=np.zeros(board.model.n_people))
    board.idle()
    weights = np.ones(4, np.int64)
    board.anneal_comfort(weights, board.costs(weights), steps=1, heat=(1.0, 1.0), seed=0, is_focused=False)


def run(
    _options: argparse.Namespace, console: Console, *, calls: Callable[[], None] = call_everything
) -> Exit:
    """Make small plans by compiled code alone; it is kept where the next process looks for it."""
    from treffen.solvers.base.kernels import all_compiled
    from treffen.solvers.colouring.kernel import fits
    from treffen.solvers.placement.seating import seat_all

    folders = [one.folder() for one in (fits, seat_all)]  # one for each folder of kernels
    if None in folders:
        console.say(messages.NOWHERE_TO_KEEP)
        return Exit.BAD_INPUT
    if not console.is_quiet:
        console.say(messages.WARMING)
    with all_compiled():
        calls()
    if not console.is_quiet:
        console.say(messages.WARMED, folder=", ".join(filter(None, folders)))
    return Exit.DONE
