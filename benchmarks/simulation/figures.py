"""What a service is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from benchmarks.recommend.market import gini
from benchmarks.simulation.asking import History, worths
from benchmarks.simulation.day import Slots
from benchmarks.simulation.world import BLOCK, SLOTS, World

ENOUGH, WORST = 6, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One service in one world.

    `meetings`, `enough` (share with six and more), `worst` (mean of the tenth with fewest), `idle`
    (median of the slots between one's meetings of a half-day) and `across` (share between networks) are
    of the timetable on the eve, of those who take part. `agreed`: share of the meetings both have said
    yes to that it holds, and `worth` the same weighed with what both make of them. `shared`: of the meetings
    that one wanted and the other would have. `exposure`: Gini of the lists somebody stands in. `kept`: share
    of the meetings of the eve that took place; `held`: meetings that took place, for each who came; `filled`:
    those of them that were not there on the eve; `worst_held` and `uneven`: mean of the tenth with fewest,
    and Gini, of what took place; `shared_held`: of the shared wishes, those that took place.
    `moved`: meetings of others for each incident, `undisturbed` share of the repairs that moved nobody
    else's; `incidents`; CPU seconds of the `slowest` repair, of a `usual` one (median), and of all that
    the engine did until the eve (`seconds`). `each` has everybody's meetings.
    """

    service: str
    seed: int
    people: int
    meetings: float
    enough: float
    worst: float
    idle: float
    across: float
    agreed: float
    worth: float
    shared: float
    exposure: float
    kept: float
    held: float
    filled: int
    moved: float
    undisturbed: float
    incidents: int
    slowest: float
    usual: float
    seconds: float
    each: tuple[int, ...]
    worst_held: float = 0.0
    shared_held: float = 0.0
    uneven: float = 0.0

    def as_object(self) -> dict[str, object]:
        """For a file."""
        return asdict(self)


def counts(slots: Iterable[tuple[int, int]], people: int) -> np.ndarray:
    """How many meetings everybody has."""
    ends = [p for pair in slots for p in pair]
    return np.bincount(ends, minlength=people) if ends else np.zeros(people, int)


def idle_slots(slots: Slots, people: int) -> list[int]:
    """Of everybody, the slots without a meeting between two meetings of the same half-day."""
    mine: list[list[int]] = [[] for _ in range(people)]
    for pair, slot in slots.items():
        for person in pair:
            mine[person].append(slot)
    return [sum(_gaps([t for t in own if t // BLOCK == b]) for b in range(SLOTS // BLOCK)) for own in mine]


def _gaps(slots: Sequence[int]) -> int:
    return max(slots) - min(slots) + 1 - len(slots) if slots else 0


def share(some: int, all_: int) -> float:
    """A part of a whole; 0 of nothing."""
    return some / all_ if all_ else 0.0


def plan_figures(world: World, slots: Slots, history: History) -> Mapping[str, float | tuple[int, ...]]:
    """Of the timetable on the eve."""
    part = world.comes()
    count = counts(slots, world.people)[part]
    network, pairs = world.network, {frozenset(pair) for pair in slots}
    wishes, agreed = history.shared_wishes(world), {frozenset((r.asking, r.asked)) for r in history.agreed()}
    worth = _worths(world, history)
    tenth = max(1, round(WORST * len(count)))
    idle = np.array(idle_slots(slots, world.people))[part]
    return {
        "meetings": float(count.mean()),
        "enough": float((count >= ENOUGH).mean()),
        "worst": float(np.sort(count)[:tenth].mean()),
        "idle": float(np.median(idle)),
        "across": share(sum(bool(network[a] != network[b]) for a, b in slots), len(slots)),
        "agreed": share(len(pairs & agreed), len(agreed)),
        "worth": share(sum(w for pair, w in worth.items() if pair in pairs), sum(worth.values())),
        "shared": share(len(pairs & wishes), len(wishes)),
        "each": tuple(int(n) for n in np.sort(count)[::-1]),
    }


def _worths(world: World, history: History) -> dict[frozenset[int], int]:
    agreed = history.agreed()
    worth = worths(world, agreed)
    return {frozenset((r.asking, r.asked)): worth[r.number] for r in agreed}


def day_figures(
    world: World, before: Slots, took_place: Slots, history: History
) -> Mapping[str, float | int]:
    """Of what took place."""
    came = world.comes() & (world.arrives < SLOTS)
    count, wishes = counts(took_place, world.people)[came], history.shared_wishes(world)
    pairs = {frozenset(pair) for pair in took_place}
    return {
        "kept": share(sum(pair in took_place for pair in before), len(before)),
        "held": float(count.mean()),
        "filled": sum(pair not in before for pair in took_place),
        "worst_held": float(np.sort(count)[: max(1, round(WORST * len(count)))].mean()),
        "shared_held": share(len(pairs & wishes), len(wishes)),
        "uneven": gini(count),
    }


def exposure_gini(seen: Sequence[int]) -> float:
    """0: everybody stands in as many lists as anybody."""
    return gini(np.array(seen))
