"""Simulated events: whoever loses a meeting on the day is offered another one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from benchmarks.simulation.asking import History, Request
from benchmarks.simulation.day import held, slots_of
from benchmarks.simulation.refilling import Ground, Refilling, grounds_of
from benchmarks.simulation.service import plan
from benchmarks.simulation.world import SLOTS, World
from tests.engine.benchmarks.tiny_world import Tiny, mutual

from treffen.admission import Policy


def lonely(**values: object) -> World:
    """Person 0 asked 1, who said yes and cancels in the morning, and 2, who never answered."""
    tiny = Tiny(people=3, likes=mutual((0, 1), (0, 2)), visits=(2.0, 5.0, 1.0), arrives={1: SLOTS})
    return replace(replace(tiny, tells=frozenset({1})).world(), **values)


def played(
    world: World, *, has_email: bool = False, has_eve: bool = False
) -> tuple[Refilling, set[tuple[int, int]]]:
    lists = [[1, 2], [0], []]  # whom they look at: 2 at nobody
    planned = plan(world, lists, Policy.AT_ONCE, has_email=has_email)
    control = Refilling(world, planned, lists, has_eve=has_eve)
    after = slots_of(planned, control.run().timetable)
    return control, set(control.took_place(held(world, control.known(), after)))


def test_whoever_lost_a_meeting_meets_somebody_who_had_not_answered() -> None:
    control, took_place = played(lonely())
    assert set(control.eve) == {(0, 1)}
    assert took_place == {(0, 2)}


def test_nobody_meets_who_does_not_answer_in_time_or_does_not_like_the_other() -> None:
    assert played(lonely(answers=np.zeros((3, 3), bool)))[1] == set()
    taste = lonely().taste.copy()
    taste[2, 0] = -1.0
    control, took_place = played(lonely(taste=taste))
    assert took_place == set()
    assert control.offers.made == {frozenset((0, 2))}, "asked once"


def test_without_a_loss_nobody_is_asked() -> None:
    control, took_place = played(lonely(arrives=np.zeros(3, int), tells=np.zeros(3, bool)))
    assert (took_place, control.offers.made) == ({(0, 1)}, set())


def test_whoever_waits_in_vain_is_joined_in_the_same_slot() -> None:
    control, took_place = played(lonely(tells=np.zeros(3, bool)))
    assert set(control.offers.stepped_in.values()) == {control.eve[0, 1]}
    assert took_place == {(0, 2)}


def test_by_the_email_people_answer_what_waits_and_say_that_they_will_not_come() -> None:
    control, _took_place = played(lonely(confirms=np.ones(3, bool)), has_email=True)
    assert set(control.eve) == {(0, 1), (0, 2)}
    foreseen = lonely(confirms=np.ones(3, bool), foresees=np.ones(3, bool))
    control, took_place = played(foreseen, has_email=True)
    assert (set(control.eve), took_place) == ({(0, 2)}, {(0, 2)})


def test_a_pair_is_offered_by_what_both_have_pressed() -> None:
    def sent(number: int, pair: tuple[int, int], answer: bool | None) -> Request:
        return Request(number=number, asking=pair[0], asked=pair[1], at=1.0, answer=answer)

    history = History(
        requests=[sent(0, (0, 1), None), sent(1, (0, 2), True), sent(2, (0, 3), False)],
        unsent=[(1, 2), (2, 1), (1, 3)],
    )
    found = grounds_of(history, [[1, 2, 3, 4], [], [], [], []])
    assert {tuple(sorted(pair)): ground for pair, ground in found.items()} == {
        (0, 1): Ground.ASKED,
        (0, 2): Ground.BOTH,
        (0, 4): Ground.LISTED,
        (1, 2): Ground.BOTH,
        (1, 3): Ground.ONE,
    }


def test_on_the_eve_those_who_come_are_offered_whom_they_have_not_asked() -> None:
    world = replace(Tiny(people=3, likes=mutual((0, 1), (0, 2))).world(), confirms=np.ones(3, bool))
    lists: list[list[int]] = [[], [0], [0]]
    planned = plan(world, [[], [], []], Policy.AT_ONCE, has_email=True)
    both = Refilling(world, planned, lists, has_eve=True)
    after = slots_of(planned, both.run().timetable)
    assert (both.eve, {frozenset(pair) for pair in after}) == ({}, {frozenset((0, 1)), frozenset((0, 2))})
    silent = replace(world, replies=np.zeros((3, 3), bool))
    nobody = Refilling(
        silent, plan(silent, [[], [], []], Policy.AT_ONCE, has_email=True), lists, has_eve=True
    )
    assert nobody.run().timetable.meetings == ()


def test_a_yes_in_advance_answers_on_the_day_for_whoever_is_not_reached() -> None:
    nobody_reached = lonely(answers=np.zeros((3, 3), bool))
    assert played(nobody_reached, has_eve=True)[1] == set()
    planned = plan(nobody_reached, [[1, 2], [0], []], Policy.AT_ONCE)
    told = replace(nobody_reached, advance=np.ones(3, bool))
    control = Refilling(told, planned, [[1, 2], [0], [0]], has_eve=True)
    after = slots_of(planned, control.run().timetable)
    assert set(control.took_place(held(told, control.known(), after))) == {(0, 2)}
