"""Closing in from both sides, and the questions it asks, against all timetables of tiny events."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.engine.solvers.satisfiability import tiny
from tests.engine.solvers.satisfiability.test_tiers import BG_IR_IS, IR_IS, best, one_day, waits

from treffen.problem import Goal, Interpreter, Participant, Place, Problem, Request, Slot
from treffen.solvers.base import Limits, Model, Stop
from treffen.solvers.satisfiability import instance, oracle
from treffen.solvers.satisfiability.closing import Closing
from treffen.solvers.satisfiability.instance import instance_of, is_quickly_built
from treffen.solvers.satisfiability.outcome import Tier
from treffen.solvers.satisfiability.refutation.question import Question
from treffen.solvers.satisfiability.symmetry import with_order_of_twins
from treffen.solvers.satisfiability.tiers import TierSearch

WORST = 30  # idle slots: more than a tiny event has
BG_IS_IR = (Goal.BREAKS, Goal.IDLE, Goal.IDLE_RANGE)


def question(model: Model, limits: Mapping[Goal, int], lowered: Goal) -> Question:
    return Question(model, limits, lowered=lowered, stop=Stop(), seed=0)


def closed(model: Model, given: dict[Goal, int], goal: Goal) -> tuple[Tier, list[list[int]]]:
    """The least value of a goal found so within the limits given, and the timetables on the way."""
    tier, taken = Tier(goal=goal, value=WORST), list[list[int]]()

    def offer(slots: list[int]) -> None:
        taken.append(slots)
        idle = waits(model, tuple(slots))
        tier.value = sum(idle) if goal is Goal.IDLE else max(idle, default=0) - min(idle, default=0)

    def learn(bound: int) -> None:
        tier.bound = bound

    def ask_for(limit: int) -> Question:
        return question(model, {**given, goal: limit}, goal)

    Closing(tier, ask_for=ask_for, learn=learn, offer=offer).run(lambda: False)
    return tier, taken


@pytest.mark.parametrize("goals", [IR_IS, BG_IS_IR])
@pytest.mark.parametrize("seed", range(0, 120, 4))
def test_both_sides_meet_at_the_value_of_brute_force(
    seed: int, goals: tuple[Goal, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracle, "SLICE", 20)
    model = tiny.model_of(one_day(seed))
    wanted = best(model, goals)
    given = dict(zip(goals[:-1], wanted or [WORST] * 3, strict=False))
    tier, taken = closed(model, given, goals[-1])
    if wanted is None:
        assert not taken
        assert tier.bound == WORST, "what cannot be held has no idle time below any limit"
        return
    assert (tier.bound, tier.value) == (wanted[-1], wanted[-1])
    assert all(tiny.keeps(model, tuple(slots)) for slots in taken)


def full(seed: int) -> Problem:
    """Five people, six slots, seven meetings at two tables: days with holes that nobody can fill."""
    dice, ids, people = random.Random(seed), [f"s{t}" for t in range(6)], [f"p{i}" for i in range(5)]
    return Problem(
        slots=tuple(Slot(id=id) for id in ids),
        places=(Place(id="t1"), Place(id="t2")),
        participants=tuple(
            Participant(id=p, free=frozenset(id for id in ids if dice.random() < 0.85)) for p in people
        ),
        requests=tuple(
            Request(id=f"r{i}", participants=tuple(dice.sample(people, 2)), must=True) for i in range(7)
        ),
        pair_once=False,
    )


@pytest.mark.parametrize(
    ("seed", "goals", "lowered"),
    [
        (3, BG_IR_IS, Goal.IDLE),
        (81, BG_IR_IS, Goal.IDLE_RANGE),
        (100, BG_IR_IS, Goal.IDLE),
        (113, BG_IR_IS, Goal.IDLE_RANGE),
        (20, IR_IS, Goal.IDLE),
        (192, IR_IS, Goal.IDLE),
        (214, IR_IS, Goal.IDLE),
    ],
)
def test_where_the_first_search_gives_up_at_once_questions_find_and_prove_the_rest(
    seed: int, goals: tuple[Goal, ...], lowered: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracle, "SLICE", 1)
    model, asked = tiny.model_of(full(seed)), set[Goal]()

    def ask(within: Mapping[Goal, int], goal: Goal) -> Question:
        asked.add(goal)
        return question(model, within, goal)

    instance = with_order_of_twins(instance_of(model))
    search = TierSearch(instance, goals=goals, stop=Stop(), limits=Limits(), ask=ask)
    search.run()
    assert asked == {lowered}
    assert [(tier.value, tier.bound) for tier in search.tiers] == [(v, v) for v in best(model, goals) or []]
    assert search.best is not None
    assert tiny.keeps(model, tuple(search.best))


def test_without_questions_the_first_search_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "SLICE", 1)
    model = tiny.model_of(full(20))
    instance = with_order_of_twins(instance_of(model))
    search = TierSearch(instance, goals=IR_IS, stop=Stop(), limits=Limits())
    search.run()
    assert [(tier.value, tier.bound) for tier in search.tiers] == [(v, v) for v in best(model, IR_IS) or []]


class Slow:
    """A question that is answered at the third time: what takes `least` is possible, but no less."""

    def __init__(self, limit: int, *, least: int, open_: list[int]) -> None:
        self.limit, self._least, self._open, self._n_asked = limit, least, open_, 0
        open_.append(limit)

    def ask(self) -> bool | None:
        self._n_asked += 1
        return self.limit >= self._least if self._n_asked > 2 else None

    def slots(self) -> list[int]:
        return [self.limit]

    def tighten(self, by: int) -> bool:
        return by < 0

    def close(self) -> None:
        self._open.remove(self.limit)


@pytest.mark.parametrize("least", range(WORST + 1))
def test_no_limit_is_asked_about_on_both_sides_at_once(least: int) -> None:
    tier, open_ = Tier(goal=Goal.IDLE, value=WORST), list[int]()

    def ask_for(limit: int) -> Slow:
        assert limit not in open_
        return Slow(limit, least=least, open_=open_)

    def offer(slots: list[int]) -> None:
        tier.value = slots[0]

    def learn(bound: int) -> None:
        tier.bound = bound

    Closing(tier, ask_for=ask_for, learn=learn, offer=offer).run(lambda: False)
    assert (tier.bound, tier.value, open_) == (least, least, [])


@pytest.mark.parametrize(("most", "is_quick"), [(7 * 2 * 6, True), (7 * 2 * 6 - 1, False)])
def test_what_takes_long_to_build_is_not_asked(
    most: int, *, is_quick: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "MOST_BUILT", most)
    assert is_quickly_built(tiny.model_of(full(3))) is is_quick


def crowded(seed: int) -> Problem:
    """A tiny event of overlapping sets of places, and one interpreter."""
    problem, dice = one_day(seed), random.Random(seed)
    places = [f"t{i}" for i in range(4)]
    spoken = [frozenset(["de"]), frozenset(["de"]), frozenset(["fr"])]
    return replace(
        problem,
        places=tuple(Place(id=place) for place in places),
        participants=tuple(replace(p, languages=dice.choice(spoken)) for p in problem.participants),
        interpreters=(Interpreter(id="i", languages=frozenset(["de", "fr"])),),
        requests=tuple(replace(r, places=frozenset(dice.sample(places[:3], 2))) for r in problem.requests),
    )


@pytest.mark.parametrize("seed", [46, 114, 351, 556, 565, 608, 729, 815])
def test_places_and_interpreters_that_the_claim_overlooks_are_kept(seed: int) -> None:
    model = tiny.model_of(crowded(seed))
    wanted = best(model, IR_IS)
    assert wanted is not None
    tier, taken = closed(model, {Goal.IDLE_RANGE: wanted[0]}, Goal.IDLE)
    assert (tier.bound, tier.value) == (wanted[1], wanted[1])
    assert all(tiny.keeps(model, tuple(slots)) for slots in taken)


def test_one_meeting_with_an_interpreter_and_one_without_may_come_in_either_order() -> None:
    people = {"anna": "de", "ben": "fr", "cem": "de", "dora": "de", "eve": "fr"}
    pairs = (("anna", "ben"), ("anna", "cem"), ("dora", "eve"))
    problem = Problem(
        slots=(Slot(id="s1"), Slot(id="s2")),
        places=(Place(id="t1"), Place(id="t2")),
        participants=tuple(Participant(id=p, languages=frozenset([own])) for p, own in people.items()),
        interpreters=(Interpreter(id="i", languages=frozenset(["de", "fr"])),),
        requests=tuple(Request(id=f"m{i}", participants=pair, must=True) for i, pair in enumerate(pairs)),
    )
    early = tiny.with_fixed(problem, 2, 0)  # the interpreter is at Dora's table, so Ben has to wait
    asked = question(tiny.model_of(early), {Goal.IDLE: 0}, Goal.IDLE)
    while (answer := asked.ask()) is None:
        pass
    assert (answer, asked.slots()) == (True, [1, 0, 0])
    asked.close()


def test_the_same_question_goes_on_with_less_idle_time() -> None:
    n_tightened = 0
    for seed in range(30):
        model = tiny.model_of(one_day(seed))
        wanted = best(model, IR_IS)
        if wanted is not None:
            asked = question(model, {Goal.IDLE_RANGE: wanted[0], Goal.IDLE: wanted[1] + 1}, Goal.IDLE)
            assert asked.ask()
            if asked.tighten(1):
                assert asked.ask(), "the best value is still allowed"
            if asked.tighten(1):
                n_tightened += 1
                assert asked.ask() is False
            asked.close()
    assert n_tightened


def test_a_question_about_the_range_goes_on_with_a_smaller_one_and_as_much_idle_time() -> None:
    model = tiny.model_of(one_day(7))
    assert best(model, (Goal.IDLE, Goal.IDLE_RANGE)) == [1, 1]
    asked = question(model, {Goal.IDLE: 1, Goal.IDLE_RANGE: 2}, Goal.IDLE_RANGE)
    assert asked.ask()
    assert asked.tighten(1)
    assert asked.ask(), "the best range is still allowed"
    assert asked.tighten(1)
    assert asked.ask() is False
    assert not asked.tighten(1)
    asked.close()


@pytest.mark.parametrize("given", [{}, {Goal.BREAKS: 2}, {Goal.IDLE: 4}])
def test_a_smaller_range_is_answered_as_by_a_question_of_its_own(given: dict[Goal, int]) -> None:
    n_refused = 0
    for seed in range(30):
        model = tiny.model_of(one_day(seed))
        asked = question(model, {**given, Goal.IDLE_RANGE: 3}, Goal.IDLE_RANGE)
        for width in (2, 1, 0):
            if asked.ask() and asked.tighten(1):
                anew = question(model, {**given, Goal.IDLE_RANGE: width}, Goal.IDLE_RANGE)
                answer = anew.ask()
                assert asked.ask() is answer
                n_refused += not answer
                anew.close()
        asked.close()
    assert n_refused
