"""Who comes next behind a list: fits, stands on no list, and comes in the order in which lists are built."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.recommendation.standin import Concepts, pool_of

from treffen.recommendation.lists.recommender import Recommender
from treffen.recommendation.score.weights import Balance, ListRules
from treffen.recommendation.settings import Settings

SIZES = st.integers(2, 60)
SEEDS = st.integers(0, 10_000)


@settings(max_examples=20, deadline=None)
@given(SIZES, SEEDS, st.integers(1, 12))
def test_reserves_fit_stand_on_no_list_and_come_in_their_order(n: int, seed: int, most: int) -> None:
    pool = pool_of(n, seed=seed)
    made = Recommender(pool, Concepts, settings=Settings(lists=ListRules(balance=Balance.NONE)), seed=seed)
    people = {one.id: one for one in pool.profiles}
    listed = {one.participant: {entry.partner for entry in one.entries} for one in made.lists().lists}
    of: dict[str, list[float]] = {name: [] for name in people}
    for one in made.reserves(most):
        here, there = people[one.owner], people[one.partner]
        assert there.id not in listed[here.id] | {here.id} | set(here.blocked)
        assert here.organisation != there.organisation
        assert one.reasons == made.reasons(one.owner, one.partner)
        of[one.owner].append(one.score)
    for scores in of.values():
        assert len(scores) <= most
        assert scores == sorted(scores, reverse=True)


def test_reserves_leave_nobody_out_who_fits_better_than_the_last() -> None:
    made = Recommender(pool_of(80, seed=4), Concepts, settings=Settings(lists=ListRules(k=4, bridges=1)))
    some, all_of_them = made.reserves(3), made.reserves(79)
    first = {one.owner: [] for one in all_of_them}
    for one in all_of_them:
        first[one.owner].append(one.partner)
    for owner, partners in first.items():
        assert [one.partner for one in some if one.owner == owner] == partners[:3]
