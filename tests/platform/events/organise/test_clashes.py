"""What does not fit together, what lies where on the grid, and how moments behave when clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.platform.builders import clock

from handschlag.events.moments import MomentFault, OddMoment, moment_at, moved_by_days, span_of
from handschlag.events.programme.draft import Clash, ClashKind, clashes, with_session
from handschlag.events.programme.editor import by_day, editor_grid_of
from handschlag.events.versions import Item, Programme, ProgrammeDay, ProgrammeRoom, SpeakerRole

DAY = date(2027, 4, 14)
OPEN = ProgrammeDay(day=DAY, opens_at=clock("8:00"), closes_at=clock("18:00"))
ROOMS = (ProgrammeRoom(id=1, name_de="Saal 1", seats=100), ProgrammeRoom(id=2, name_de="Saal 2", seats=40))


def item(pk: int, starts: str, ends: str, **values: object) -> Item:
    base = Item(
        id=pk, uid=str(pk), kind="talk", starts_at=clock(starts), ends_at=clock(ends), title_de=f"T{pk}"
    )
    return replace(base, **values)  # type: ignore[arg-type]


def programme(*items: Item, days: tuple[ProgrammeDay, ...] = (OPEN,)) -> Programme:
    return Programme(days=days, rooms=ROOMS, items=items)


def kinds(
    *items: Item, days: tuple[ProgrammeDay, ...] = (OPEN,), closures: dict[int, datetime] | None = None
) -> list:
    found = clashes(programme(*items, days=days), closures or {})
    return [(one.kind, one.items) for one in found]


ADA = (SpeakerRole(speaker=7),)


@pytest.mark.parametrize(
    ("items", "found"),
    [
        ((item(1, "9:00", "10:00", room=1), item(2, "10:00", "11:00", room=1)), []),
        (
            (item(1, "9:00", "10:00", room=1), item(2, "9:55", "11:00", room=1)),
            [(ClashKind.ROOM_TWICE, (1, 2))],
        ),
        ((item(1, "9:00", "10:00", room=1), item(2, "9:30", "11:00", room=2)), []),
        ((item(1, "9:00", "10:00"), item(2, "9:30", "11:00")), []),
        (
            (item(1, "9:00", "10:00", room=1, speakers=ADA), item(2, "9:30", "11:00", speakers=ADA)),
            [(ClashKind.SPEAKER_TWICE, (1, 2))],
        ),
        (
            (item(1, "9:00", "10:00", room=1, is_cancelled=True), item(2, "9:30", "11:00", room=1)),
            [],
        ),
        ((item(1, "7:30", "8:30"),), [(ClashKind.OUTSIDE_HOURS, (1,))]),
        ((item(1, "17:30", "18:30"),), [(ClashKind.OUTSIDE_HOURS, (1,))]),
        ((item(1, "9:00", "10:00", room=2, seats=41),), [(ClashKind.TOO_MANY_SEATS, (1,))]),
        ((item(1, "9:00", "10:00", room=2, seats=40),), []),
        (
            (item(1, "17:30", "18:00", ends_at=clock("0:30", DAY + timedelta(days=1))),),
            [(ClashKind.OVER_MIDNIGHT, (1,))],
        ),
        (
            (item(1, "8:00", "18:00", ends_at=clock("18:30")),),
            [(ClashKind.LONGER_THAN_DAY, (1,))],
        ),
    ],
)
def test_each_kind_of_clash_is_found_and_nothing_else(items: tuple[Item, ...], found: list) -> None:
    assert kinds(*items) == found


def test_three_sessions_in_one_room_clash_two_by_two() -> None:
    three = (
        item(1, "9:00", "12:00", room=1),
        item(2, "9:30", "10:00", room=1),
        item(3, "11:00", "12:00", room=1),
    )
    assert kinds(*three) == [(ClashKind.ROOM_TWICE, (1, 2)), (ClashKind.ROOM_TWICE, (1, 3))]


def test_a_room_that_is_lost_an_hour_before_is_a_clash_only_for_what_comes_later() -> None:
    two = (item(1, "14:00", "15:00", room=1), item(2, "15:00", "16:00", room=1))
    found = clashes(programme(*two), {1: clock("15:00")})
    assert found == (Clash(kind=ClashKind.ROOM_CLOSED, items=(2,), where=1, at=clock("15:00")),)


def test_a_house_that_is_open_after_midnight_has_no_clash_at_night() -> None:
    night = replace(OPEN, closes_at=clock("2:00", DAY + timedelta(days=1)))
    party = item(1, "22:00", "23:00", ends_at=clock("1:00", DAY + timedelta(days=1)))
    assert kinds(party, days=(night,)) == []


def test_the_worst_kinds_come_first() -> None:
    items = (item(1, "6:00", "7:00"), item(2, "9:00", "10:00", room=1), item(3, "9:00", "10:00", room=1))
    assert [kind for kind, _items in kinds(*items)] == [ClashKind.ROOM_TWICE, ClashKind.OUTSIDE_HOURS]


def test_a_session_is_tried_elsewhere_without_being_moved() -> None:
    whole = programme(item(1, "9:00", "10:00", room=1), item(2, "11:00", "12:00", room=1))
    tried = with_session(whole, 2, starts_at=clock("9:30"), ends_at=clock("10:30"), room=1)
    assert [one.kind for one in clashes(tried, {})] == [ClashKind.ROOM_TWICE]
    assert clashes(whole, {}) == ()


def test_the_grid_has_a_row_for_five_minutes_and_lanes_for_what_overlaps() -> None:
    items = [
        item(1, "9:00", "10:00", room=1),
        item(2, "9:30", "9:45", room=1),
        item(3, "9:00", "9:02", room=2),
        item(4, "12:00", "13:00"),
    ]
    grid = editor_grid_of(programme(*items), DAY, items)
    assert grid is not None
    assert [(one.room, one.first, one.lanes) for one in grid.columns] == [(None, 0, 1), (1, 1, 2), (2, 3, 1)]
    assert [(one.item.id, one.row, one.rows, one.column) for one in grid.blocks] == [
        (1, 12, 12, 1),
        (2, 18, 3, 2),
        (3, 12, 1, 3),
        (4, 48, 12, 0),
    ]
    assert (grid.starts_at, grid.hours) == (clock("8:00"), 10)


def test_what_happens_after_midnight_belongs_to_the_day_that_is_still_open() -> None:
    following = DAY + timedelta(days=1)
    night = replace(OPEN, closes_at=clock("2:00", following))
    late = item(1, "10:00", "11:00", starts_at=clock("0:30", following), ends_at=clock("1:30", following))
    stray = replace(late, id=2, starts_at=clock("5:00", following), ends_at=clock("6:00", following))
    days = by_day(programme(late, stray, days=(night,)))
    assert {day: [one.id for one in items] for day, items in days.items()} == {DAY: [1], following: [2]}


@pytest.mark.parametrize(
    ("day", "at", "fault"),
    [
        (date(2027, 3, 28), time(2, 30), MomentFault.NO_SUCH_HOUR),
        (date(2027, 10, 31), time(2, 30), MomentFault.HOUR_COMES_TWICE),
    ],
)
def test_hours_that_are_none_or_two_are_refused(day: date, at: time, fault: MomentFault) -> None:
    with pytest.raises(OddMoment) as odd:
        moment_at(day, at)
    assert odd.value.fault is fault


def test_a_span_ends_on_the_next_day_where_its_end_is_not_after_its_start() -> None:
    assert span_of(DAY, time(18), time(1)) == (clock("18:00"), clock("1:00", DAY + timedelta(days=1)))
    # The night when clocks go forward is an hour shorter.
    starts, ends = span_of(date(2027, 3, 27), time(22), time(4))
    assert ends - starts == timedelta(hours=5)


def test_the_same_clock_time_later_in_the_year_is_another_distance() -> None:
    winter = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # nine o'clock in Berlin
    assert moved_by_days(winter, 44) == datetime(2027, 4, 14, 7, 0, tzinfo=UTC)
    missing = clock("2:30", date(2027, 3, 27))
    assert moved_by_days(missing, 1) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
