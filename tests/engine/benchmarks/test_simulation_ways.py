"""Two weeks of requests, and each usual way of arranging meetings, on cases small enough to do by hand."""

from __future__ import annotations

import pytest
from benchmarks.simulation.asking import Fortnight, Open, worths
from benchmarks.simulation.baselines import (
    BASELINES,
    after_the_morning,
    first_common_slot,
    organiser_batch,
    serve,
    slot_booking,
    two_passes,
)
from benchmarks.simulation.diary import Diary
from benchmarks.simulation.world import NEVER, SLOTS, world
from tests.engine.benchmarks.tiny_world import Tiny, everybody, mutual, request, told


def asked(tiny: Tiny, most: int = 30) -> list[tuple[int, int, bool | None]]:
    return told(Fortnight(tiny.world(), everybody(tiny.people), Open(tiny.people, most)).run())


def test_who_comes_later_answers_what_lies_in_the_inbox() -> None:
    assert asked(Tiny(people=2, likes={(0, 1): 1, (1, 0): 1})) == [(0, 1, True)]
    assert asked(Tiny(people=2, likes={(0, 1): 1})) == [(0, 1, False)]


def test_who_has_been_there_answers_only_if_they_return_in_time() -> None:
    likes = {(1, 0): 1.0, (0, 1): 1.0}
    only = [[], [0]]

    def answers(days: float) -> list[bool | None]:
        tiny = Tiny(people=2, likes=likes, returns={(1, 0): days})
        return [r.answer for r in Fortnight(tiny.world(), only, Open(2)).run().requests]

    assert (answers(3), answers(30), answers(NEVER)) == ([True], [None], [None])


def test_nobody_is_asked_who_does_not_please_and_who_never_comes_asks_nobody() -> None:
    assert asked(Tiny(people=2)) == []
    assert asked(Tiny(people=2, likes={(0, 1): 1}, visits=(NEVER, 1.0))) == []


def test_a_person_with_too_many_open_requests_is_not_asked_and_the_wish_is_remembered() -> None:
    tiny = Tiny(people=3, likes={(0, 2): 1, (1, 2): 1, (2, 1): 1}, visits=(1.0, 2.0, NEVER))
    history = Fortnight(tiny.world(), everybody(3), Open(3, 1)).run()
    assert (told(history), history.unsent) == ([(0, 2, None)], [(1, 2)])
    assert history.shared_wishes(tiny.world()) == {frozenset((1, 2))}


def test_a_meeting_is_worth_what_both_make_of_it_and_musts_are_few() -> None:
    tiny = Tiny(people=6, likes=mutual(*((0, p) for p in range(1, 6)), much=3.0))
    drawn = tiny.world()
    agreed = Fortnight(drawn, everybody(6), Open(6)).run().agreed()
    assert sorted(worths(drawn, agreed).values()) == [6, 6, 8, 8, 8]  # 4 from each; the two others only want


# --- the ways ---------------------------------------------------------------------------------


def test_a_pending_request_blocks_a_slot_that_others_would_have_taken() -> None:
    tiny = Tiny(
        people=3,
        likes={(0, 2): 1, (1, 2): 1, (2, 1): 1},
        visits=(1.0, 2.0, 13.0),
        stays=dict.fromkeys(range(3), (0,)),
    )
    # 0 asks 2 for the only slot on day 1. On day 2 it is still taken: 1 cannot ask.
    arranged = slot_booking(tiny.world(), [[2], [2], []])
    assert (told(arranged.history), arranged.history.unsent) == ([(0, 2, False)], [(1, 2)])
    assert arranged.diary.slots() == {}
    free = first_common_slot(tiny.world(), [[2], [2], []])
    assert free.diary.slots() == {(1, 2): 0}


def test_after_three_days_a_pending_slot_is_free_again_and_a_late_yes_takes_what_is_left() -> None:
    tiny = Tiny(
        people=3,
        likes={(0, 2): 1, (2, 0): 1, (1, 2): 1, (2, 1): 1},
        visits=(1.0, 5.0, 6.0),
        stays=dict.fromkeys(range(3), (0, 1)),
    )
    # The request of 0 lapsed on day 4, so that 1 gets the first slot; on day 6 the late yes gets the second.
    arranged = slot_booking(tiny.world(), [[2], [2], []])
    assert arranged.diary.slots() == {(1, 2): 0, (0, 2): 1}


def test_a_no_gives_the_slot_back_at_once() -> None:
    tiny = Tiny(people=3, likes={(0, 1): 1, (1, 2): 1, (2, 1): 1}, stays={1: (0,)})
    arranged = slot_booking(tiny.world(), [[1], [2], []])
    assert arranged.diary.slots() == {(1, 2): 0}


def test_the_first_yes_gets_the_first_common_slot_and_is_never_moved() -> None:
    tiny = Tiny(people=3, likes=mutual((0, 2), (1, 2)), stays={0: (0, 1), 1: (0,)}, visits=(1.0, 2.0, 3.0))
    # 2 says yes to 0 first, who takes slot 0, which is the only one of 1.
    assert first_common_slot(tiny.world(), everybody(3)).diary.slots() == {(0, 2): 0}


def test_of_two_passes_the_most_wanted_come_first() -> None:
    likes = mutual((0, 2)) | mutual((1, 2), much=3.0)
    tiny = Tiny(people=3, likes=likes, stays={0: (0, 1), 1: (0,)})
    assert two_passes(tiny.world(), everybody(3)).diary.slots() == {(1, 2): 0, (0, 2): 1}


def test_in_the_first_pass_nobody_gets_more_than_half_of_the_slots() -> None:
    # 0 is wanted most by seven, for whom six slots are left in the first pass; one table.
    likes = mutual(*((0, p) for p in range(1, 8)), much=3.0) | mutual((8, 9))
    tiny = Tiny(people=10, likes=likes)
    drawn = tiny.world()
    arranged = two_passes(drawn, everybody(10))
    assert drawn.tables == 4
    assert arranged.diary.slots()[8, 9] == 0
    assert sorted(t for pair, t in arranged.diary.slots().items() if 0 in pair) == list(range(7))


def test_at_the_organisers_table_everybody_gets_a_meeting_before_anybody_gets_two() -> None:
    # One slot at the only table that the pairs share: the dearer one is held.
    likes = mutual((0, 1)) | mutual((0, 2), much=3.0)
    tiny = Tiny(people=3, likes=likes, stays={0: (4,)})
    assert organiser_batch(tiny.world(), everybody(3)).diary.slots() == {(0, 2): 4}


def test_the_organiser_puts_a_meeting_beside_others_of_the_same_half_day() -> None:
    drawn = Tiny(people=3).world()
    diary = Diary(drawn.there, 2)
    diary.book(0, (0, 1), slot=5)
    assert serve(diary, [request(1, (0, 2))])
    assert diary.held == {0: 5, 1: 4}


@pytest.mark.parametrize("name", BASELINES)
def test_nobody_is_booked_twice_or_while_away_and_tables_suffice(name: str) -> None:
    drawn = world(3, people=30)
    arranged = BASELINES[name](drawn, everybody(30))
    for slots in (arranged.diary.slots(), after_the_morning(drawn, arranged)):
        ends = [(p, t) for pair, t in slots.items() for p in pair]
        assert len(set(ends)) == len(ends)
        assert all(drawn.there[p, t] for p, t in ends)
        assert max(list(slots.values()).count(t) for t in range(SLOTS)) <= drawn.tables


# --- the morning ------------------------------------------------------------------------------


def test_in_the_morning_free_times_go_to_those_who_agreed_and_nobody_is_moved() -> None:
    tiny = Tiny(
        people=3,
        likes=mutual((0, 2), (1, 2)),
        stays={0: (0,), 1: (0,)},
        arrives={0: SLOTS},
        tells=frozenset({0}),
    )
    drawn = tiny.world()
    arranged = first_common_slot(drawn, everybody(3))
    assert arranged.diary.slots() == {(0, 2): 0}
    assert after_the_morning(drawn, arranged) == {(1, 2): 0}


def test_who_says_nothing_stays_in_the_table() -> None:
    tiny = Tiny(people=2, likes=mutual((0, 1)), arrives={0: SLOTS})
    drawn = tiny.world()
    arranged = first_common_slot(drawn, everybody(2))
    assert after_the_morning(drawn, arranged) == {(0, 1): 0}


def test_who_comes_later_keeps_the_meetings_that_come_later() -> None:
    tiny = Tiny(people=3, likes=mutual((0, 1), (0, 2)), arrives={0: 1}, tells=frozenset({0}), stays={1: (0,)})
    drawn = tiny.world()
    arranged = first_common_slot(drawn, everybody(3))
    assert arranged.diary.slots() == {(0, 1): 0, (0, 2): 1}
    assert after_the_morning(drawn, arranged) == {(0, 2): 1}
