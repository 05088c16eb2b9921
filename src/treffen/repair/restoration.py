"""First of all: what was promised is held. What cannot be is the least set, with a proof where there is one.

Displaced meetings take their own slot at another place, then any free slot, then what short ejection
walks and chains leave. Where that fails, a growing set of meetings is re-timed exactly, twice: with all
others standing still (an answer is a timetable) and as if the others were not there (what even then
cannot be held cannot be held at all). When both lose equally much, the least set is proved.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from treffen.repair.state import Floats, Ints, RepairState
from treffen.solvers.base.model import Flags
from treffen.solvers.relaxation.subset import Subset
from treffen.solvers.relaxation.subset.program import everything
from treffen.solvers.relaxation.subset.weighted import Ceiling, solve_weighted

SHORT, STEPS = 4, 20_000
LONG, MANY_STEPS = 16, 60_000
MOST_COLUMNS = 25_000  # of an exact re-timing
FEW_COLUMNS = 2_000  # up to so many, all promises are re-timed together
NODES = 2_000
MOST_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """Requests [numbers] that were promised and are not held; those in `proved` cannot all be held."""

    requests: tuple[int, ...] = ()
    is_proved: bool = True


def restore_promises(work: RepairState, displaced: Collection[int], musts: Flags) -> Losses:
    """Hold the `displaced` requests beside all that stands; the least set that cannot be, else.

    `musts` [R]: requests that go before all others. Fewest are lost first, then the least value.
    """
    model = work.model
    asked = sorted(
        displaced, key=lambda r: (not musts[r], _ways(work, r), -int(model.value[work.first[r]]), r)
    )
    never = tuple(r for r in asked if not _ways(work, r))
    stuck = [r for r in asked if _ways(work, r) and not _insert(work, r)]
    losses = _least(work, stuck, musts) if stuck else Losses()
    if displaced and not losses.requests and _is_small(work):
        promised = work.promises.request
        _beside_the_others(work, _options(work, set(np.flatnonzero(promised).tolist())), musts)
    return Losses(requests=never + losses.requests, is_proved=losses.is_proved)


def _is_small(work: RepairState) -> bool:
    """Whether the fewest moves can be found for all promises at once."""
    promised = work.promises.request[work.model.option_request]
    return int(work.model.start_ok[promised].sum()) <= FEW_COLUMNS


def _ways(work: RepairState, request: int) -> int:
    """In how many ways a request can be held at all."""
    return int(work.model.start_ok[list(work.options(request))].sum())


def _insert(work: RepairState, request: int) -> bool:
    """Hold one request, the fewer others move the better."""
    board, options = work.board, work.options(request)
    own = [o for o in options if work.promises.slot[o] >= 0]
    for o in own:
        at = int(work.promises.slot[o])
        if board.fits(o, at) and work.attempt(lambda o=o, at=at: board.put(o, at)):  # type: ignore[misc]
            return True
    for most, steps in ((0, STEPS), (SHORT, STEPS), (LONG, MANY_STEPS)):
        for o in [*own, *(o for o in options if o not in own)]:
            if work.attempt(lambda o=o, m=most, s=steps: board.insert_by_walk(o, most=m, steps=s)):  # type: ignore[misc]
                return True
            if most == LONG and work.attempt(lambda o=o: board.insert_all([o])):  # type: ignore[misc]
                return True
    return False


# --- the least set that is lost ---------------------------------------------------------------


def _least(work: RepairState, stuck: list[int], musts: Flags) -> Losses:
    promised = work.promises.request
    chosen = _grown(work, set(stuck))
    is_proved = False
    while True:
        options = _options(work, chosen)
        if int(work.model.start_ok[options].sum()) > MOST_COLUMNS:
            break
        held = _as_if_alone(work, options, musts)
        found = _beside_the_others(work, options, musts)
        if held is not None and found is not None and held == found:
            is_proved = True
            break
        larger = _grown(work, chosen)
        if larger == chosen:
            break
        chosen = larger
    asked = promised.copy()
    asked[stuck] = True
    lost = [r for r in np.flatnonzero(asked & ~work.is_held()).tolist() if _ways(work, r)]
    return Losses(requests=tuple(lost), is_proved=is_proved or not lost)


def _grown(work: RepairState, requests: set[int]) -> set[int]:
    """These promised requests, and those of everybody in them."""
    model = work.model
    people = {int(p) for r in requests for o in work.options(r) for p in model.attendees(o)}
    flags = np.zeros(model.n_people, bool)
    flags[list(people)] = True
    near = np.zeros(model.n_options, bool)
    near[np.repeat(np.arange(model.n_options), np.diff(model.seat_ptr))[flags[model.seats]]] = True
    promised = work.promises.request[model.option_request]
    return requests | set(model.option_request[near & promised].tolist())


def _options(work: RepairState, requests: set[int]) -> Ints:
    flags = np.zeros(work.model.n_requests, bool)
    flags[list(requests)] = True
    return np.flatnonzero(flags[work.model.option_request])


Score = tuple[int, int, int]


def _scores(work: RepairState, options: Ints, musts: Flags) -> tuple[Floats, Floats, Floats]:
    """[n, T] each: musts held, meetings held, value held, all to be minimised."""
    shape = (len(options), work.model.n_slots)
    must = -musts[work.model.option_request[options]].astype(np.float64)
    value = -work.model.value[options].astype(np.float64)
    return (
        np.broadcast_to(must[:, None], shape),
        np.full(shape, -1.0),
        np.broadcast_to(value[:, None], shape),
    )


def _as_if_alone(work: RepairState, options: Ints, musts: Flags) -> Score | None:
    """The most that could be held of these options if there were no others; None if not decided."""
    whole = everything(work.model)
    alone = Subset(
        options=options,
        fits=work.model.start_ok[options],
        was=whole.was[options],
        room=whole.room,
        seats_left=whole.seats_left,
        count=whole.count,
        busy=whole.busy,
        is_missed=whole.is_missed,
    )
    found = _staged(work, alone, musts)
    return None if found is None else found[1]


def _beside_the_others(work: RepairState, options: Ints, musts: Flags) -> Score | None:
    """Hold the most of these options, all others standing still; None if not decided."""
    _, subset = work.free(options)
    found = _staged(work, subset, musts)
    if found is None:
        return None
    before = _held(work, options, musts)
    at, moves = work.board.slot[options], _moves(work, options)
    rows = np.flatnonzero(found[0] >= 0)
    fewer = moves[rows, found[0][rows]].sum() < moves[np.flatnonzero(at >= 0), at[at >= 0]].sum()
    if found[1] < before or (found[1] == before and fewer):
        is_taken = work.take(options, found[0])
        if not is_taken and found[1] < before:
            return None
    return _held(work, options, musts)


def _held(work: RepairState, options: Ints, musts: Flags) -> Score:
    held = options[work.board.slot[options] >= 0]
    must = int(musts[work.model.option_request[held]].sum())
    return -must, -len(held), -int(work.model.value[held].sum())


def _staged(work: RepairState, subset: Subset, musts: Flags) -> tuple[Ints, Score] | None:
    """Musts, number, value in this order, then few moves: slots, and what is reached; None: not decided."""
    model = work.model  # in which frozen meetings, and only these, have to be held
    scores = _scores(work, subset.options, musts)
    ceilings: list[Ceiling] = []
    reached: list[int] = []
    slots = None
    for cost in (*scores, _moves(work, subset.options)):
        found = solve_weighted(
            model,
            subset,
            cost=cost,
            ceilings=ceilings,
            seconds=work.stop.remaining(MOST_SECONDS),
            seed=work.limits.seed,
            nodes=NODES,
            has_limits=work.has_few_breaks,
        )
        if found.slots is None or not found.is_optimal:
            return None
        slots = found.slots
        rows = np.flatnonzero(slots >= 0)
        total = round(float(cost[rows, slots[rows]].sum()))
        reached.append(total)
        ceilings.append(Ceiling(cost=cost, limit=float(total)))
    assert slots is not None
    return slots, (reached[0], reached[1], reached[2])


def _moves(work: RepairState, options: Ints) -> Floats:
    """[n, T] 1 wherever an option would not be where it was promised."""
    cost = np.ones((len(options), work.model.n_slots))
    at = work.promises.slot[options]
    cost[np.flatnonzero(at >= 0), at[at >= 0]] = 0.0
    return cost
