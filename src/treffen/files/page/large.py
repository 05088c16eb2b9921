"""Events too large for grids: figures and one line a participant instead."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.files.page.day import Day
from treffen.files.page.markup import Markup, hidden, tag
from treffen.files.page.people import HEAD
from treffen.files.page.people import summary as waiting
from treffen.files.page.view import MOST_IN_LIST, View
from treffen.words import Text, number

NOTE = Text(
    "Bei {count} Teilnehmer:innen zeigt diese Seite Listen statt Tabellen. "
    "Alle Einzelheiten stehen in plan.json und in der Excel-Datei.",
    "With {count} participants this page shows lists in place of grids. "
    "All details are in plan.json and in the workbook.",
)
TIMES = Text("Wie voll es ist", "How full it is")
SLOT = Text("Fenster", "Slot")
TAKEN = Text("belegte Orte", "places taken")
OPEN = Text("offene Orte", "open places")
LIST = Text("Je Person: Gespräche als Zeit und Ort.", "By person: meetings as time and place.")
NOT_LISTED = Text(
    "Bei mehr als {count} Teilnehmer:innen entfällt auch die Liste.",
    "Beyond {count} participants the list is left out, too.",
)
IDLE_SLOTS = Text("{count} Leerlauf", "{count} idle")


def summary(view: View) -> Iterator[Markup]:
    """The section that stands for grids, lists by time and sheets."""
    count = number(len(view.problem.participants), view.language)
    yield Markup('<section id="people" aria-labelledby="people-head">')
    yield tag("h2", view.say(HEAD), id="people-head")
    yield tag("p", waiting(view), class_="under strong")
    yield tag("p", view.say(NOTE, count=count), class_="under")
    yield tag("h3", view.say(TIMES))
    yield _fullness(view)
    if not view.is_listed:
        yield tag("p", view.say(NOT_LISTED, count=number(MOST_IN_LIST, view.language)))
    else:
        yield tag("h3", view.say(LIST))
        yield Markup('<ol class="lines">')
        for day in view.by_name:
            yield _line(day, view)
        yield Markup("</ol>")
    yield Markup("</section>")


def _fullness(view: View) -> Markup:
    heads = (
        tag("th", view.say(t), scope="col", class_=c) for t, c in ((SLOT, None), (TAKEN, "n"), (OPEN, "n"))
    )
    rows = (
        tag(
            "tr",
            tag("th", view.clock.named(s.id), scope="row"),
            tag("td", number(view.taken[s.id], view.language), class_="n", data_of=view.say(TAKEN)),
            tag("td", number(view.open_places(s.id), view.language), class_="n", data_of=view.say(OPEN)),
        )
        for s in view.problem.slots
    )
    caption = tag("caption", hidden(view.say(TIMES)))
    return tag("table", caption, tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="list fullness")


def _line(day: Day, view: View) -> Markup:
    entries = [
        f"{view.clock.told(s.slot)}\N{NO-BREAK SPACE}{view.where.short(s.meeting.place)}"
        for run in day.blocks
        for s in run
        if s.meeting is not None
    ]
    anchor = view.anchors[day.participant.id]
    idle = tag("small", view.say(IDLE_SLOTS, count=str(day.idle)), class_="tag") if day.idle else ""
    return tag(
        "li", tag("b", view.names.person(day.participant.id)), " ", " · ".join(entries), " ", idle, id=anchor
    )
