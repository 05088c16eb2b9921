"""Lists: their rules hold or are reported, reasons can be verified, answers to "why not?" are true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.recommendation.standin import Concepts, pool_of

from treffen.errors import InvalidProblem
from treffen.recommendation import ActorKind, Direction, Pool, Profile, Statement
from treffen.recommendation.lists.answer import (
    FitDirection,
    Lists,
    ReasonKind,
    RecommendationReason,
    ShortfallKind,
    WhyNotKind,
)
from treffen.recommendation.lists.build import EntryOrigin, build
from treffen.recommendation.lists.recommender import Recommender
from treffen.recommendation.score.weights import Balance, ListRules, Weights
from treffen.recommendation.settings import Settings

SIZES = st.integers(2, 60)
SEEDS = st.integers(0, 10_000)


def _lists(pool: Pool, *, seed: int = 0, with_reasons: bool = False, **rules: object) -> Lists:
    made = Recommender(pool, Concepts, settings=Settings(lists=ListRules(**rules)), seed=seed)  # type: ignore[arg-type]
    return made.lists(with_reasons=with_reasons)


def _rules_hold(pool: Pool, found: Lists, rules: ListRules) -> None:
    people = {p.id: p for p in pool.profiles}
    seen = dict.fromkeys(people, 0)
    short = {(s.participant, s.kind): s for s in found.shortfalls}
    floor = np.log(rules.floor / (1 - rules.floor))
    for one in found.lists:
        here, partners = people[one.participant], [people[e.partner] for e in one.entries]
        assert len({p.id for p in partners}) == len(partners) <= rules.k
        for there in partners:
            seen[there.id] += 1
            assert there.id != here.id
            assert (here.opted_in, there.opted_in) == (True, True)
            assert there.id not in here.blocked
            assert here.id not in there.blocked
            assert here.organisation != there.organisation
            assert here.languages & there.languages or not (here.languages and there.languages)
            assert sum(p.organisation == there.organisation for p in partners) <= rules.organisation
        bridges = sum(
            not here.networks & people[e.partner].networks and e.score >= floor - 1e-5 for e in one.entries
        )
        for kind, has, wanted in (
            (ShortfallKind.LENGTH, len(partners), rules.k),
            (ShortfallKind.BRIDGES, bridges, rules.bridges),
        ):
            gap = short.get((here.id, kind))
            assert (gap is None) == (has >= wanted)
            assert gap is None or (gap.found, gap.wanted) == (has, wanted)
    for one in found.lists:
        assert one.seen == seen[one.participant]
        assert ((one.participant, ShortfallKind.REACH) in short) == (one.seen < rules.reach)


@settings(max_examples=40, deadline=None)
@given(SIZES, SEEDS, st.sampled_from(list(Balance)), st.floats(0, 1.5))
def test_the_rules_of_lists_hold_or_are_reported(n: int, seed: int, how: Balance, popular: float) -> None:
    rules = ListRules(balance=how)
    pool = pool_of(n, seed=seed, popular=popular)
    _rules_hold(pool, _lists(pool, balance=how), rules)


@settings(max_examples=20, deadline=None)
@given(SIZES, SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_pool_does_not_matter(n: int, seed: int, order: object) -> None:
    pool = pool_of(n, seed=seed)
    mixed = list(pool.profiles)
    order.shuffle(mixed)  # type: ignore[attr-defined]  # random.Random, which hypothesis replays
    assert _lists(pool) == _lists(Pool(profiles=tuple(mixed)))


def test_the_seed_draws_only_the_explorations() -> None:
    pool = pool_of(120, seed=3)
    plain = {"balance": Balance.NONE, "reach": 0}
    one, other = _lists(pool, seed=1, **plain), _lists(pool, seed=2, **plain)
    assert one != other
    compared = 0
    for a, b in zip(one.lists, other.lists, strict=True):
        # Who answers a need and was drawn needs no place that is kept for the answer.
        if any(e.place is EntryOrigin.ANSWER for x in (a, b) for e in x.entries):
            continue
        compared += 1
        drawn = [[e.partner for e in x.entries if e.place is not EntryOrigin.EXPLORATION] for x in (a, b)]
        # Equal scores may be told apart by the seed as well.
        scores = [
            sorted(round(e.score, 4) for e in x.entries if e.place is not EntryOrigin.EXPLORATION)
            for x in (a, b)
        ]
        assert drawn[0] == drawn[1] or scores[0] == scores[1]
    assert compared > 60


def _need(id: str, concept: str) -> Statement:
    return Statement(id=id, direction=Direction.NEED, concepts=(concept,))


def _offer(id: str, concept: str) -> Statement:
    return Statement(id=id, direction=Direction.OFFER, concepts=(concept,))


def _two_needs(*, blocked: bool = False) -> Pool:
    """Twelve people fit a both ways by its first need; only z answers the second, and gets nothing."""
    owner = Profile(
        id="a",
        needs=(_need("n1", "x"), _need("n2", "y")),
        offers=(_offer("o1", "v"),),
        networks=frozenset({"N"}),
        blocked=frozenset({"z"} if blocked else ()),
    )
    others = (
        Profile(
            id=f"b{i}",
            offers=(_offer(f"ob{i}", "x"),),
            needs=(_need(f"nb{i}", "v"),),
            networks=frozenset({f"N{i}"}),
        )
        for i in range(12)
    )
    return Pool(profiles=(owner, *others, Profile(id="z", offers=(_offer("oz", "y"),))))


def test_each_need_has_a_place_for_its_best_answer() -> None:
    mine = _lists(_two_needs(), k=4, bridges=0, exploration=0, cover=0.0, reach=0).lists[0]
    assert mine.participant == "a"
    answers = [e for e in mine.entries if e.place is EntryOrigin.ANSWER]
    assert [(e.partner, e.for_you > 0, e.for_them) for e in answers] == [("z", True, 0.0)]
    barred = _lists(_two_needs(blocked=True), k=4, bridges=0, exploration=0, reach=0).lists[0]
    assert "z" not in {e.partner for e in barred.entries}


def test_everybody_is_seen_in_a_pool_of_some_size() -> None:
    found = _lists(pool_of(150, popular=0.8))
    assert not [s for s in found.shortfalls if s.kind is ShortfallKind.REACH]
    assert min(one.seen for one in found.lists) >= 3


def _verify(reason: RecommendationReason, here: Profile, there: Profile) -> None:
    """That a reason follows from the two profiles alone."""
    if reason.kind is ReasonKind.NEED_MET:
        taker, giver = (here, there) if reason.side is FitDirection.FOR_YOU else (there, here)
        needs, offers = {s.id: s for s in taker.needs}, {s.id: s for s in giver.offers}
        need, offer = needs[reason.evidence[0]], offers[reason.evidence[1]]
        shared = set(need.concepts) & set(offer.concepts)
        assert {link.need for link in reason.through} == shared
        assert reason.value == pytest.approx(1 - 0.5 ** len(shared))
        return
    assert reason.side is FitDirection.BOTH
    if reason.kind is ReasonKind.TOPICS:
        assert set(reason.evidence) == here.topics & there.topics
    elif reason.kind is ReasonKind.PROGRAMMES:
        assert set(reason.evidence) == here.programmes & there.programmes
    elif reason.kind is ReasonKind.KINDS:
        assert {here.kind, there.kind} == {ActorKind.COMPANY, ActorKind.RESEARCH}
    elif reason.kind is ReasonKind.NETWORKS:
        at = reason.evidence.index("|")
        assert set(reason.evidence[:at]) == here.networks
        assert set(reason.evidence[at + 1 :]) == there.networks
        assert not here.networks & there.networks
    else:
        assert reason.kind is ReasonKind.KNOWN
        assert reason.value < 0
        assert there.id in here.known or here.id in there.known


def test_every_reason_can_be_verified_from_the_profiles() -> None:
    pool = pool_of(60, seed=2)
    people = {p.id: p for p in pool.profiles}
    kinds = set()
    for one in _lists(pool, with_reasons=True, k=16, cap=1.2).lists:
        for entry in one.entries:
            here, there = people[one.participant], people[entry.partner]
            for reason in entry.reasons:
                _verify(reason, here, there)
                kinds.add(reason.kind)
            sides = {r.side for r in entry.reasons if r.kind is ReasonKind.NEED_MET}
            assert (FitDirection.FOR_YOU in sides) == (entry.for_you > 0)
            assert (FitDirection.FOR_THEM in sides) == (entry.for_them > 0)
    assert kinds == set(ReasonKind) - {ReasonKind.DISTANCE}


def test_reasons_turn_around_with_the_pair() -> None:
    made = Recommender(pool_of(40, seed=2), Concepts)
    one, two = made.crowd.ids[0], str(made.lists().lists[0].entries[0].partner)
    turn = {
        FitDirection.FOR_YOU: FitDirection.FOR_THEM,
        FitDirection.FOR_THEM: FitDirection.FOR_YOU,
        FitDirection.BOTH: FitDirection.BOTH,
    }
    here = {(r.kind, r.side, r.value) for r in made.reasons(one, two)}
    assert here == {(r.kind, turn[r.side], r.value) for r in made.reasons(two, one)}


def test_a_second_concept_in_common_never_lowers_a_pair() -> None:
    need = Statement(id="n", direction=Direction.NEED, concepts=("x", "y"))
    offer = Statement(id="o", direction=Direction.OFFER, concepts=("x",))
    fuller = replace(offer, concepts=("x", "y"))
    scores = []
    for one in (offer, fuller):
        pool = Pool(profiles=(Profile(id="a", needs=(need,)), Profile(id="b", offers=(one,))))
        scores.append(_lists(pool).lists[0].entries[0].score)
    assert scores[0] < scores[1]


@pytest.mark.parametrize("balance", list(Balance))
def test_every_why_not_is_true(balance: Balance) -> None:
    pool = pool_of(70, seed=6, popular=0.8, networks=3)
    made = Recommender(pool, Concepts, settings=Settings(lists=ListRules(balance=balance, k=6, network=2)))
    found = {str(one.participant): {str(e.partner) for e in one.entries} for one in made.lists().lists}
    people = {str(p.id): p for p in pool.profiles}
    kinds = set()
    for owner in list(found)[:3]:
        for partner in people:
            answer = made.why_not(owner, partner)
            kinds.add(answer.kind)
            assert (answer.kind is WhyNotKind.LISTED) == (partner in found[owner])
            assert answer.needed is None or answer.needed >= (answer.score or -99)
            if answer.kind is WhyNotKind.BLOCKED:
                assert partner in people[owner].blocked or owner in people[partner].blocked
            if answer.kind is WhyNotKind.NETWORK_FULL:
                assert all(people[x].networks & people[partner].networks for x in answer.evidence)
                assert set(answer.evidence) <= found[owner]
    assert {WhyNotKind.SCORE, WhyNotKind.LISTED, WhyNotKind.SELF, WhyNotKind.BLOCKED} <= kinds
    assert (WhyNotKind.IN_DEMAND in kinds) or balance is Balance.NONE


def test_who_know_one_another_stand_on_no_list_where_that_is_wished() -> None:
    pool = pool_of(70, seed=6)
    people = {str(p.id): p for p in pool.profiles}

    def acquainted(scoring: Weights) -> tuple[Recommender, set[tuple[str, str]]]:
        made = Recommender(pool, Concepts, settings=Settings(score=scoring))
        listed = {(str(x.participant), str(e.partner)) for x in made.lists().lists for e in x.entries}
        return made, {(a, b) for a, b in listed if b in people[a].known or a in people[b].known}

    _, usual = acquainted(Weights(known=0))
    made, never = acquainted(Weights(again=False))
    assert usual
    assert never == set()
    assert {made.why_not(a, b).kind for a, b in usual} == {WhyNotKind.KNOWN}


def test_the_score_that_was_needed_would_have_been_enough() -> None:
    """The weight of one need is raised until the pair has the score; then it is on the list."""
    made = Recommender(
        pool_of(60, seed=9), Concepts, settings=Settings(lists=ListRules(balance=Balance.NONE, reach=0))
    )
    owner = made.crowd.ids[0]
    missing = [made.why_not(owner, x) for x in made.crowd.ids]
    tried = [m for m in missing if m.kind is WhyNotKind.SCORE and m.needed is not None]
    assert tried
    for answer in tried[:5]:
        column = made.crowd.number[str(answer.partner)]
        at = made.pairs.find(0, column)
        if at < 0:
            continue
        for score, is_in in ((answer.needed + 0.01, True), (answer.needed - 0.01, False)):
            changed = made.pairs.score.copy()
            changed[at] = score
            pairs = replace(made.pairs, score=changed)
            built = build(made.frame, pairs, price=made.price)
            assert (column in built.partner[0]) == is_in


def test_a_pool_with_faults_is_refused() -> None:
    with pytest.raises(InvalidProblem):
        Recommender(Pool(profiles=(Profile(id="a"), Profile(id="a"))), Concepts)


def test_an_empty_pool_has_no_lists() -> None:
    assert _lists(Pool(profiles=())).lists == ()


def test_weights_can_be_slid() -> None:
    pool = pool_of(80, seed=5)
    plain = Recommender(pool, Concepts, settings=Settings(score=Weights(kind=0))).lists(with_reasons=True)
    assert not [
        r for one in plain.lists for e in one.entries for r in e.reasons if r.kind is ReasonKind.KINDS
    ]
