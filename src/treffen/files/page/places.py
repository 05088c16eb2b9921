"""The timetable by place: who meets where, zone by zone, and what is left free."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.files.page import timetable_grid
from treffen.files.page.day import AttendedMeeting
from treffen.files.page.markup import Markup, hidden, tag
from treffen.files.page.view import View
from treffen.problem import ParticipantId, Place, Slot
from treffen.words import Text, number

HEAD = Text("Nach {places}", "By {places}")
UNDER = Text(
    "{used} der {all} Möglichkeiten (Ort mal Fenster) sind belegt; am vollsten ist {slot} mit {most}.",
    "{used} of the {all} openings (places times slots) are taken; {slot} is the fullest with {most}.",
)
OF = Text("{part} von {whole}", "{part} of {whole}")
ZONE = Text("Zone {zone}", "Zone {zone}")
FREE = Text("frei", "free")
CLOSED = Text("geschlossen", "closed")
MUST = Text("Muss: ", "must: ")
LEGEND = Text("Zeichen", "Key")
SURELY_FITS = 9
DATIVE = {"Tische": "Tischen", "Räume": "Räumen", "Orte": "Orten", "Stände": "Ständen"}


def _heading(view: View) -> str:
    """`Nach Tischen`, `By table`."""
    if view.language == "en":
        return view.say(HEAD, places=view.where.noun(many=False).lower())
    return view.say(HEAD, places=DATIVE.get(view.where.noun(), view.where.noun()))


def by_place(view: View) -> Iterator[Markup]:
    """The section with the grid, one row a place."""
    yield Markup('<section id="places" aria-labelledby="places-head">')
    yield tag("h2", _heading(view), id="places-head")
    yield tag("p", summary(view), class_="under")
    yield _legend(view)
    yield timetable_grid.opening(view, kind="places", caption=_heading(view))
    yield timetable_grid.columns(view, before="place")
    yield timetable_grid.head(view, first=view.where.noun(many=False), counts=True)
    yield Markup("<tbody>")
    zone = ""
    for place in sorted(view.problem.places, key=lambda p: view.zones.index(p.zone)):
        if place.zone != zone:
            zone = place.zone
            yield _zone(zone, view)
        yield _row(place, view)
    yield timetable_grid.closing()
    yield Markup("</section>")


def summary(view: View) -> str:
    """How full the places are, and when most."""
    slots = view.problem.slots
    fullest = max(slots, key=lambda s: (view.taken[s.id], -view.clock.position[s.id]))
    taken, whole = sum(view.taken.values()), sum(view.open_places(s.id) for s in slots)
    most = view.say(OF, part=str(view.taken[fullest.id]), whole=str(view.open_places(fullest.id)))
    return view.say(
        UNDER,
        used=number(taken, view.language),
        all=number(whole, view.language),
        slot=view.clock.named(fullest.id),
        most=most,
    )


def _legend(view: View) -> Markup:
    signs = [("c", view.say(FREE))]
    if any(p.open is not None for p in view.problem.places):
        signs.append(("x", view.say(CLOSED)))
    if any(map(view.is_must, view.held)):
        signs.insert(0, ("must", view.say(MUST).rstrip(": ")))
    items = (tag("li", tag("b", class_=c, aria_hidden="true"), words) for c, words in signs)
    return tag("ul", *items, class_="legend", aria_label=view.say(LEGEND))


def _zone(zone: str, view: View) -> Markup:
    name = zone if " " in zone or len(zone) > 4 else view.say(ZONE, zone=zone)
    head = tag("th", tag("span", name), scope="rowgroup", colspan=1 + len(view.problem.slots))
    return tag("tr", head, class_="zone")


def _row(place: Place, view: View) -> Markup:
    cells: list[Markup] = []
    skip = 0
    for slot in view.problem.slots:
        if skip:
            skip -= 1
            continue
        held = view.spots.get((place.id, slot.id))
        if held is not None and held.meeting.slot == slot.id:
            skip = _length(held, view) - 1
        cells.append(_cell(place, slot, held=held, length=skip + 1, view=view))
    return tag("tr", tag("th", row_name(place, view), scope="row", class_="place"), *cells)


def row_name(place: Place, view: View) -> str:
    """What stands before the row of a place."""
    return view.where.number(place.id) if len(view.where.kinds) == 1 else view.where.full(place.id)


def _length(held: AttendedMeeting, view: View) -> int:
    """Slots the meeting takes, within its block."""
    block = view.block_of[held.meeting.slot]
    first = view.clock.position[held.meeting.slot]
    run = view.problem.slots[first : first + held.request.length]
    return sum(view.block_of[s.id] == block for s in run)


def _person(id: ParticipantId, view: View) -> Markup:
    short = view.names.person_short(id)
    return tag("span", short, title=view.names.person(id) if len(short) > SURELY_FITS else None)


def _cell(place: Place, slot: Slot, *, held: AttendedMeeting | None, length: int, view: View) -> Markup:
    edge = timetable_grid.edge(slot, view)
    if held is None:
        is_closed = place.open is not None and slot.id not in place.open
        words = hidden(view.say(CLOSED if is_closed else FREE))
        return tag("td", words, class_=" ".join(filter(None, (edge, "x" if is_closed else "c"))))
    names = (_person(p, view) for p in held.attendees)
    is_must = view.is_must(held)
    must = hidden(view.say(MUST)) if is_must else ""
    kind = " ".join(filter(None, (edge, "must" if is_must else None)))
    return tag("td", must, *names, class_=kind or None, colspan=length if length > 1 else None)
