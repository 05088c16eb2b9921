"""The plan as grids: time by place, participant by time, place by time."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from treffen.files.planbook.view import View
from treffen.files.sheets.styles import LONGEST_TEXT, Styles, finish
from treffen.problem import EntityKind, Participant, PlaceId, SlotId
from treffen.words import Text, capitalised, noun

BY_TIME = Text("Nach Zeit", "By time")
BY_PARTICIPANT = Text("Nach Teilnehmenden", "By participant")
BY_PLACE = Text("Nach Ort", "By place")
MEETINGS = Text("Gespräche", "Meetings")
IDLE = Text("Leerlauf", "Idle slots")
ORGANISATION = Text("Organisation", "Organisation")
AWAY = "\N{MULTIPLICATION SIGN}"
MOST_PLACES = 500  # columns by time; more places than that are shown by place only
SLOT_WIDTH, NAME_WIDTH = 20, 28


def by_time(book: Workbook, styles: Styles, *, view: View) -> None:
    """A row a slot, a column a place that is used."""
    used = {held.meeting.place for held in view.held}
    places = [place.id for place in view.problem.places if place.id in used][:MOST_PLACES]
    column_of = {place: number for number, place in enumerate(places, 1)}
    cells = {(slot, held.meeting.place): view.people(held) for held in view.held for slot in held.slots}
    slot_word = capitalised(noun(EntityKind.SLOT, view.language))
    page = _page(
        book, styles, view.said(BY_TIME), [slot_word, *(view.name(EntityKind.PLACE, p) for p in places)]
    )
    for row, slot in enumerate(view.problem.slots, 1):
        page.write_string(row, 0, view.name(EntityKind.SLOT, slot.id), styles.side)
        for place, column in column_of.items():
            text = cells.get((slot.id, place), "")
            _cell(page, row, column, text, style=styles.busy if text else styles.empty)
    widths = [16, *[SLOT_WIDTH] * len(places)]
    _finish(page, view, rows=len(view.problem.slots), widths=widths, frozen=1)


def by_participant(book: Workbook, styles: Styles, *, view: View) -> None:
    """A row a participant, a column a slot: place and partners; idle slots stand out."""
    slots = [slot.id for slot in view.problem.slots]
    head = [capitalised(noun(EntityKind.PARTICIPANT, view.language)), view.said(ORGANISATION)]
    head += [view.said(MEETINGS), view.said(IDLE), *(view.name(EntityKind.SLOT, slot) for slot in slots)]
    page = _page(book, styles, view.said(BY_PARTICIPANT), head)
    for row, person in enumerate(view.problem.participants, 1):
        idle = frozenset(view.idle(person))
        met = {held.request.id for held in view.by_person.get(person.id, {}).values()}
        page.write_string(row, 0, view.name(EntityKind.PARTICIPANT, person.id), styles.side)
        page.write_string(row, 1, person.organisation or "", styles.text)
        page.write_number(row, 2, len(met), styles.number)
        page.write_number(row, 3, len(idle), styles.number)
        for column, (text, style) in enumerate(_day(view, styles, person=person, idle=idle), 4):
            _cell(page, row, column, text, style=style)
    widths = [NAME_WIDTH, 24, 11, 11, *[SLOT_WIDTH] * len(slots)]
    _finish(page, view, rows=len(view.problem.participants), widths=widths, frozen=1)


def _day(
    view: View, styles: Styles, *, person: Participant, idle: frozenset[SlotId]
) -> Iterable[tuple[str, Format]]:
    """The cells of one participant, slot by slot."""
    busy, heard = view.by_person.get(person.id, {}), view.talks_heard(person)
    for slot in view.problem.slots:
        held = busy.get(slot.id)
        if held:
            place = view.name(EntityKind.PLACE, held.meeting.place)
            yield f"{place}: {view.people(held, without=person.id)}", styles.busy
        elif slot.id in heard:
            yield heard[slot.id], styles.talk
        elif slot.id in idle:
            yield view.said(IDLE), styles.idle
        elif person.free is not None and slot.id not in person.free:
            yield AWAY, styles.away
        else:
            yield "", styles.empty


def by_place(book: Workbook, styles: Styles, *, view: View) -> None:
    """A row a place, a column a slot."""
    slots = [slot.id for slot in view.problem.slots]
    cells: dict[PlaceId, dict[SlotId, str]] = {}
    count: dict[PlaceId, int] = {}
    for held in view.held:
        place = held.meeting.place
        count[place] = count.get(place, 0) + 1
        cells.setdefault(place, {}).update(dict.fromkeys(held.slots, view.people(held)))
    head = [capitalised(noun(EntityKind.PLACE, view.language)), "Zone", view.said(MEETINGS)]
    page = _page(book, styles, view.said(BY_PLACE), [*head, *(view.name(EntityKind.SLOT, s) for s in slots)])
    for row, one in enumerate(view.problem.places, 1):
        page.write_string(row, 0, view.name(EntityKind.PLACE, one.id), styles.side)
        page.write_string(row, 1, one.zone, styles.text)
        page.write_number(row, 2, count.get(one.id, 0), styles.number)
        for column, slot in enumerate(slots, 3):
            text = cells.get(one.id, {}).get(slot, "")
            is_closed = one.open is not None and slot not in one.open and not text
            style = styles.away if is_closed else styles.busy if text else styles.empty
            _cell(page, row, column, AWAY if is_closed else text, style=style)
    widths = [18, 14, 11, *[SLOT_WIDTH] * len(slots)]
    _finish(page, view, rows=len(view.problem.places), widths=widths, frozen=1)


def _page(book: Workbook, styles: Styles, title: str, head: list[str]) -> Worksheet:
    page = book.add_worksheet(title)
    for column, text in enumerate(head):
        page.write_string(0, column, text[:LONGEST_TEXT], styles.header)
    return page


def _cell(page: Worksheet, row: int, column: int, text: str, *, style: Format) -> None:
    if text:
        page.write_string(row, column, text[:LONGEST_TEXT], style)
    else:
        page.write_blank(row, column, None, style)


def _finish(page: Worksheet, view: View, *, rows: int, widths: list[int], frozen: int) -> None:
    finish(page, rows=rows, widths=widths, language=view.language, frozen=frozen)
    page.repeat_columns(0, frozen - 1)
