"""The timetable by time, as a list: the twin of the grids for phones and for reading aloud."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.files.page.day import AttendedMeeting
from treffen.files.page.markup import Markup, tag
from treffen.files.page.places import DATIVE
from treffen.files.page.view import View
from treffen.problem import Slot, SlotId
from treffen.words import Text, joined_words, number

HEAD = Text("Nach Zeit", "By time")
LINK = Text("Zeitfenster", "Slots")
UNDER = Text(
    "Dieselben Gespräche als Liste, Fenster für Fenster.", "The same meetings as a list, slot by slot."
)
COUNT = Text("{count} von {all} {places} belegt", "{count} of {all} {places} taken")
NOTHING = Text("Kein Gespräch beginnt in diesem Fenster.", "No meeting starts in this slot.")
UNTIL = Text("bis {end}", "until {end}")
MUST = Text("Muss", "must")


def by_time(view: View) -> Iterator[Markup]:
    """The section: a heading for each block and slot, then its meetings by place."""
    starting: dict[SlotId, list[AttendedMeeting]] = {}
    for held in view.held:
        starting.setdefault(held.meeting.slot, []).append(held)
    yield Markup('<section id="times" aria-labelledby="times-head">')
    yield tag("h2", view.say(HEAD), id="times-head")
    yield tag("p", view.say(UNDER), class_="under")
    several = len(view.clock.runs) > 1
    for run in view.clock.runs:
        if several:
            yield tag("h3", run.title, class_="block")
        for slot in run.slots:
            yield _slot(slot, starting.get(slot.id, []), level="h4" if several else "h3", view=view)
    yield Markup("</section>")


def _slot(slot: Slot, held: list[AttendedMeeting], *, level: str, view: View) -> Markup:
    count = view.say(
        COUNT,
        count=number(view.taken[slot.id], view.language),
        all=number(view.open_places(slot.id), view.language),
        places=_places(view),
    )
    head = tag(level, view.clock.named(slot.id), " ", tag("small", count))
    if not held:
        return tag("div", head, tag("p", view.say(NOTHING), class_="m"), class_="slot")
    return tag("div", head, tag("ol", *(_item(h, view) for h in held)), class_="slot")


def _places(view: View) -> str:
    many = view.where.noun()
    return DATIVE.get(many, many) if view.language == "de" else many.lower()


def _item(held: AttendedMeeting, view: View) -> Markup:
    people = joined_words(map(view.names.person, held.attendees), view.language, most=20)
    notes = []
    if view.is_must(held):
        notes.append(view.say(MUST))
    if held.request.length > 1:
        notes.append(
            view.say(UNTIL, end=view.clock.span(held.meeting.slot, held.request.length).split("–")[-1])
        )
    note = tag("small", ", ".join(notes), class_="tag") if notes else ""
    return tag("li", tag("b", view.where.full(held.meeting.place)), tag("span", people, " ", note))
