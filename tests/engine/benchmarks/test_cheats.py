"""Cheating in small: claims change what they say they change, and what people have is counted truly."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from benchmarks.cheats.deeds import CHEATS, CLONES, cheaters_of, honest, told
from benchmarks.cheats.playing import Claims, benefits, planned, worth_of_liking
from benchmarks.cheats.report import Change
from benchmarks.simulation.asking import kinds
from benchmarks.simulation.day import slots_of
from benchmarks.simulation.lists import cards, fair_lists, ranking
from benchmarks.simulation.report import EVENTS
from benchmarks.simulation.service import plan
from benchmarks.simulation.world import World, world

from treffen.admission import Policy

BY_NAME = {cheat.name: cheat for cheat in CHEATS}


@pytest.fixture(scope="module")
def drawn() -> World:
    """An event of forty in which wishes are many."""
    return world(3, people=40, assumed=EVENTS["brokerage fair"])


def _claims(name: str, drawn: World) -> Claims:
    cheat = BY_NAME[name]
    return cheat.claims(drawn, cheat.who(drawn))


def test_there_are_twelve_ways_and_a_tenth_cheats(drawn: World) -> None:
    assert len(CHEATS) == len(BY_NAME) == 12
    who = cheaters_of(drawn)
    assert who.sum() == 4
    assert drawn.comes()[who].all()
    assert np.array_equal(who, cheaters_of(drawn))


def test_the_honest_event_is_that_of_the_simulation(drawn: World) -> None:
    shown = cards(drawn, fair_lists(drawn), ranking(drawn))
    assert planned(honest(drawn)).timetable == plan(drawn, shown, Policy.PRICED).timetable


def test_what_people_have_is_counted_by_what_they_like(drawn: World) -> None:
    """Whoever calls all wishes musts has nothing more of the same meetings."""
    nobody = honest(drawn)
    everybody = replace(nobody, cheaters=np.ones(40, bool), kind=lambda kind: kind)
    assert np.array_equal(benefits(nobody, drawn.taste), benefits(everybody, drawn.taste))
    assert benefits(nobody, np.full_like(drawn.taste, -1.0)).sum() == 0


def test_more_musts_than_there_may_be_are_no_musts(drawn: World) -> None:
    claims = _claims("calls everything a must", drawn)
    done = planned(claims)
    said = kinds(claims.world, done.history.agreed())
    for cheater in np.flatnonzero(claims.cheaters):
        assert sum(kind == "must" for (one, _), kind in said.items() if one == cheater) <= 3


def test_who_asks_everybody_is_stopped_at_twelve(drawn: World) -> None:
    claims = _claims("asks everybody", drawn)
    sent = np.bincount([r.asking for r in planned(claims).history.requests], minlength=40)
    assert sent.max() == 12
    assert (sent[claims.cheaters] == 12).any()
    free = BY_NAME["asks everybody"].without
    assert free is not None
    more = np.bincount([r.asking for r in planned(free(drawn, claims.cheaters)).history.requests])
    assert more.max() > 12


def test_twins_are_one_person_at_one_place(drawn: World) -> None:
    claims = _claims("registers four times more", drawn)
    assert claims.world.people == 40 + CLONES * 4
    has = benefits(claims, drawn.taste)
    assert has.shape == (40,)
    assert has.max() <= 12 * 4  # one meeting a slot, each worth a must at most


def test_a_cancelled_meeting_is_worth_nothing_to_either(drawn: World) -> None:
    claims = _claims("accepts all, cancels later", drawn)
    meetings = slots_of(done := planned(claims), done.timetable)
    all_held = sum(
        worth_of_liking(drawn.taste[a, b])
        for pair in meetings
        for a, b in permutations(pair)
        if not claims.cheaters[a]
    )
    disliked = [
        pair
        for pair in meetings
        if any(claims.cheaters[a] and drawn.taste[a, b] <= 0 for a, b in permutations(pair))
    ]
    assert disliked
    assert benefits(claims, drawn.taste)[~claims.cheaters].sum() < all_held


def test_stuffed_texts_name_every_area(drawn: World) -> None:
    who = cheaters_of(drawn)
    plain, stuffed = told(drawn), told(drawn, who, repeats=1)
    for person in range(40):
        texts = [one.pool.profiles[person].offers[0].text for one in (plain, stuffed)]
        assert (len(texts[1]) > 5 * len(texts[0])) == bool(who[person])


def test_changes_are_in_per_cent_of_what_was_there_before() -> None:
    change = Change.of([10.0, 30.0], [11.0, 33.0])
    assert change.percent == pytest.approx(10.0)
    assert change.error == pytest.approx(5.0)
