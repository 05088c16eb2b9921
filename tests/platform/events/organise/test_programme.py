"""A programme as a value: written down, read again, compared, numbered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from handschlag.events.programme.differences import (
    DifferenceKind,
    Fact,
    PartDifference,
    differences,
    is_worth_a_letter,
    part_differences,
)
from handschlag.events.versions import (
    Item,
    Programme,
    ProgrammeDay,
    ProgrammePaper,
    ProgrammeRoom,
    ProgrammeSpeaker,
    ProgrammeTrack,
    SpeakerRole,
    continued,
    decode,
    encode,
    etag_of,
)

TEN = datetime(2027, 4, 14, 8, 0, tzinfo=UTC)
LATER = datetime(2027, 4, 1, 12, 0, tzinfo=UTC)
HALL = ProgrammeRoom(id=1, name_de="Saal 1", name_en="Hall 1", zone_de="Erdgeschoss", seats=260)
TALK = Item(
    id=7,
    uid="6f1f3c1e-0000-4000-8000-000000000007",
    kind="talk",
    starts_at=TEN,
    ends_at=TEN + timedelta(minutes=40),
    title_de="Was KI im Spektrum sieht",
    title_en="What AI sees in a spectrum",
    room=1,
    track=3,
    seats=80,
    speakers=(SpeakerRole(speaker=5), SpeakerRole(speaker=6, part="moderator")),
    papers=(ProgrammePaper(url="https://example.org/folien.pdf", title_de="Folien"),),
)
WHOLE = Programme(
    days=(ProgrammeDay(day=date(2027, 4, 14), opens_at=TEN, closes_at=TEN + timedelta(hours=17)),),
    rooms=(HALL, ProgrammeRoom(id=2, name_de="Saal 2", is_step_free=False)),
    tracks=(ProgrammeTrack(id=3, name_de="Messen"),),
    people=(
        ProgrammeSpeaker(id=5, name="Nadja Kielhorn", network=4),
        ProgrammeSpeaker(id=6, name="Ole Martens", is_demo=True),
    ),
    items=(TALK,),
)


def with_item(item: Item) -> Programme:
    return replace(WHOLE, items=(item,))


@pytest.mark.parametrize("programme", [Programme(), WHOLE, continued(Programme(), WHOLE, now=LATER)])
def test_a_programme_comes_back_from_json_as_it_was(programme: Programme) -> None:
    assert decode(json.loads(json.dumps(encode(programme)))) == programme


def test_what_is_left_out_of_the_json_has_its_default() -> None:
    data = encode(WHOLE)["items"][0]
    assert "is_cancelled" not in data
    assert decode({"items": [data]}).items[0].is_cancelled is False


def test_equal_programmes_have_equal_marks_and_others_have_not() -> None:
    assert etag_of(decode(encode(WHOLE))) == etag_of(WHOLE)
    assert etag_of(with_item(replace(TALK, title_en=""))) != etag_of(WHOLE)


@pytest.mark.parametrize(
    ("item", "kind", "facts", "is_told"),
    [
        (replace(TALK, ends_at=TEN + timedelta(hours=1)), DifferenceKind.CHANGED, (Fact.TIME,), True),
        (replace(TALK, room=2), DifferenceKind.CHANGED, (Fact.ROOM,), True),
        (replace(TALK, room=2, seats=None), DifferenceKind.CHANGED, (Fact.ROOM, Fact.SEATS), True),
        (replace(TALK, speakers=TALK.speakers[:1]), DifferenceKind.CHANGED, (Fact.SPEAKERS,), True),
        (replace(TALK, title_de="KI"), DifferenceKind.CHANGED, (Fact.TITLE,), False),
        (replace(TALK, abstract_en="Spectra."), DifferenceKind.CHANGED, (Fact.ABSTRACT,), False),
        (replace(TALK, is_cancelled=True), DifferenceKind.CANCELLED, (), True),
    ],
)
def test_what_differs_is_named_and_only_what_moves_somebody_is_worth_a_letter(
    item: Item, kind: DifferenceKind, facts: tuple[Fact, ...], is_told: bool
) -> None:
    (found,) = differences(WHOLE, with_item(item))
    assert (found.kind, found.facts, found.before, found.after) == (kind, facts, TALK, item)
    assert is_worth_a_letter(found) is is_told


def test_sessions_that_came_and_went_are_named_in_the_order_of_their_times() -> None:
    early = replace(TALK, id=9, starts_at=TEN - timedelta(hours=1), ends_at=TEN)
    found = differences(WHOLE, with_item(early))
    assert [(one.id, one.kind) for one in found] == [(9, DifferenceKind.NEW), (7, DifferenceKind.GONE)]
    assert differences(WHOLE, WHOLE) == ()


def test_a_renamed_room_and_a_speaker_who_left_are_named() -> None:
    new = replace(HALL, name_de="Großer Saal")
    after = replace(WHOLE, rooms=(new, WHOLE.rooms[1]), people=WHOLE.people[:1])
    assert part_differences(WHOLE, after) == (
        PartDifference(before=HALL, after=new),
        PartDifference(before=WHOLE.people[1], after=None),
    )


def test_a_first_version_counts_from_nought_and_a_moved_session_counts_on() -> None:
    first = continued(Programme(), WHOLE, now=TEN)
    assert [(one.sequence, one.changed_at) for one in first.items] == [(0, TEN)]
    moved = continued(first, with_item(replace(TALK, room=2)), now=LATER)
    assert [(one.sequence, one.changed_at) for one in moved.items] == [(1, LATER)]
    named = continued(moved, with_item(replace(TALK, room=2, title_de="KI")), now=LATER + timedelta(1))
    assert [(one.sequence, one.changed_at) for one in named.items] == [(1, LATER + timedelta(1))]
    assert (
        continued(named, with_item(replace(TALK, room=2, title_de="KI")), now=LATER + timedelta(2)) == named
    )


def test_what_was_published_and_has_gone_stays_as_cancelled_with_its_room() -> None:
    first = continued(Programme(), WHOLE, now=TEN)
    after = continued(first, replace(WHOLE, items=(), rooms=(), people=()), now=LATER)
    assert [(one.id, one.is_cancelled, one.sequence) for one in after.items] == [(7, True, 1)]
    assert after.rooms == (HALL,)
    assert after.people == WHOLE.people
    assert continued(after, replace(WHOLE, items=(), rooms=(), people=()), now=LATER) == after
