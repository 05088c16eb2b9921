"""Figures of small worlds, beside what a hand computes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from tests.platform import builders

from handschlag.day.signs import Sign
from handschlag.statistics import kpis
from handschlag.statistics.event_data import (
    EventData,
    HeldMeeting,
    MeetingFeedback,
    MissReason,
    PersonActivity,
    Repaired,
)
from handschlag.statistics.figures import Figures, compute_figures, gini, idle_of, worst_off
from handschlag.statistics.kpis import AIMS, Kpi, Measure, Phase, TargetVerdict, Unit, verdict_of
from handschlag.statistics.matrix import ROWS, NetworkName, heat_of
from handschlag.statistics.suppression import NOBODY, Mixing, mixing_of, order_of, unmet

SLOTS = tuple(builders.clock("10:30") + timedelta(minutes=20 * number) for number in range(6))
EVENING = builders.clock("18:00")
A, B, C = 1, 2, 3  # networks


def met(request: int, slot: int, *people: int) -> HeldMeeting:
    begins = SLOTS[slot]
    return HeldMeeting(
        request=request, people=people, starts_at=begins, ends_at=begins + timedelta(minutes=15)
    )


def world(**values: Any) -> EventData:
    """Four people; 1 and 2 are of network A, 3 of B, 4 of both A and B."""
    standing = (met(10, 0, 1, 2), met(11, 1, 1, 3), met(12, 3, 1, 4), met(13, 0, 3, 4))
    given: dict[str, Any] = {
        "registered": 5,
        "people": {
            1: PersonActivity(networks=(A,), minutes=8),
            2: PersonActivity(networks=(A,), minutes=20),
            3: PersonActivity(networks=(B,)),
            4: PersonActivity(networks=(A, B), minutes=9),
        },
        "blocks": (SLOTS,),
        "asked": 8,
        "in_time": 6,
        "waiting": 1,
        "planned": {one.request: one.people for one in standing},
        "standing": standing,
        **values,
    }
    given.setdefault("signs", marked(given["standing"], given.get("said", {})))
    return EventData(**given)


def marked(standing: tuple[HeldMeeting, ...], said: dict[int, MeetingFeedback]) -> dict[int, Sign]:
    """Somebody of each has seen it, but where they say something else."""
    return {one.request: Sign.MARK for one in standing if one.request not in said}


def after(**values: Any) -> Figures:
    return compute_figures(world(**values), phase=Phase.AFTER, now=EVENING)


def test_every_figure_is_what_a_hand_counts() -> None:
    found = after()
    values = {kpi: (one.value, one.part, one.whole) for kpi, one in found.measures.items()}
    assert values == {
        Kpi.JOINED: (80.0, 4, 5),
        Kpi.ANSWERED: (75.0, 6, 8),
        Kpi.PLANNED: (80.0, 4, 5),
        Kpi.MEETINGS: (2.0, 8, 4),
        Kpi.IDLE: (0.5, 2, 4),  # 1 waits in the third slot, 4 in the second and third; the middle is 0 and 1
        Kpi.HELD: (100.0, 4, 4),
        Kpi.MOVED: (None, 0, 0),
        Kpi.ACROSS: (25.0, 1, 4),  # only 1 with 3: whoever shares a network crosses nothing
        Kpi.VISIT: (9, 0, 3),
        Kpi.OUTCOMES: (None, 0, 4),  # nobody has answered what came of it: nothing to measure
    }
    assert found.per_person == {1: 3, 2: 1, 3: 2, 4: 2}
    assert found.histogram == {0: 0, 1: 1, 2: 2, 3: 1}
    assert found.with_few == (2, 3, 4)
    assert found.idle == 3
    assert found.mixing.cells == {(A, A): 2, (A, B): 1, (B, B): 1}
    assert found.networks == {A: 3, B: 2}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"said": {11: MeetingFeedback(no=1)}}, MissReason.NO_SHOW),
        ({"standing": (), "planned": {11: (1, 9)}}, MissReason.CANCELLED),
        ({"standing": (), "planned": {11: (1, 3)}, "late": frozenset({3})}, MissReason.LATE),
        ({"standing": (), "planned": {11: (1, 3)}, "withdrawn": frozenset({11})}, MissReason.GAVE_UP),
        ({"standing": (), "planned": {11: (1, 3)}}, MissReason.DROPPED),
    ],
)
def test_a_planned_meeting_that_was_not_held_has_one_reason(
    values: dict[str, Any], reason: MissReason
) -> None:
    assert after(**values).missed == {11: reason}


def test_who_contradicts_a_missed_meeting_makes_it_disputed_and_unknown() -> None:
    # What the sides remember differently counts for nobody, so not for the figures either.
    found = after(
        said={
            11: MeetingFeedback(no=1, yes=1),
            12: MeetingFeedback(no=1, objections=1),
            13: MeetingFeedback(no=2),
        }
    )
    assert (found.held, found.disputed, found.missed) == (1, 2, {13: MissReason.NO_SHOW})
    assert found.unknown == 2


def test_what_nobody_has_seen_is_unknown_and_never_held() -> None:
    found = after(signs={})
    assert (found.held, found.unknown, found.missed, found.per_person) == (
        0,
        4,
        {},
        dict.fromkeys(range(1, 5), 0),
    )
    held = found.measures[Kpi.HELD]
    assert held == Measure(kpi=Kpi.HELD, value=None, part=0, whole=4, unknown=4, ceiling=100.0)
    nothing = [kpi for kpi in (Kpi.HELD, Kpi.MEETINGS, Kpi.ACROSS) if found.measures[kpi].value is None]
    assert nothing == [Kpi.HELD, Kpi.MEETINGS, Kpi.ACROSS]
    judged = {kpi: verdict_of(one, phase=Phase.AFTER, is_asked=False) for kpi, one in found.measures.items()}
    assert {judged[kpi] for kpi in nothing} == {TargetVerdict.NOTHING}


def test_what_is_unknown_is_in_no_share_and_leaves_the_verdict_open() -> None:
    found = after(signs={10: Sign.MARK, 11: Sign.CHECK_IN})
    held = found.measures[Kpi.HELD]
    assert held == Measure(kpi=Kpi.HELD, value=50.0, part=2, whole=4, unknown=2, ceiling=100.0)
    assert verdict_of(held, phase=Phase.AFTER, is_asked=False) is TargetVerdict.UNKNOWN
    assert dict(found.signs) == {Sign.MARK: 1, Sign.CHECK_IN: 1}
    lost = after(signs={10: Sign.MARK}, said={11: MeetingFeedback(no=1)}).measures[Kpi.HELD]
    assert (lost.value, lost.ceiling) == (25.0, 75.0)
    assert verdict_of(lost, phase=Phase.AFTER, is_asked=False) is TargetVerdict.MISSED


def test_while_the_event_runs_only_what_is_over_counts() -> None:
    found = compute_figures(world(), phase=Phase.DURING, now=SLOTS[1])
    assert (found.held, found.missed) == (2, {})
    assert found.measures[Kpi.HELD] == Measure(kpi=Kpi.HELD, value=100.0, part=2, whole=2)


def test_meetings_agreed_on_the_day_are_held_and_were_not_planned() -> None:
    found = after(planned={10: (1, 2)})
    assert (found.planned, found.held, found.added) == (1, 4, 3)
    assert found.measures[Kpi.HELD].value == 100.0


def test_repairs_are_judged_by_the_others_that_they_move() -> None:
    rows = ((0, 0.4), (3, 1.1), (0, 2))
    taken = tuple(Repaired(others=others, seconds=seconds) for others, seconds in rows)
    found = after(repairs=taken, incidents=5)
    assert found.measures[Kpi.MOVED] == Measure(kpi=Kpi.MOVED, value=0, part=3, whole=5)
    assert found.seconds == 2


def test_outcomes_are_counted_for_a_hundred_meetings() -> None:
    assert after(cooperations=1, answers=3).measures[Kpi.OUTCOMES] == Measure(
        kpi=Kpi.OUTCOMES, value=25.0, part=1, whole=4, more=3
    )


def test_an_event_without_anybody_has_no_figure_and_breaks_nothing() -> None:
    found = compute_figures(
        EventData(registered=0, people={}, blocks=(), asked=0, in_time=0, waiting=0, planned={}, standing=()),
        phase=Phase.AFTER,
        now=EVENING,
    )
    assert {one.value for one in found.measures.values()} == {None}
    assert (found.histogram, found.gini, found.worst_off) == ({}, 0.0, 0.0)
    judged = {verdict_of(one, phase=Phase.AFTER, is_asked=True) for one in found.measures.values()}
    assert judged == {TargetVerdict.NOTHING}


def test_nothing_is_judged_before_its_time() -> None:
    one = Measure(kpi=Kpi.HELD, value=100.0)
    assert [verdict_of(one, phase=phase, is_asked=True) for phase in Phase] == [
        *(TargetVerdict.OPEN, TargetVerdict.OPEN, TargetVerdict.REACHED)
    ]
    outcomes = Measure(kpi=Kpi.OUTCOMES, value=9.0)
    assert [verdict_of(outcomes, phase=Phase.AFTER, is_asked=asked) for asked in (False, True)] == [
        *(TargetVerdict.OPEN, TargetVerdict.MISSED)
    ]


@pytest.mark.parametrize("kpi", Kpi)
def test_a_target_is_reached_by_its_own_value_and_missed_just_beside_it(kpi: Kpi) -> None:
    aim = AIMS[kpi]
    beside = aim.value + (0.01 if aim.is_most else -0.01)
    judged = [
        verdict_of(Measure(kpi=kpi, value=value), phase=Phase.AFTER, is_asked=True)
        for value in (aim.value, beside)
    ]
    assert judged == [TargetVerdict.REACHED, TargetVerdict.MISSED]


def test_the_targets_are_those_of_the_product() -> None:
    assert {kpi: (aim.value, aim.elsewhere, aim.is_most) for kpi, aim in AIMS.items()} == {
        Kpi.JOINED: (70, 24, False),
        Kpi.ANSWERED: (85, 50, False),
        Kpi.PLANNED: (95, None, False),
        Kpi.MEETINGS: (6, 4, False),
        Kpi.IDLE: (1, None, True),
        Kpi.HELD: (90, 75, False),
        Kpi.MOVED: (1, None, True),
        Kpi.ACROSS: (60, None, False),
        Kpi.VISIT: (10, None, True),
        Kpi.OUTCOMES: (10, 9, False),
    }
    assert all(aim.top <= 100 for aim in AIMS.values() if aim.unit is Unit.PERCENT)


def test_gini_and_worst_off_of_small_crowds() -> None:
    assert (gini([]), gini([0, 0]), gini([5, 5])) == (0.0, 0.0, 0.0)
    # Pairs differ by 1, 3 and 2: the mean of all nine is 12/9, twice the mean is 14/3.
    assert gini([1, 2, 4]) == pytest.approx(12 / 9 / (14 / 3))
    assert worst_off([1, 2, 3]) == pytest.approx(0.5)
    assert worst_off([0] + [2] * 10) == pytest.approx((0 + 2) / 2 / (20 / 11))


def test_nobody_waits_before_the_first_or_after_the_last_meeting() -> None:
    def idle(*busy: int, away: tuple[int, ...] = ()) -> int:
        return idle_of([SLOTS], busy={SLOTS[n] for n in busy}, away={SLOTS[n] for n in away})

    assert [idle(2), idle(0, 5), idle(0, 5, away=(1, 2)), idle(1, 2, 3)] == [0, 4, 2, 0]
    halves: list[list[datetime]] = [list(SLOTS[:3]), list(SLOTS[3:])]
    assert idle_of(halves, busy={SLOTS[0], SLOTS[5]}, away=()) == 0


def test_the_rows_of_the_matrix_add_up_to_meetings() -> None:
    networks = {1: (A,), 2: (B,), 3: (C,), 4: ()}
    mixing = mixing_of([(1, 2), (1, 3), (1, 4), (2, 3), (1, 2)], networks)
    assert mixing.cells == {(A, B): 2, (A, C): 1, (0, A): 1, (B, C): 1}
    assert (mixing.across, mixing.among) == (4, 4)
    assert [mixing.row(one) for one in (A, B, C, 0)] == [4, 3, 2, 1]
    assert order_of(mixing.cells, (0, A, B, C)) == (A, B, C, 0)
    assert unmet(mixing.cells, (0, A, B, C)) == (0, 3)


def test_a_group_counts_once_in_each_cell() -> None:
    mixing = mixing_of([(1, 2, 3)], {1: (A,), 2: (A,), 3: (B,)})
    assert (mixing.cells, mixing.across, mixing.among) == ({(A, A): 1, (A, B): 1}, 1, 1)


@pytest.mark.parametrize(
    ("value", "whole", "one"),
    [(200 / 3, "67\xa0%", "66,7\xa0%"), (5.98, "6\xa0%", "6\xa0%"), (99.96, "100\xa0%", "100\xa0%")],
)
def test_figures_are_rounded_not_cut(value: float, whole: str, one: str) -> None:
    with override("de"):
        assert (kpis.whole_percent(value), kpis.percent(value)) == (whole, one)
        assert kpis.fixed(5.98, 1) == "6,0"


def test_a_matrix_of_many_networks_has_short_codes_and_their_legend() -> None:
    names = {
        key: NetworkName(code=f"Lichtbogen {key:02}"[:12], name=f"Lichtbogen {key:02} e. V.")
        for key in range(1, 31)
    }
    mixing = Mixing(cells={(1, key): 40 - key for key in range(2, 31)}, across=1, among=1)
    heat, rest = heat_of(mixing, (NOBODY, *names), names)
    codes = heat.columns[:ROWS]
    assert (len(codes), rest) == (15, 15)
    assert len(set(heat.columns)) == len(heat.columns) == len(heat.rows) == ROWS + 2
    assert all(len(code) == 3 for code in codes)
    assert heat.legend[0] == (codes[0], "Lichtbogen 01 e. V.")
