"""Blocks are cut into slots in true minutes, and interlock with the programme."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from handschlag.events.meeting_grid import (
    BlockClashKind,
    BlockPreview,
    BlockSlots,
    GridPlace,
    GridTalk,
    OpenHours,
    block_preview,
    cut,
)

BERLIN = ZoneInfo("Europe/Berlin")


def at(hour: int, minute: int = 0, day: int = 14, month: int = 4) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=BERLIN)


def run(id: int = 1, *, begins: int = 10, ends: int = 12, spots: tuple[int, ...] = (1, 2)) -> BlockSlots:
    made = cut(starts_at=at(begins), ends_at=at(ends), meeting_minutes=15, change_minutes=5)
    return BlockSlots(
        id=id,
        name=f"Block {id}",
        starts_at=at(begins),
        ends_at=at(ends),
        meeting_minutes=15,
        change_minutes=5,
        slots=made.slots,
        minutes_left=made.minutes_left,
        spots=spots,
    )


def talk(begins: datetime, minutes: int = 30, **values: object) -> GridTalk:
    ends = begins + timedelta(minutes=minutes)
    return GridTalk(**{"id": 1, "title": "Linsen", "starts_at": begins, "ends_at": ends, **values})  # type: ignore[arg-type]


SPOTS = (GridPlace(id=1, code="T1", kind="table"), GridPlace(id=2, code="T2", kind="table", room=9))
OPEN = (OpenHours(opens_at=at(8), closes_at=at(18)),)


def seen(
    *runs: BlockSlots, talks: tuple[GridTalk, ...] = (), spots: tuple[GridPlace, ...] = SPOTS
) -> BlockPreview:
    return block_preview(runs=runs, spots=spots, talks=talks, days=OPEN)


def clashes(whole: BlockPreview) -> list[tuple[BlockClashKind, tuple[int, ...], tuple[str, ...]]]:
    return [(one.clash, one.slots, tuple(spot.code for spot in one.spots)) for one in whole.clashes]


def test_two_hours_are_six_meetings_and_nobody_walks_after_the_last() -> None:
    made = cut(starts_at=at(10, 30), ends_at=at(12, 30), meeting_minutes=15, change_minutes=5)
    assert [slot.starts_at.astimezone(BERLIN).strftime("%H:%M") for slot in made.slots] == [
        "10:30",
        "10:50",
        "11:10",
        "11:30",
        "11:50",
        "12:10",
    ]
    assert made.minutes_left == 5
    exact = cut(starts_at=at(10), ends_at=at(10, 35), meeting_minutes=15, change_minutes=5)
    assert (len(exact.slots), exact.minutes_left) == (2, 0)


def test_a_change_of_clocks_moves_no_slot_and_loses_none() -> None:
    night = cut(starts_at=at(1, 0, 28, 3), ends_at=at(4, 0, 28, 3), meeting_minutes=25, change_minutes=5)
    assert len(night.slots) == 4  # the night has two hours between one and four o'clock
    autumn = cut(starts_at=at(1, 0, 31, 10), ends_at=at(4, 0, 31, 10), meeting_minutes=25, change_minutes=5)
    assert len(autumn.slots) == 8
    lengths = {slot.ends_at - slot.starts_at for slot in (*night.slots, *autumn.slots)}
    assert lengths == {timedelta(minutes=25)}
    assert {slot.starts_at.tzinfo for slot in night.slots} == {UTC}


def test_what_is_too_short_has_no_slot() -> None:
    made = cut(starts_at=at(10), ends_at=at(10, 10), meeting_minutes=15, change_minutes=5)
    assert (made.slots, made.minutes_left) == ((), 10)


def test_each_slot_knows_what_runs_beside_it_and_how_many_seats() -> None:
    talks = (
        talk(at(10, 10), room=7, seats=80),
        talk(at(11, 0), id=2, kind="break", title="Kaffee"),
        talk(at(12, 0), id=3),
    )
    rows = seen(run(), talks=talks).rows
    assert [
        ([one.title for one in row.talks], row.seats, [one.title for one in row.pauses]) for row in rows
    ] == [
        (["Linsen"], 80, []),
        (["Linsen"], 80, []),
        ([], 0, []),
        ([], 0, ["Kaffee"]),
        ([], 0, ["Kaffee"]),
        ([], 0, []),
    ]


def test_a_place_whose_room_is_used_is_a_clash_and_does_not_count() -> None:
    whole = seen(run(), talks=(talk(at(10, 10), room=9),))
    assert clashes(whole) == [(BlockClashKind.ROOM_USED, (1, 2), ("T2",))]
    assert (whole.planned, whole.capacity) == (12, 10)


def test_a_place_that_closes_is_lost_for_slots_that_end_later() -> None:
    closing = (GridPlace(id=1, code="T1", kind="table", closes_at=at(10, 35)), SPOTS[1])
    whole = seen(run(), spots=closing)
    assert clashes(whole) == [(BlockClashKind.CLOSED, (3, 4, 5, 6), ("T1",))]
    assert whole.capacity == 8


def test_slots_in_which_the_house_is_shut_are_told() -> None:
    assert clashes(seen(run(begins=17, ends=19))) == [(BlockClashKind.OUTSIDE_HOURS, (4, 5, 6), ())]


def test_a_block_without_places_or_slots_is_told() -> None:
    assert clashes(seen(run(spots=()))) == [(BlockClashKind.NO_PLACES, (), ())]
    assert clashes(seen(run(begins=10, ends=10))) == [(BlockClashKind.NO_SLOTS, (), ())]


def test_two_blocks_cannot_use_a_place_at_the_same_time() -> None:
    both = seen(run(1), run(2, begins=11, ends=13, spots=(2,)))
    assert clashes(both) == [(BlockClashKind.PLACE_TWICE, (4, 5, 6), ("T2",))]
    assert clashes(seen(run(1), run(2, begins=12, ends=13))) == []
    assert clashes(seen(run(1, spots=(1,)), run(2, spots=(2,)))) == []
