"""When the meetings are held: talks, breaks and idle slots, by annealing over Kempe chains."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.scheduling.run import OVER, PART, SchedulerState
from treffen.solvers.colouring import FEW_PEOPLE

Ints = NDArray[np.int64]
RATIO = 30  # between one goal's weight and the next one's: a walk, not a wall; the best is kept by rank
STEPS_EACH = 10  # of a round for each person, but
MOST_STEPS, MOST_EACH = 10_000, 2  # beyond so many, for each of those with a discomfort only, and
STEPS_A_FAULT = 100  # for each discomfort with a weight that is left, if these are fewer
FEWEST_EACH, FEWEST, FEW_STEPS = 2, 200, 2_000  # and never less than so many for each, from 200 to 2,000
HEATS = ((0.2, 0.2), (0.3, 0.15), (0.15, 0.15), (0.25, 0.2))  # from, to; of the smallest weight
TURNS = 8  # rounds at each of them
# Rounds without gain, after which all chains between two slots are judged together. Where people are few, it
# begins so: it is as fast, and one kernel less to compile.
STUCK = 10
PAIR_HEAT = 0.06  # nothing that costs more is taken, what costs the same is, every other time
PAIR_STEPS = 70  # chains in such a round for each person, but
MOST_PAIR_STEPS = 150_000  # no more: some tenths of a second between looks at the stop
PAIRS_OF_EVERYBODY = 4  # which such round begins with anybody, and not with who has a discomfort
PATIENCE = 100  # such rounds without gain


class _Efforts:
    """How long rounds are for so many people."""

    def __init__(self, people: int, low: float) -> None:
        self.low = low  # the smallest weight
        self.usual = max(50, STEPS_EACH * people)
        self.fewest = min(FEW_STEPS, max(FEWEST, FEWEST_EACH * people))
        self.everybody = 3 if self.fewest < FEW_STEPS else 16  # which round is about them
        self.pairs = min(MOST_PAIR_STEPS, PAIR_STEPS * people)


def weights_of(run: SchedulerState) -> Ints:
    """Weights of talks, breaks, idle slots and broken limits, by the order of the goals."""
    weights = np.zeros(4, np.int64)
    weight = 1
    for goal in reversed([g for g in run.timing_goals if g in PART]):
        weights[PART[goal]] = weight
        weight *= RATIO
    weights[OVER] = weight if has_limits(run) else 0
    return weights


def has_limits(run: SchedulerState) -> bool:
    """Whether breaks are limited."""
    limited = bool((run.model.most_breaks < run.model.n_slots).any())
    return limited or run.model.problem.break_spread is not None


def anneal(run: SchedulerState) -> None:
    """Anneal until nothing is left to gain, the stop is reached, or many rounds in a row bring nothing.

    Short rounds, mostly about those who have a discomfort, now and then about everybody; cool
    enough that one more idle slot is rarely taken, warm enough that holes keep walking.

    Selection goals other than talks are not touched: chains move meetings, they drop none.
    """
    weights = weights_of(run)
    goal = next((g for g in run.timing_goals if g in PART), None)
    if not weights.any() or (goal is None and not has_limits(run)):
        return
    phase_goal = goal or Goal.VALUE
    parts = run.board.discomfort()
    best, rank = run.board.slot.copy(), _rank(run, parts)
    efforts = _Efforts(run.model.n_people, float(weights[weights > 0].min()))
    without, turn, is_stuck = 0, 0, run.model.n_people <= FEW_PEOPLE  # rounds
    costs = run.board.costs(weights)
    while (
        not (is_stuck and without >= PATIENCE) and not run.stop.is_reached() and not _is_content(run, parts)
    ):
        if is_stuck:
            cost = _round_of_pairs(run, weights, efforts, turn, costs=costs)
        else:
            faults = _faults(run, weights, parts)
            cost = _round_of_chains(run, weights, efforts, turn, costs=costs, faults=faults)
        parts = _parts(run, weights, cost)
        turn, without = turn + 1, without + 1
        now = _rank(run, parts)
        if now < rank:
            best, rank, without = run.board.slot.copy(), now, 0
            value = run.measure(phase_goal) if goal is None else int(parts[PART[goal]])
            run.report("settle", phase_goal, value=value)
        if without >= STUCK and not is_stuck:
            is_stuck, without = True, 0
    run.board.restore(best)


def _round_of_chains(
    run: SchedulerState, weights: Ints, efforts: _Efforts, turn: int, *, costs: Ints, faults: int
) -> int:
    """Single swaps, as many as there are discomforts for; what all people cost then."""
    begin, end = HEATS[turn // TURNS % len(HEATS)]
    usual = min(efforts.usual, max(MOST_STEPS, MOST_EACH * int(np.count_nonzero(costs))))
    steps = min(usual, max(efforts.fewest, STEPS_A_FAULT * faults))
    return run.board.anneal_comfort(
        weights,
        costs,
        steps=steps,
        heat=(efforts.low * begin, efforts.low * end),
        seed=run.limits.seed + turn,
        is_focused=(turn + 1) % efforts.everybody != 0,
    )


def _parts(run: SchedulerState, weights: Ints, cost: int) -> Ints:
    """Discomforts by kind, of which those without weight count for nothing; where one has any, all are it."""
    if np.count_nonzero(weights) > 1:
        return run.board.discomfort()
    return np.where(weights > 0, cost // int(weights.max()), 0)


def _round_of_pairs(run: SchedulerState, weights: Ints, efforts: _Efforts, turn: int, *, costs: Ints) -> int:
    """All chains between two slots, and between two others, as many as make a round; what all cost then."""
    heat = efforts.low * PAIR_HEAT
    return run.board.anneal_pairs(
        weights,
        costs,
        steps=efforts.pairs,
        heat=(heat, heat),
        seed=run.limits.seed + turn,
        is_focused=turn % PAIRS_OF_EVERYBODY != 0,
    )


def _faults(run: SchedulerState, weights: Ints, parts: Ints) -> int:
    """Discomforts that have a weight, by number: talks missed, not their prices."""
    counts, talks = parts.copy(), PART[Goal.TALKS]
    if weights[talks]:
        counts[talks] = np.count_nonzero(run.board.missed())
    return int(counts[weights > 0].sum())


def _rank(run: SchedulerState, parts: Ints) -> tuple[int, ...]:
    """What makes one timetable better than another of the same meetings, most of which `parts` tell."""
    if Goal.IDLE_RANGE in run.goals or run.model.problem.break_spread is not None:
        return run.rank()
    counted = [PART[g] for g in run.timing_goals if g in PART]
    return (int(parts[OVER]), *parts[counted].tolist())


def _is_content(run: SchedulerState, parts: Ints) -> bool:
    counted = [(g, int(parts[PART[g]])) for g in run.timing_goals if g in PART]
    return all(run.known[g].is_met_by(value) for g, value in counted) and not parts[OVER]


def shed(run: SchedulerState) -> None:
    """Give up optional meetings, the least valuable first, until no limit on breaks is broken."""
    while run.over_limit() and not run.stop.is_requested:
        best: tuple[float, int] | None = None
        over = run.over_limit()
        for o in np.flatnonzero((run.board.slot >= 0) & ~run.model.must).tolist():
            at = int(run.board.slot[o])
            run.board.drop(o)
            gain = over - run.over_limit()
            run.board.put(o, at)
            if gain > 0 and (best is None or run.model.value[o] / gain < best[0]):
                best = (run.model.value[o] / gain, o)
        if best is None:
            return
        run.board.drop(best[1])
