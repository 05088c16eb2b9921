"""Which meetings are held: bounds by relaxation, a first timetable by colouring, then improvement."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.scheduling.bounds import SELECTION, trivial
from treffen.scheduling.exact import is_small
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.side_by_side import try_all
from treffen.solvers.base import Model
from treffen.timetable import ProofKind, Timetable
from treffen.verification import measure

if TYPE_CHECKING:
    from treffen.solvers.relaxation.selection import SelectionBound

Ints = NDArray[np.int64]
LARGE = 150_000  # requests from which on prices are found by descent, not by a linear program
PRICE_ROUNDS = 250
FEW_SHUFFLES = 2  # in events that large
SHUFFLES = 40  # without gain
MOST_SEARCHED = 120_000  # options; beyond, one neighbourhood is a larger program than time allows
MOST_LEFTOVERS = 20_000
MOST_MOVES, STEPS = 16, 200_000  # of a walk for what must be held
LOOSE = 0.0005  # relative gap from which on filling all slots anew is tried
NEAR = 0.0015  # relative gap up to which losses are few enough to be counted one by one
LOST = 0.01  # beyond which there is more to mend than what is lost
PATIENCES = (6, 12, 24, 48)  # attempts without gain, in turns without gain
MOST_FILLED = 70_000  # options in all attempts at that, of which there are two at least
MOST_ATTEMPTS = 16


def insert_musts(run: SchedulerState) -> None:
    """Those with fewest choices first, long and large ones before all; then by walks what found no slot."""
    model, board = run.model, run.board
    must = np.flatnonzero(model.must)
    people = np.diff(model.seat_ptr)[must]
    choices = model.start_ok[must].sum(axis=1) - 1000 * (model.length[must] > 1) - 1000 * (people - 2)
    board.insert_all(must[np.argsort(choices, kind="stable")])
    for option in must[board.slot[must] < 0].tolist():
        if not model.is_plain or run.stop.is_reached():
            break
        board.insert_by_walk(option, most=MOST_MOVES, steps=STEPS)


def hold_everything(run: SchedulerState) -> bool:
    """Whether all requests found a slot beside the musts, the most valuable first: then no bound says more.

    In the order in which `first_timetable` takes them where nothing has a price. Else only musts are held.
    """
    model, board = run.model, run.board
    if run.missing() or run.stop.is_reached() or _is_hopeless(model):
        return False
    musts = board.slot.copy()
    board.insert_all(np.argsort(-model.value, kind="stable"), by_chain=model.n_options <= MOST_LEFTOVERS)
    if (board.slot < 0).any():
        board.restore(musts)
        return False
    run.report("construct", Goal.VALUE, value=board.value)
    return True


def _is_hopeless(model: Model) -> bool:
    """Whether it is plain that not all can be held: nowhere, beyond somebody's time, or at too few places."""
    if model.n_options != model.n_requests or not model.is_plain or not model.start_ok.any(axis=1).all():
        return True
    seats = np.bincount(model.seats, minlength=model.n_people)
    rows = np.bincount(model.rows, minlength=len(model.capacity))
    time = np.minimum(model.free.sum(axis=1), model.maximum)
    return bool((seats > time).any() or (rows > model.capacity.sum(axis=1)).any())


def find_bounds(run: SchedulerState) -> SelectionBound | None:
    """Learn the relaxation's bound of the first goal; its prices guide everything that follows."""
    from treffen.solvers.relaxation.selection import bound_by_prices, bound_selection  # takes long to import

    first = next((g for g in run.timing_goals if g in SELECTION), Goal.VALUE)
    if run.model.n_requests > LARGE and run.model.is_plain:
        guide: SelectionBound | None = bound_by_prices(run.model, *run.board.prices(PRICE_ROUNDS))
    else:
        guide = bound_selection(run.model, Goal.VALUE, seconds=run.stop.remaining(1e9))
    if first is Goal.VALUE and guide is not None:
        run.known[first].learn(guide.bound, ProofKind.CERTIFICATE, guide.certificate)
    return guide


def first_timetable(run: SchedulerState, guide: SelectionBound | None) -> None:
    """In the order of the relaxation beside the musts, each into a free slot or by a Kempe chain."""
    model, board = run.model, run.board
    request = model.option_request
    if guide is None:
        board.insert_all(np.argsort(-model.value, kind="stable"))
        return
    held, reduced = guide.held[request], guide.reduced[request]
    order = np.lexsort((-reduced, -np.round(held, 6)))
    wanted = int((held > 1e-6).sum())
    board.insert_all(order[:wanted])
    _persist(run, order[:wanted])
    is_open = bool(board.room()[0].sum() > 0)
    if is_open:
        board.insert_all(order[wanted:], by_chain=model.n_options <= MOST_LEFTOVERS)
    if is_open and model.n_options > MOST_LEFTOVERS:
        from treffen.scheduling.mending import mend_losses  # few events are so large

        mend_losses(run, guide)
    run.report("construct", Goal.VALUE, value=board.value)
    is_loose = board.value < (1 - LOOSE) * guide.bound
    if is_loose and model.n_options <= MOST_LEFTOVERS and not is_small(run):
        _fill_slots(run, guide)


def _fill_slots(run: SchedulerState, guide: SelectionBound) -> None:
    """The same again by beliefs, from the musts on, within half of the time and work; the best stays."""
    board, model = run.board, run.model
    best, value = board.slot.copy(), board.value
    musts = np.where(model.must, best, -1).astype(np.int32)
    n_attempts = min(MOST_ATTEMPTS, max(2, MOST_FILLED // max(1, model.n_options)))
    has_endings = _has_endings(run, guide)
    if has_endings:
        n_attempts = 1  # the others look for endings, which are exact and found sooner
    for first in range(0, n_attempts * run.limits.threads, run.limits.threads):
        board.restore(musts)
        seeds = range(first, first + run.limits.threads)
        try_all(
            run,
            [partial(_fill, guide=guide, seed=seed, is_exact=not has_endings) for seed in seeds],
            Goal.VALUE,
        )
        if board.value > value:
            best, value = board.slot.copy(), board.value
            run.report("construct", Goal.VALUE, value=value)
        is_late = run.search_stop.remaining(1e9) < run.search_stop.elapsed()
        if is_late or not run.has_work_left(share=0.5) or run.is_proved(Goal.VALUE):
            break
    board.restore(best)


def _has_endings(run: SchedulerState, guide: SelectionBound) -> bool:
    from treffen.scheduling.endings import are_open_to  # takes long to import

    return are_open_to(run.model, int((guide.held > 0.5).sum()))


def _fill(run: SchedulerState, *, guide: SelectionBound, seed: int, is_exact: bool) -> None:
    from treffen.scheduling.decimate import decimate

    run.worked += run.model.n_options
    decimate(run, guide, seed=seed, is_exact=is_exact)


def _persist(run: SchedulerState, wanted: Ints) -> None:
    """Shuffle Kempe chains and try again, as long as that lets more of the wanted options in."""
    board, without, turn = run.board, 0, 0
    missing = wanted[board.slot[wanted] < 0]
    patience = SHUFFLES if len(wanted) <= LARGE else FEW_SHUFFLES
    while len(missing) and without < patience and not run.stop.is_reached():
        turn += 1
        board.wander(2 * run.model.n_people, run.limits.seed + turn)
        gained = board.insert_all(missing)
        without = 0 if gained else without + 1
        missing = wanted[board.slot[wanted] < 0]


def improve(run: SchedulerState, guide: SelectionBound | None) -> None:
    """Each selection goal in its turn, the ones before it held."""
    earlier: list[Goal] = []
    for goal in run.timing_goals:
        if goal not in SELECTION:
            continue
        _bound_again(run, goal, earlier)
        if goal is Goal.VALUE and guide is not None and not earlier:
            _refill(run, guide)
        if not run.is_proved(goal) and run.model.n_options <= MOST_SEARCHED:
            from treffen.scheduling.neighbourhood import search  # takes long to import

            patience = max(6, 60 // max(1, len(earlier) + 1))
            search(run, goal, earlier=earlier, candidates=_Candidates(run, guide), patience=patience)
        earlier.append(goal)


def _refill(run: SchedulerState, guide: SelectionBound) -> None:
    """Slots of full days filled again with less loss: all from a beginning on, and a few, by turns."""
    is_over = run.is_proved(Goal.VALUE) or run.search_stop.is_reached()
    if is_over or is_small(run) or run.model.n_options > MOST_LEFTOVERS:
        return
    from treffen.scheduling import endings, refill  # takes long to import
    from treffen.solvers.satisfiability.packers import packers

    if not refill.is_open_to(run.model) or run.board.value < (1 - LOST) * guide.bound:
        return
    has_endings, losses = _has_endings(run, guide), refill.Refill(run, guide)
    seed, turns = 0, list(PATIENCES if has_endings else PATIENCES[:1])
    with packers(run.limits.threads) as own:
        while turns and not run.is_proved(Goal.VALUE) and not run.search_stop.is_reached():
            before = run.board.value
            if has_endings:
                seed = endings.search(run, guide, losses, own, first=seed, patience=turns[0])
            if run.board.value > (1 - NEAR) * guide.bound:
                refill.search(run, losses, own)
            if run.board.value == before or not has_endings:
                turns.pop(0)


def _bound_again(run: SchedulerState, goal: Goal, earlier: list[Goal]) -> None:
    """The bound of a later goal, given what the earlier ones reached."""
    if not earlier or goal is Goal.VALUE or run.is_proved(goal):
        return
    from treffen.solvers.relaxation.selection import bound_selection  # takes long to import

    floors = {g: run.measure(g) for g in earlier}
    found = bound_selection(run.model, goal, floors=floors, seconds=run.stop.remaining(1e9))
    if found is not None:
        run.known[goal].learn(found.bound, ProofKind.CERTIFICATE, found.certificate, floors)


def renew_bounds(run: SchedulerState, timetable: Timetable) -> None:
    """Forget bounds that suppose more of the earlier goals than the timetable holds, and find them anew."""
    values = run.measures()
    if Goal.CHANGED in values:
        values[Goal.CHANGED] = measure(run.model.problem, timetable, Goal.CHANGED)
    for goal in run.slot_goals:
        if not run.known[goal].holds_for(values):
            run.known[goal] = trivial(run.model.problem, goal)
            earlier: list[Goal] = [g for g in run.in_front(goal) if g is not Goal.CHANGED]
            if goal in SELECTION and set(earlier) <= set(SELECTION):
                _bound_again(run, goal, earlier)


class _Candidates:
    """Unscheduled options by how little they would lose in the relaxation; more of them for more slots."""

    def __init__(self, run: SchedulerState, guide: SelectionBound | None) -> None:
        self.run = run
        request = run.model.option_request
        self.reduced = np.zeros(len(request)) if guide is None else guide.reduced[request]
        typical = float(np.median(run.model.value)) if len(request) else 0.0
        self.step = max(0.5, 0.05 * typical)

    def __call__(self, width: float) -> Ints:
        """Options to try where so many slots are set free."""
        near: Ints = np.flatnonzero(self.reduced > -self.step * 4 / width)
        return near
