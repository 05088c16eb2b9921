"""Rows as nouns: places, talks, participants, interpreters, requests, walks, frozen meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from treffen.files.sheets.availability import free_slots
from treffen.files.sheets.calendar import Window
from treffen.files.sheets.cell_grid import Table
from treffen.files.sheets.clock import NO_DAY, NotATime, moment
from treffen.files.sheets.headers import normalised_header
from treffen.files.sheets.lists import Item
from treffen.files.sheets.names import Names
from treffen.files.sheets.reading_context import K, ReadingContext, RowCells
from treffen.problem import (
    Delegation,
    EntityKind,
    Interpreter,
    Like,
    Meeting,
    Participant,
    ParticipantId,
    Place,
    PlaceKind,
    Request,
    SlotId,
    Talk,
    Walk,
)
from treffen.problem.faults import LARGEST

KINDS: dict[str, str] = {
    **{normalised_header(kind.value): kind.value for kind in PlaceKind},
    "tisch": "table",
    "stehtisch": "table",
    "raum": "room",
    "zimmer": "room",
    "messestand": "stand",
    "online": "link",
    "video": "link",
    "videolink": "link",
    "virtuell": "link",
    "virtual": "link",
}


def rows_with_ids(desk: ReadingContext, table: Table, *, numbered: bool = False) -> Iterator[RowCells]:
    """Each row with its id: from the id column, else the name, else (`numbered`) its number.

    Ids and names become known on the desk before the first row is handed out, so that rows may
    refer to later ones.
    """
    noun = table.sheet.noun
    found = []
    has_id = table.has("id")
    for number, row in enumerate(table.rows, 1):
        cells = RowCells(desk, table, row)
        name = _name(cells)
        cells.id = cells.text("id") if has_id else (str(number) if numbered else name)
        if not cells.id:
            field = "id" if has_id or "name" not in table.columns else "name"
            desk.refuse(K.MISSING_VALUE, cells.where(field), field=field)
            continue
        if has_id and not isinstance(cells.raw("id"), (str, float, int)):
            desk.tell(K.ID_IS_DATE, cells.where("id"), value=cells.id)
        desk.known(noun).add(cells.id, name)
        desk.spots.put(noun, cells.id, table.where(row))
        if name and name != cells.id:
            desk.labels[noun, cells.id] = name
        found.append(cells)
    for field, columns in table.columns.items():
        desk.spots.columns[noun, field] = columns[0]
    if not has_id and "name" in table.columns:
        desk.spots.columns[noun, "id"] = table.columns["name"][0]
    yield from found


def _name(cells: RowCells) -> str:
    return cells.text("name") or f"{cells.text('first_name')} {cells.text('last_name')}".strip()


# --- the nouns --------------------------------------------------------------------------------


def place(cells: RowCells) -> Place:
    """A place of a row."""
    return Place(
        id=_any(cells.id),
        kind=PlaceKind(cells.choice("kind", KINDS, PlaceKind.TABLE.value)),
        zone=_any(cells.text("zone")),
        features=cells.texts("features"),
        open=free_slots(cells, "open"),
    )


def _talk(cells: RowCells) -> Talk:
    """A talk of a row: its slots are all that it touches."""
    slots = cells.slots("slots", touching=True) or frozenset()
    raws = [cells.raw(field) for field in ("date", "start", "end")]
    try:
        day, start, end = (moment(raw, year=cells.desk.calendar.first_day.year) for raw in raws)
    except NotATime as error:
        cells.desk.refuse(
            K.NOT_A_TIME, cells.where("start"), field="start", value=str(error), expected="10:00"
        )
        return Talk(id=_any(cells.id), slots=slots)
    if start is not None:
        first = (day.day if day else None) or start.day
        last = (end.day if end else None) or first
        clock = end.clock if end else _later(start.clock)
        window = Window(first, start.clock, last, clock)
        slots |= cells.desk.calendar.inside(window, touching=True)
    return Talk(id=_any(cells.id), slots=slots)


def _later(clock: time | None) -> time | None:
    """A minute later: a talk without an end takes up the slot in which it starts."""
    if clock is None:
        return None
    return (datetime.combine(NO_DAY, clock) + timedelta(minutes=1)).time()


def participant(cells: RowCells) -> Participant:
    """A participant of a row."""
    return Participant(
        id=_any(cells.id),
        organisation=_any(cells.maybe("organisation")),
        network=_any(cells.maybe("network")),
        free=free_slots(cells),
        minimum=cells.count("minimum"),
        maximum=cells.maybe_count("maximum"),
        most_breaks=cells.maybe_count("most_breaks"),
        home=_any(cells.reference("home", EntityKind.PLACE)),
        needs=cells.texts("needs"),
        languages=cells.texts("languages"),
        must_attend=_any(frozenset(cells.references("must_attend", EntityKind.TALK))),
        likes=tuple(_likes(cells)),
    )


def _likes(cells: RowCells) -> Iterator[Like]:
    known = cells.desk.known(EntityKind.TALK)
    for column, item in cells.items("likes", known):
        text, _, after = item.text, "", item.after
        if not after and not item.is_literal and text not in known and "=" in text:
            text, _, after = (part.strip() for part in text.rpartition("="))
        id = cells.meant(column, Item(text), field="likes", noun=EntityKind.TALK)
        is_price = not after or (after.isdecimal() and len(after) < 10 and int(after) <= LARGEST)
        if not is_price:
            where = cells.where("likes", column)
            cells.desk.refuse(K.NOT_A_NUMBER, where, field="likes", value=after, expected="whole number")
        yield Like(talk=_any(id), price=int(after) if after and is_price else 1)


def interpreter(cells: RowCells) -> Interpreter:
    """An interpreter of a row."""
    return Interpreter(id=_any(cells.id), languages=cells.texts("languages"), free=free_slots(cells))


def request(cells: RowCells) -> Request:
    """A request of a row. One fixed slot may be written as a time."""
    return Request(
        id=_any(cells.id),
        participants=_any(tuple(cells.references("participants", EntityKind.PARTICIPANT))),
        delegates=_any(tuple(_organisations(cells))),
        value=cells.count("value", 1),
        must=cells.flag("must"),
        slots=cells.slots("slots"),
        places=_any(cells.maybe_references("places", EntityKind.PLACE)),
        slot=_slot(cells),
        place=_any(cells.reference("place", EntityKind.PLACE)),
        after=_any(tuple(cells.references("after", EntityKind.REQUEST))),
        length=cells.count("length", 1, least=1),
        needs=cells.texts("needs"),
        fewest=cells.maybe_count("fewest", least=2),
    )


ORGANISATIONS = EntityKind.EVENT  # under which the desk keeps the names of organisations


def _organisations(cells: RowCells) -> list[str]:
    known = cells.desk.names.get(ORGANISATIONS, Names())
    items = cells.items("delegates", known)
    return [(known.meant(item.text) or [item.text])[0] for _, item in items]


def _slot(cells: RowCells) -> SlotId | None:
    text = cells.text("slot")
    if not text:
        return None
    found = sorted(cells.desk.calendar.meant(Item(text)) or ())
    if len(found) > 1:
        cells.desk.refuse(
            K.AMBIGUOUS, cells.where("slot"), field="slot", value=text, expected=", ".join(found[:8])
        )
    return found[0] if found else SlotId(text)


def walks(desk: ReadingContext, table: Table) -> Iterator[Walk]:
    """The walks of a table."""
    for field, columns in table.columns.items():
        desk.spots.columns[EntityKind.WALK, field] = columns[0]
    for row in table.rows:
        cells = RowCells(desk, table, row)
        here, there = cells.text("here"), cells.text("there")
        if _is_complete(cells, ("minutes",)):
            desk.spots.put(EntityKind.WALK, f"{here} - {there}", table.where(row))
            yield Walk(here=_any(here), there=_any(there), minutes=cells.count("minutes"))


def frozen(desk: ReadingContext, table: Table) -> Iterator[Meeting]:
    """The frozen meetings of a table."""
    for field, columns in table.columns.items():
        desk.spots.columns[EntityKind.FROZEN, field] = columns[0]
    for row in table.rows:
        cells = RowCells(desk, table, row)
        if not _is_complete(cells, ("request", "slot", "place")):
            continue
        cells.id = cells.reference("request", EntityKind.REQUEST) or ""
        desk.spots.put(EntityKind.FROZEN, cells.id, table.where(row))
        yield Meeting(
            request=_any(cells.id),
            slot=_slot(cells) or SlotId(""),
            place=_any(cells.reference("place", EntityKind.PLACE)),
            delegates=tuple(_delegations(cells)),
            interpreter=_any(cells.reference("interpreter", EntityKind.INTERPRETER)),
        )


def _delegations(cells: RowCells) -> Iterator[Delegation]:
    for column, item in cells.items("delegates"):
        organisation, _, person = (part.strip() for part in item.text.rpartition("="))
        if item.after:
            organisation, person = item.text, item.after
        if not organisation:
            where = cells.where("delegates", column)
            cells.desk.refuse(
                K.NOT_A_CHOICE, where, field="delegates", value=item.text, expected="organisation=participant"
            )
            continue
        id = cells.meant(column, Item(person), field="delegates", noun=EntityKind.PARTICIPANT)
        yield Delegation(organisation=_any(organisation), participant=ParticipantId(id))


def _is_complete(cells: RowCells, fields: tuple[str, ...]) -> bool:
    missing = [field for field in fields if not cells.text(field)]
    for field in missing:
        cells.desk.refuse(K.MISSING_VALUE, cells.where(field), field=field)
    return not missing


def _any(value: Any) -> Any:
    """A text as the kind of id that its field wants."""
    return value


MAKERS: dict[str, Callable[[RowCells], Any]] = {
    "places": place,
    "talks": _talk,
    "participants": participant,
    "interpreters": interpreter,
    "requests": request,
}
"""How the rows of a sheet with ids become nouns."""
