"""Reasons on lists: those of each pair alone, from the offer that serves best, and beside nothing else."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.recommendation.standin import Concepts, pool_of

from treffen.recommendation.lists.answer import FitDirection, ReasonKind
from treffen.recommendation.lists.recommender import Recommender


def test_reasons_of_all_are_those_of_each_pair_taken_alone() -> None:
    made = Recommender(pool_of(60, seed=4, popular=0.5), Concepts)
    entries = [(str(one.participant), entry) for one in made.lists().lists for entry in one.entries]
    assert len({entry.reasons for _, entry in entries}) > len(entries) / 2
    for owner, entry in entries:
        assert entry.reasons == made.reasons(owner, str(entry.partner))


def test_a_reason_names_the_offer_that_serves_the_need_best() -> None:
    pool = pool_of(40, seed=5)
    made, people = Recommender(pool, Concepts), {str(p.id): p for p in pool.profiles}
    least = made.weights.least_fit
    named = 0
    for one in made.lists().lists:
        owner = people[str(one.participant)]
        for entry in one.entries:
            partner = people[str(entry.partner)]
            for giver, taker, side in (
                (partner, owner, FitDirection.FOR_YOU),
                (owner, partner, FitDirection.FOR_THEM),
            ):
                best = {
                    need.id: max(1 - 0.5 ** len({*need.concepts} & {*o.concepts}) for o in giver.offers)
                    for need in taker.needs
                }
                told = {
                    r.evidence[0]: r.value
                    for r in entry.reasons
                    if r.kind is ReasonKind.NEED_MET and r.side is side
                }
                assert told == {need: fit for need, fit in best.items() if fit >= least}
                named += len(told)
    assert named > 100


def test_without_reasons_everything_else_is_the_same() -> None:
    made = Recommender(pool_of(40, seed=5), Concepts)
    bare, full = made.lists(with_reasons=False), made.lists()
    assert not any(entry.reasons for one in bare.lists for entry in one.entries)
    stripped = tuple(
        replace(one, entries=tuple(replace(entry, reasons=()) for entry in one.entries)) for one in full.lists
    )
    assert replace(full, lists=stripped) == bare
