"""Closing in from both sides, and the questions it asks, against all timetables of tiny events."""

from __future__ import annotations

import pytest
from tests.engine.solvers.satisfiability import tiny
from tests.engine.solvers.satisfiability.test_tiers import BG_IR_IS, IR_IS, best, one_day, solved

from treffen.problem import Goal
from treffen.solvers.base import Model, Stop
from treffen.solvers.satisfiability import oracle
from treffen.solvers.satisfiability.closing import Closing
from treffen.solvers.satisfiability.outcome import Tier
from treffen.solvers.satisfiability.refutation.question import Question
from treffen.solvers.satisfiability.tiers import TierSearch
from treffen.timetable import PlanStatus

WORST = 30  # idle slots: more than a tiny event has


def closed(model: Model, given: dict[Goal, int]) -> tuple[Tier, list[list[int]]]:
    """The least idle time found so within the limits given, and the timetables on the way."""
    tier, taken = Tier(goal=Goal.IDLE, value=WORST), list[list[int]]()

    def offer(slots: list[int]) -> None:
        taken.append(slots)
        tier.value = sum(
            max(held) - min(held) + 1 - len(held)
            for p in range(model.n_people)
            if (held := [slots[o] for o in range(model.n_options) if p in model.attendees(o)])
        )

    def learn(bound: int) -> None:
        tier.bound = bound

    def ask_for(limit: int) -> Question:
        return Question(model, {**given, Goal.IDLE: limit}, stop=Stop(), seed=0)

    Closing(tier, ask_for=ask_for, learn=learn, offer=offer).run(lambda: False)
    return tier, taken


@pytest.mark.parametrize("seed", range(0, 120, 4))
def test_both_sides_meet_at_the_value_of_brute_force(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "SLICE", 20)
    model = tiny.model_of(one_day(seed))
    wanted = best(model, IR_IS)
    tier, taken = closed(model, {Goal.IDLE_RANGE: WORST if wanted is None else wanted[0]})
    if wanted is None:
        assert not taken
        assert tier.bound == WORST, "what cannot be held has no idle time below any limit"
        return
    assert (tier.bound, tier.value) == (wanted[1], wanted[1])
    assert all(tiny.keeps(model, tuple(slots)) for slots in taken)


@pytest.mark.parametrize("goals", [IR_IS, BG_IR_IS])
@pytest.mark.parametrize("seed", range(2, 120, 8))
def test_where_the_first_search_gives_up_at_once_questions_find_and_prove_the_rest(
    seed: int, goals: tuple[Goal, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def given_up(_search: TierSearch, *_: object, **__: object) -> int:
        return 0

    def undecided(_search: TierSearch, *_: object, **__: object) -> None:
        return None

    monkeypatch.setattr(TierSearch, "_lower_case", given_up)
    if goals[0] is Goal.BREAKS:
        monkeypatch.setattr(TierSearch, "_has_case", undecided)
    model = tiny.model_of(one_day(seed))
    wanted, found = best(model, goals), solved(model, goals)
    if wanted is None:
        assert found.is_infeasible
        return
    assert found.status is PlanStatus.OPTIMAL
    assert [(tier.value, tier.bound) for tier in found.tiers] == [(v, v) for v in wanted]
    assert found.assignment is not None
    assert tiny.keeps(model, tuple(found.assignment.slot.tolist()))


def test_the_same_question_goes_on_with_less_idle_time() -> None:
    n_tightened = 0
    for seed in range(30):
        model = tiny.model_of(one_day(seed))
        wanted = best(model, IR_IS)
        if wanted is not None:
            limits = {Goal.IDLE_RANGE: wanted[0], Goal.IDLE: wanted[1] + 1}
            question = Question(model, limits, stop=Stop(), seed=0)
            assert question.ask()
            if question.tighten(1):
                assert question.ask(), "the best value is still allowed"
            if question.tighten(1):
                n_tightened += 1
                assert question.ask() is False
            question.close()
    assert n_tightened
