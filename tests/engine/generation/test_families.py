"""The families are sound, repeatable, and as large as they say."""

from collections import Counter

import numpy as np
import pytest

from treffen.generation import FAMILIES, base, narrow, scarce, size_of, tight, two_sided
from treffen.generation.sampling import distinct_pairs
from treffen.problem import Problem

SIMPLE = ("base", "tight", "two_sided", "scarce", "narrow")


def asked(problem: Problem) -> Counter[str]:
    return Counter(p for request in problem.requests for p in request.participants)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_same_numbers_give_the_same_problem(name: str) -> None:
    assert FAMILIES[name](40, 3) == FAMILIES[name](40, 3)


@pytest.mark.parametrize("name", FAMILIES)
def test_another_seed_gives_another_problem(name: str) -> None:
    assert FAMILIES[name](40, 3).digest() != FAMILIES[name](40, 4).digest()


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("people", [12, 13, 60, 151])
def test_no_family_has_faults_at_any_size(name: str, people: int) -> None:
    assert FAMILIES[name](people, 0).faults() == ()


@pytest.mark.parametrize("name", SIMPLE)
def test_two_people_make_one_request(name: str) -> None:
    assert len(FAMILIES[name](2, 0).requests) == 1


@pytest.mark.parametrize("name", FAMILIES)
def test_one_person_is_no_event(name: str) -> None:
    with pytest.raises(ValueError):
        FAMILIES[name](1, 0)


@pytest.mark.parametrize("name", SIMPLE)
def test_no_pair_is_asked_for_twice_and_nobody_asks_themselves(name: str) -> None:
    pairs = [frozenset(request.participants) for request in FAMILIES[name](150, 5).requests]
    assert len(set(pairs)) == len(pairs)
    assert {len(pair) for pair in pairs} == {2}


def test_sizes_are_those_that_the_figures_speak_of() -> None:
    sizes = [(s.slots, s.tables, s.requests) for s in map(size_of, (150, 1_000, 13_000, 100_000))]
    assert sizes == [(12, 57, 1_125), (12, 380, 7_500), (30, 2_000, 100_000), (30, 20_000, 1_000_000)]


def test_a_generated_event_has_the_size_announced() -> None:
    problem = base(150, 0)
    counts = (len(problem.slots), len(problem.places), len(problem.participants), len(problem.requests))
    assert counts == (12, 57, 150, 1_125)


def test_values_are_whole_numbers_from_one_to_a_thousand() -> None:
    values = [request.value for request in base(1_000, 0).requests]
    assert min(values) >= 1
    assert max(values) <= 1_000
    assert np.mean(values) == pytest.approx(1000 * (2 / 3) ** 2, rel=0.02)


def test_most_people_of_a_base_event_are_always_there() -> None:
    share = sum(p.free is None for p in base(1_000, 0).participants) / 1_000
    assert 0.80 < share < 0.90


def test_equal_times_of_presence_are_one_object() -> None:
    frees = [p.free for p in base(1_000, 0).participants if p.free is not None]
    assert len({id(free) for free in frees}) == len(set(frees)) < len(frees)


def test_everybody_in_a_tight_event_lacks_a_quarter_of_the_slots() -> None:
    assert {len(p.free or ()) for p in tight(150, 0).participants} == {9}


def test_a_tight_event_has_more_than_twice_the_requests_and_nearly_everyone_is_overasked() -> None:
    problem = tight(150, 0)
    assert len(problem.requests) == 2_475
    assert sum(count > 9 for count in asked(problem).values()) >= 145


def test_popularity_is_skewed() -> None:
    counts = sorted(asked(base(150, 0)).values())
    assert counts[-1] > 2 * counts[len(counts) // 2]


def test_in_a_two_sided_event_requests_are_made_only_across() -> None:
    problem = two_sided(150, 0)
    buyers = {p.id for p in problem.participants[:60]}
    assert {len(buyers & set(request.participants)) for request in problem.requests} == {1}


def test_pairs_stop_at_half_of_all_that_exist() -> None:
    weights = np.ones(6)
    pairs = distinct_pairs(np.random.default_rng(0), (weights, weights), 100)
    assert len(pairs) == len(set(map(tuple, pairs.tolist()))) == 7


def test_a_scarce_event_has_few_tables_that_come_and_go_and_some_free_of_steps() -> None:
    problem = scarce(400, 0)
    assert len(problem.places) == round(0.55 * len(base(400, 0).places))
    hours = [len(p.open) if p.open is not None else 12 for p in problem.places]
    assert min(hours) == 6
    assert len(set(hours)) > 3
    assert 0 < sum(bool(p.features) for p in problem.places) < 10
    assert 5 < sum(bool(p.needs) for p in problem.participants) < 40


def test_everybody_in_a_narrow_event_stays_for_one_run_and_is_asked_by_people_they_can_meet() -> None:
    problem = narrow(400, 0)
    at = {s.id: n for n, s in enumerate(problem.slots)}
    free = {p.id: p.free or frozenset() for p in problem.participants}
    for stay in free.values():
        hours = sorted(at[s] for s in stay)
        assert 3 <= len(hours) <= 6
        assert hours == list(range(hours[0], hours[-1] + 1))
    assert all(free[r.participants[0]] & free[r.participants[1]] for r in problem.requests)
