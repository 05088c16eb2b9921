"""The conference's house and day: slots, tables, stands, rooms, talks, interpreters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from treffen.problem import (
    BlockId,
    Interpreter,
    InterpreterId,
    Place,
    PlaceId,
    PlaceKind,
    Slot,
    SlotId,
    Talk,
    TalkId,
    Walk,
    ZoneId,
)

STEP_FREE, QUIET = "step-free", "quiet"
MORNING, AFTERNOON = BlockId("morning"), BlockId("afternoon")
SLOTS_A_BLOCK = 6
MINUTES = 20
ZONE = ZoneInfo("Europe/Berlin")
BEGINS = {
    MORNING: datetime(2027, 4, 20, 10, 0, tzinfo=ZONE),
    AFTERNOON: datetime(2027, 4, 20, 13, 30, tzinfo=ZONE),
}
HALL, GALLERY, FOYER, FLOOR = ZoneId("hall"), ZoneId("gallery"), ZoneId("foyer"), ZoneId("upper floor")
TALKS = {"talk1": (1, 2), "talk2": (4, 5), "talk3": (6, 7), "talk4": (7, 8), "talk5": (11,)}


def slots() -> tuple[Slot, ...]:
    """Two blocks of six slots of 20 minutes, on 20 April 2027 in Berlin."""
    step = timedelta(minutes=MINUTES)
    return tuple(
        Slot(
            id=SlotId(f"{begin + n * step:%H:%M}"),
            block=block,
            start=begin + n * step,
            end=begin + (n + 1) * step,
        )
        for block, begin in BEGINS.items()
        for n in range(SLOTS_A_BLOCK)
    )


def talks(day: tuple[Slot, ...]) -> tuple[Talk, ...]:
    """Five talks beside the meetings; the third and the fourth overlap."""
    return tuple(
        Talk(id=TalkId(name), slots=frozenset(day[t].id for t in when)) for name, when in TALKS.items()
    )


def places(people: int, day: tuple[Slot, ...]) -> tuple[Place, ...]:
    """For 150 people: 26 tables in the hall, 8 quiet ones in the gallery, 12 stands, 3 rooms.

    Every table in the gallery can be reached without a step and every second one in the hall;
    the rooms lie on the upper floor, are quiet, reached by a lift, and closed in the first slot.
    """
    return (
        *_tables(max(4, round(people * 26 / 150)), max(2, round(people * 8 / 150))),
        *(
            Place(id=stand, kind=PlaceKind.STAND, zone=FOYER, features=frozenset([STEP_FREE]))
            for stand in stand_ids(people)
        ),
        *(
            Place(
                id=PlaceId(f"room{n}"),
                kind=PlaceKind.ROOM,
                zone=FLOOR,
                features=frozenset([STEP_FREE, QUIET]),
                open=frozenset(slot.id for slot in day[1:]),
            )
            for n in range(1, 1 + max(1, people // 50))
        ),
    )


def _tables(in_hall: int, in_gallery: int) -> Iterator[Place]:
    for n in range(1, 1 + in_hall):
        yield Place(
            id=PlaceId(f"t{n:02}"), zone=HALL, features=frozenset([STEP_FREE]) if n % 2 else frozenset()
        )
    for n in range(1 + in_hall, 1 + in_hall + in_gallery):
        yield Place(id=PlaceId(f"t{n:02}"), zone=GALLERY, features=frozenset([STEP_FREE, QUIET]))


def stand_ids(people: int) -> tuple[PlaceId, ...]:
    """The stands of those who exhibit: 12 for 150 people."""
    return tuple(PlaceId(f"stand{n:02}") for n in range(1, 1 + max(1, people * 12 // 150)))


def walks() -> tuple[Walk, ...]:
    """Minutes between the four zones."""
    minutes = {
        (HALL, GALLERY): 2,
        (HALL, FOYER): 1,
        (HALL, FLOOR): 3,
        (GALLERY, FOYER): 2,
        (GALLERY, FLOOR): 2,
        (FOYER, FLOOR): 4,
    }
    return tuple(Walk(here=a, there=b, minutes=m) for (a, b), m in minutes.items())


def interpreters(day: tuple[Slot, ...]) -> tuple[Interpreter, ...]:
    """One for German and English all day, one who also speaks French and comes for the afternoon."""
    late = frozenset(slot.id for slot in day if slot.block == AFTERNOON)
    return (
        Interpreter(id=InterpreterId("i1"), languages=frozenset(["de", "en"])),
        Interpreter(id=InterpreterId("i2"), languages=frozenset(["de", "en", "fr"]), free=late),
    )
