"""The timetable by participant: who is where, who waits, who has no break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from treffen.files.page import timetable_grid
from treffen.files.page.day import Day, SlotActivity, Stretch
from treffen.files.page.markup import Markup, escaped, hidden, tag
from treffen.files.page.view import View
from treffen.words import Count, Text, number

HEAD = Text("Nach Teilnehmer:innen", "By participant")
NOBODY = Text("Niemand wartet zwischen zwei Gesprächen.", "Nobody waits between two meetings.")
WAITING = Count(
    Text("Eine Person wartet {slots}", "One person waits {slots}"),
    Text("{count} Personen warten zusammen {slots}", "{count} people wait {slots} in all"),
)
WINDOWS = Count(Text("ein Fenster", "one slot"), Text("{count} Fenster", "{count} slots"))
TIRELESS = Count(
    Text("Eine hat {length} oder mehr Gespräche in Folge.", "One has {length} or more meetings in a row."),
    Text(
        "{count} haben {length} oder mehr Gespräche in Folge.",
        "{count} have {length} or more meetings in a row.",
    ),
)
ORDER = Text(
    "Reihenfolge: zuerst, wer am längsten wartet, dann nach Namen.",
    "Order: those who wait longest come first, then by name.",
)
ORDER_BY_NAME = Text("Reihenfolge: nach Namen.", "Order: by name.")
NAMES_LEAD = Text("Ein Name führt zum Blatt dieser Person.", "A name leads to that person's sheet.")
ON_PHONES = (
    Text("Auf einem schmalen Bildschirm liest sich besser:", "Easier to read on a narrow screen:"),
    Text("die Liste nach Zeit", "the list by time"),
)
LINK = Text("Teilnehmer:innen", "Participants")
PERSON = Text("Teilnehmer:in", "Participant")
MEETINGS = Text("Gespr.", "Meet.")
MEETINGS_FULL = Text("Gespräche", "Meetings")
IDLE = Text("Leerlauf", "Idle")
CHANGES = Text("Wechsel", "Moves")
CHANGES_FULL = Text("Ortswechsel", "Place changes")
MUST = Text("Muss", "must")
LEGEND = Text("Zeichen", "Key")
LEGEND_MEETING = Text("Gespräch: {place}", "meeting: {place}")
LEGEND_MUST = Text("Muss", "must")
LEGEND_TALK = Text("Vortrag", "talk")
LEGEND_IDLE = Text("Leerlauf", "idle")
LEGEND_FREE = Text("frei", "free")
LEGEND_ABSENT = Text("nicht da", "not there")
IDLE_MEANS = Text(
    "Leerlauf ist ein freies Fenster zwischen zwei Gesprächen desselben Blocks.",
    "Idle is a free slot between two meetings of the same block.",
)
EMPTY = {SlotActivity.IDLE: LEGEND_IDLE, SlotActivity.FREE: LEGEND_FREE, SlotActivity.ABSENT: LEGEND_ABSENT}
LONG_ROW = 6


def by_participant(view: View) -> Iterator[Markup]:
    """The section with the grid, one row a participant."""
    yield Markup('<section id="people" aria-labelledby="people-head">')
    yield tag("h2", view.say(HEAD), id="people-head")
    yield tag("p", summary(view), class_="under strong")
    order = ORDER if any(d.idle for d in view.days.values()) else ORDER_BY_NAME
    yield tag("p", view.say(order), " ", view.say(NAMES_LEAD), class_="under")
    yield tag(
        "p",
        view.say(ON_PHONES[0]),
        " ",
        tag("a", view.say(ON_PHONES[1]), href="#times"),
        class_="under narrow",
    )
    yield _legend(view)
    yield timetable_grid.opening(view, kind="people", caption=view.say(HEAD))
    yield timetable_grid.columns(view, before="name", after=3)
    yield timetable_grid.head(view, first=view.say(PERSON), last=_figures_head(view))
    yield Markup("<tbody>")
    for day in sorted(view.by_name, key=lambda d: -d.idle):
        yield _row(day, view)
    yield timetable_grid.closing()
    yield tag("p", *_footnote(view), class_="note")
    yield Markup("</section>")


def summary(view: View) -> str:
    """Who waits, and who has no break, in one or two sentences."""
    waiting = [d for d in view.days.values() if d.idle]
    tireless = sum(d.longest >= LONG_ROW for d in view.days.values())
    texts = [_waiting(waiting, view)]
    if tireless:
        form = TIRELESS.one if tireless == 1 else TIRELESS.many
        texts.append(view.say(form, count=number(tireless, view.language), length=str(LONG_ROW)))
    return " ".join(texts)


def _waiting(waiting: Sequence[Day], view: View) -> str:
    if not waiting:
        return view.say(NOBODY)
    idle = sum(d.idle for d in waiting)
    slots = view.say(WINDOWS.one if idle == 1 else WINDOWS.many, count=number(idle, view.language))
    form = WAITING.one if len(waiting) == 1 else WAITING.many
    return view.say(form, count=number(len(waiting), view.language), slots=slots) + "."


def _legend(view: View) -> Markup:
    """The signs of the grid in words."""
    signs: Iterable[tuple[str, str]] = (
        ("g", view.say(LEGEND_MEETING, place=view.where.key())),
        ("g u", view.say(LEGEND_MUST)),
        ("t", view.say(LEGEND_TALK)),
        ("i", view.say(LEGEND_IDLE)),
        ("f", view.say(LEGEND_FREE)),
        ("x", view.say(LEGEND_ABSENT)),
    )
    shown = _signs_in_use(view)
    items = (tag("li", tag("b", class_=c, aria_hidden="true"), words) for c, words in signs if c in shown)
    return tag("ul", *items, class_="legend", aria_label=view.say(LEGEND))


def _signs_in_use(view: View) -> set[str]:
    states = {s.state for d in view.days.values() for run in d.blocks for s in run}
    signs = {sign for state, sign in SIGNS.items() if state in states}
    return signs | ({"g u"} if any(map(view.is_must, view.held)) else set())


SIGNS = {
    SlotActivity.MEETING: "g",
    SlotActivity.TALK: "t",
    SlotActivity.IDLE: "i",
    SlotActivity.FREE: "f",
    SlotActivity.ABSENT: "x",
}


def _figures_head(view: View) -> Iterator[Markup | str]:
    for short, full in ((MEETINGS, MEETINGS_FULL), (IDLE, IDLE), (CHANGES, CHANGES_FULL)):
        name = view.say(short)
        yield name if short is full else tag("abbr", name, title=view.say(full))


def _row(day: Day, view: View) -> Markup:
    person = day.participant
    under = view.names.background(person)
    name = tag("a", view.names.person(person.id), href=f"#{view.anchors[person.id]}")
    head = tag("th", name, tag("small", under) if under else "", scope="row", class_="name")
    cells = (
        _cell(one, is_edge=i > 0 and j == 0, view=view)
        for i, run in enumerate(day.blocks)
        for j, one in enumerate(run)
    )
    figures = (
        tag("td", str(day.meetings), class_="n"),
        tag("td", tag("b", str(day.idle)) if day.idle else "0", class_="n"),
        tag("td", str(day.changes), class_="n"),
    )
    return tag("tr", head, *cells, *figures)


def _cell(one: Stretch, *, is_edge: bool, view: View) -> Markup:
    if one.state in (SlotActivity.FREE, SlotActivity.ABSENT, SlotActivity.IDLE):
        first, *rest = (_box(one, view),) * one.length
        return Markup(tag("td", first, class_="k" if is_edge else None) + "".join(tag("td", b) for b in rest))
    return tag(
        "td", _box(one, view), class_="k" if is_edge else None, colspan=one.length if one.length > 1 else None
    )


def _box(one: Stretch, view: View) -> Markup:
    sign = SIGNS[one.state]
    if one.meeting is not None:
        is_must = view.is_must(view.held_by_request[one.meeting.request])
        words = hidden(f", {view.say(MUST)}") if is_must else ""
        return tag("b", view.where.short(one.meeting.place), words, class_="g u" if is_must else "g")
    if one.talk is not None:
        return tag("b", view.names.talk_code(one.talk.id), class_=sign)
    return tag("b", hidden(view.say(EMPTY[one.state])), class_=f"{sign} x" if one.is_absent else sign)


def _footnote(view: View) -> Iterator[str]:
    yield view.say(IDLE_MEANS)
    for talk in view.problem.talks:
        code, name = view.names.talk_code(talk.id), view.names.talk(talk.id)
        if code != name:
            yield Markup(" · " + tag("b", code) + " " + escaped(name))
