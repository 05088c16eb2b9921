"""Gathering who waits: bounds and timetables of brute force, and sums that a refutation begins with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from tests.engine.solvers.satisfiability import tiny
from tests.engine.solvers.satisfiability.test_closing import full, question
from tests.engine.solvers.satisfiability.test_tiers import BG_IR_IS, IR_IS, best, one_day, waits

from treffen.problem import Goal
from treffen.solvers.base import Limits, Model, Stop
from treffen.solvers.satisfiability import closing, refute, tiers
from treffen.solvers.satisfiability.closing import gather
from treffen.solvers.satisfiability.instance import instance_of
from treffen.solvers.satisfiability.oracle import Oracle
from treffen.solvers.satisfiability.outcome import Tier
from treffen.solvers.satisfiability.refutation import gathering, nearby
from treffen.solvers.satisfiability.refutation.gathering import Gathering
from treffen.solvers.satisfiability.refutation.refute import Refutation
from treffen.solvers.satisfiability.symmetry import with_order_of_twins
from treffen.solvers.satisfiability.tiers import TierSearch

WORST = 30  # idle slots: more than a tiny event has


def gathered(model: Model, given: Mapping[Goal, int]) -> tuple[Tier, Gathering, list[list[int]]]:
    """The least idle time found so within the limits given, and the timetables on the way."""
    tier, taken = Tier(goal=Goal.IDLE, value=WORST), list[list[int]]()

    def offer(slots: list[int]) -> None:
        taken.append(slots)
        tier.value = min(tier.value or 0, sum(waits(model, tuple(slots))))

    def learn(bound: int) -> None:
        tier.bound = bound

    found = Gathering(model, given, most=WORST, stop=Stop(), seed=0, offer=offer)
    gather(tier, found, learn=learn, is_over=lambda: False)
    return tier, found, taken


def most_patient(monkeypatch: pytest.MonkeyPatch, conflicts: int) -> None:
    """As few conflicts a question as are given: both sides have their turns."""
    for name in ("BELOW", "ABOVE"):
        monkeypatch.setattr(closing, name, conflicts)
    for name in ("SMALLER", "HIGHER"):
        monkeypatch.setattr(gathering, name, conflicts)


@pytest.mark.parametrize("goals", [IR_IS, BG_IR_IS])
@pytest.mark.parametrize("event", [one_day, full])
@pytest.mark.parametrize("seed", [*range(0, 60, 4), 20, 192, 214])
def test_bound_and_value_meet_at_the_value_of_brute_force(
    seed: int, event: Callable[[int], object], goals: tuple[Goal, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    most_patient(monkeypatch, 1 + seed % 8)
    model = tiny.model_of(event(seed))  # type: ignore[arg-type]
    wanted = best(model, goals)
    if wanted is None:
        return
    tier, found, taken = gathered(model, dict(zip(goals[:-1], wanted, strict=False)))
    assert (tier.bound, tier.value) == (wanted[-1], wanted[-1])
    assert all(tiny.keeps(model, tuple(slots)) for slots in taken)
    assert len(set(found.people)) == len(found.people)


def test_a_search_that_gives_up_gathers_where_few_need_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiers, "PATIENCE", 0)
    model, asked = tiny.model_of(full(192)), list[int]()

    def gather_in(
        within: Mapping[Goal, int], most: int, best: Sequence[int] | None, offer: Callable[[list[int]], None]
    ) -> Gathering:
        asked.append(most)
        return Gathering(model, within, most=most, best=best, stop=Stop(), seed=0, offer=offer)

    def ask(within: Mapping[Goal, int], goal: Goal) -> closing.OpenQuestion:
        return question(model, within, goal)

    for is_rare in (False, True):
        monkeypatch.setattr(TierSearch, "_is_rare", lambda *_, is_rare=is_rare: is_rare)
        monkeypatch.setattr("treffen.solvers.satisfiability.oracle.SLICE", 1)
        instance = with_order_of_twins(instance_of(model))
        search = TierSearch(instance, goals=IR_IS, stop=Stop(), limits=Limits(), ask=ask, gather=gather_in)
        search.run()
        assert bool(asked) == is_rare
        assert [(one.value, one.bound) for one in search.tiers] == [(v, v) for v in best(model, IR_IS) or []]


def test_where_time_is_up_nothing_is_known_of_hard_questions() -> None:
    model, stop = tiny.model_of(full(20)), Stop()
    stop.request()
    limits: dict[Goal, int] = {Goal.IDLE_RANGE: 2}
    found = Gathering(model, limits, most=WORST, stop=stop, seed=0, offer=lambda _: None)
    assert found.raise_bound(10**6) is None  # so many would be asked of a process, which is not waited for
    assert found.lower_value(WORST, 10**6) is None
    gather(Tier(goal=Goal.IDLE, value=WORST), found, learn=lambda _: None, is_over=stop.is_reached)
    assert found.steps == []


def test_a_refutation_begins_with_the_sums_of_those_gathered() -> None:
    n_ordered = 0
    for seed in range(60):
        model = tiny.model_of(full(seed))
        wanted = best(model, IR_IS)
        if wanted is None or not wanted[1]:
            continue
        limits = {Goal.IDLE_RANGE: wanted[0], Goal.IDLE: wanted[1] - 1}
        everything = model.must
        found = refute(model, everything, limits=limits, stop=Stop())
        assert isinstance(found, Refutation)
        n_ordered += len(found.order) > 1
    assert n_ordered > 3


def test_before_a_refutation_there_is_an_end_to_gathering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a limit of time: where no question gets an answer, so many conflicts are asked in all."""
    model, asked = tiny.model_of(full(192)), list[int]()

    def nothing(_: Gathering, conflicts: int) -> None:
        asked.append(conflicts)
        if len(asked) > 9:
            raise AssertionError("no end")

    monkeypatch.setattr(Gathering, "raise_bound", nothing)
    monkeypatch.setattr(gathering, "MOST", 50_000)
    limits = {Goal.IDLE_RANGE: 2, Goal.IDLE: WORST - 1}
    assert gathering.gathered(model, limits, prices=None, stop=Stop()) == ([], [])
    assert asked == [6_000, 12_000, 24_000, 8_000]


@pytest.mark.parametrize("loose", [0.1, 2.0])
def test_near_a_timetable_better_ones_are_found(loose: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "LOOSE", loose)
    n_improved = 0
    for seed in range(0, 40, 4):
        model = tiny.model_of(full(seed))
        wanted, held = best(model, IR_IS), [(waits(model, s), s) for s in tiny.timetables(model)]
        if wanted is None:
            continue
        width = wanted[0]
        start = max((sum(w), s) for w, s in held if max(w, default=0) - min(w, default=0) == width)
        values, taken = [start[0]], list[list[int]]()
        found = Gathering(
            model,
            {Goal.IDLE_RANGE: width},
            most=start[0],
            best=list(start[1]),
            stop=Stop(),
            seed=0,
            offer=taken.append,
        )
        while values[-1] and found.improve():
            values.append(sum(waits(model, tuple(taken[-1]))))
        assert all(tiny.keeps(model, tuple(slots)) for slots in taken)
        assert values == sorted(set(values), reverse=True), "each is better than the one before"
        assert values[-1] == wanted[1] or loose < 1, "where everything may move, the best is found"
        assert not found.improve(), "nothing is asked again that was asked in vain"
        found.close()
        n_improved += len(values) > 1
    assert n_improved > 2


class Deaf:
    """Answers nothing, and counts how long it thought on each side."""

    people: list[int] = []  # noqa: RUF012  # never written
    bound = below = above = longest = lead = 0

    def improve(self) -> bool:
        return False

    def raise_bound(self, conflicts: int) -> None:
        self.below += conflicts

    def lower_value(self, _value: int, conflicts: int) -> None:
        self.lead = max(self.lead, self.above - self.below)
        self.above += conflicts
        self.longest = max(self.longest, conflicts)

    def close(self) -> None:
        return


def test_from_above_more_is_thought_in_vain_but_only_so_much_more() -> None:
    deaf = Deaf()
    gather(Tier(goal=Goal.IDLE, value=WORST), deaf, learn=lambda _: None, is_over=lambda: deaf.below > 10**6)
    assert closing.LEAD // 2 < deaf.lead < closing.LEAD
    assert deaf.longest == closing.MOST_ABOVE, "short questions to solvers that begin anew"


def test_where_nothing_is_found_another_solver_begins_with_another_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model, asked = tiny.model_of(full(20)), list[tuple[int, int]]()
    found = Gathering(model, {Goal.IDLE_RANGE: 2}, most=WORST, stop=Stop(), seed=3, offer=lambda _: None)
    monkeypatch.setattr(Gathering, "_limit", lambda one, above, limit: asked.append((one.bound, limit)))
    monkeypatch.setattr(Oracle, "solve", lambda *_, **__: None)
    for _ in range(5 * gathering.PATIENCE):
        assert found.lower_value(WORST, 1) is None
    low = asked[0][0]
    far = WORST - low
    down = [far // 2, far // 4, 0, far // 2]
    assert [limit for _, limit in asked] == [low + far // gathering.FIRST, *(WORST - 1 - one for one in down)]
    found.close()
