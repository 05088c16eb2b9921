"""Simulated topic tables: who wishes for a seat, what is counted, and that pairs pay little."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.simulation import topic_tables, topic_tables_report
from benchmarks.simulation.topic_tables import HABITS, Event, Habit, offered, play
from benchmarks.simulation.world import NEVER
from tests.engine.benchmarks.tiny_world import Tiny, mutual

from treffen.problem import ParticipantId
from treffen.recommendation import Direction, Pool, Profile, Statement

SIXTY, HABIT = 60, "one in seven, six seats"


def said(direction: Direction, *topics: str) -> tuple[Statement, ...]:
    return tuple(Statement(id=f"{direction}{t}", direction=direction, concepts=(t,)) for t in topics)


def pool(**needs_of: str) -> Pool:
    """Everybody offers hydrogen; what somebody needs is given by their number."""
    return Pool(
        profiles=tuple(
            Profile(
                id=ParticipantId(f"p{n:05d}"),
                offers=said(Direction.OFFER, "hydrogen" if n < 2 else "optics"),
                needs=said(Direction.NEED, *filter(None, [needs_of.get(f"p{n}")])),
            )
            for n in range(4)
        )
    )


def test_a_seat_is_wished_for_by_whoever_sees_it_needs_the_topic_and_likes_the_host() -> None:
    tiny = Tiny(people=4, likes=mutual((0, 1), (0, 2), (0, 3)), visits=(2.0, 5.0, 6.0, 1.0))
    world = replace(tiny.world(), pool=pool(p2="hydrogen", p3="hydrogen"))
    table = next(t for t in offered(world, Habit(hosts=1.0, seats=5)) if t.host == "p00000")
    assert {(w.participant, w.value) for w in table.wishes} == {
        ("p00001", topic_tables.OFFERS),
        ("p00002", topic_tables.NEEDS),
    }, "the third came before there was a table"
    back = world.delay.copy()
    back[3, :] = 1.0
    table = next(t for t in offered(replace(world, delay=back), Habit(hosts=1.0, seats=5)))
    assert len(table.wishes) == 3
    alone = replace(world, visit=world.visit * 0 + NEVER)
    assert offered(alone, Habit(hosts=1.0, seats=5)) == []


@pytest.fixture(scope="module")
def both() -> list[Event]:
    return [play("conference", 4, habit=habit, people=SIXTY) for habit in ("", HABIT)]


def test_more_people_are_met_and_pairs_pay_little(both: list[Event]) -> None:
    without, with_tables = both
    assert (without.tables, without.offered, without.seats) == (0, 0, 0)
    assert 0 < with_tables.tables <= with_tables.offered
    assert 3 * with_tables.tables <= with_tables.seats <= HABITS[HABIT].seats * with_tables.tables
    assert with_tables.contacts > 1.25 * without.contacts
    assert with_tables.few_contacts > 1.5 * without.few_contacts
    assert with_tables.met > without.met
    assert with_tables.value >= 0.98 * without.value
    assert with_tables.price <= 0.01 + 1e-6


def test_the_table_says_how_much_more(both: list[Event]) -> None:
    (row,) = topic_tables_report.rows_of(both)
    assert len(row) == len(topic_tables_report.HEAD)
    assert row[0] == f"conference: {HABIT}"
    assert row[5] == f"{both[1].contacts / both[0].contacts - 1:+.0%}"
